import { MANIFEST_SCOPES } from '../../slack/scopes';
import { personToken } from '../slack/clicks/people-acts';
import type { SlackSeed } from './types';

/** The emulated app, as its seed names it. */
export const APP = { team_id: 'T000000001', app_id: 'AINCIDENT', bot_id: 'BINCIDENTBOT', bot_user_id: 'UINCIDENTBOT' };
export const TEAM = { name: 'Example', domain: 'example' };
/** The page's own, in turn: the emulator refuses a token after 5,000 calls an hour. */
export const PAGE_TOKENS = Array.from({ length: 40 }, (_, index) => `xoxb-emulated-page-${index}`);

const READING = ['pins:read', 'im:read', 'im:history', 'team:read'];
const PERSONAL = ['chat:write', 'channels:read', 'channels:write', 'channels:join', 'groups:read', 'groups:write', 'im:write'];

/** What the emulator starts with. */
export function seedOf(token: string, { users, readerTokens = [] }: SlackSeed) {
  const scopes = [...MANIFEST_SCOPES];
  const { app_id, bot_id, bot_user_id } = APP;
  const bot = { type: 'bot', user_id: bot_user_id, bot_id, bot_user_id, app_id };
  return {
    team: TEAM,
    strict_scopes: true,
    users: users.map(({ email, name, realName, displayName }) => ({
      name,
      real_name: realName,
      email,
      profile: { email, real_name: realName, display_name: displayName ?? name },
    })),
    oauth_apps: [
      {
        app_id,
        client_id: 'incident',
        client_secret: 'incident',
        name: 'Incident',
        redirect_uris: [],
        scopes,
        bot_id,
        bot_user_id,
        bot_name: 'incident-bot',
      },
    ],
    tokens: [
      { ...bot, token, scopes },
      ...[...readerTokens, ...PAGE_TOKENS].map((reader) => ({ ...bot, token: reader, scopes: [...scopes, ...READING] })),
      ...users.map(({ name }) => ({ type: 'user', token: personToken(name), user: name, scopes: PERSONAL })),
    ],
  };
}
