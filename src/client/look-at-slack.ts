import type { WarRoomChat } from '../chat/port';
import type { Config } from '../config';
import { clearTextWarning } from '../config/clear-text';
import { configuredPeople } from '../config/configured-people';

/** The chat with Slack; null if it is switched off. @throws Error if there is no token. */
export async function slackOf({ slack }: Config): Promise<WarRoomChat | null> {
  if (slack.mode === 'off') return null;
  if (slack.token() === '')
    throw Object.assign(new Error('SLACK_BOT_TOKEN is not set'), {
      hint: 'Set it to the bot token (xoxb-…) of the app created from slack-app-manifest.yaml, or run without Slack: INCIDENT_SLACK=off',
    });
  const { createWebApiChat } = await import('../slack/web-api-chat.js');
  const { REQUIRED_SCOPES } = await import('../slack/scopes.js');
  const { token, refreshToken, apiUrl } = slack;
  return createWebApiChat({ token, refreshToken, apiUrl, requiredScopes: REQUIRED_SCOPES });
}

export async function lookAtSlack({ slack: { apiUrl } }: Config, chat: WarRoomChat | null): Promise<string> {
  if (chat === null) return 'switched off (INCIDENT_SLACK=off)';
  const { workspace, botUserId, scopes } = await chat.identify();
  const { REQUIRED_SCOPES } = await import('../slack/scopes.js');
  const warning = clearTextWarning(apiUrl);
  return `workspace ${workspace}, signed in as ${botUserId}; ${scopes === null ? 'Slack did not say which scopes are granted' : `all ${REQUIRED_SCOPES.length} required scopes granted`}${warning === null ? '' : `. Warning: ${warning}`}`;
}

/** Whom incidents page, as the configuration names them, except those on call, whom other services know. */
export function peopleToFind(config: Config): readonly string[] {
  return configuredPeople(config).filter((reference) => !reference.startsWith('@oncall:'));
}

/** Whether Slack knows these people; no one is paged. @throws Error that names those it does not know. */
export async function lookAtPeople(chat: WarRoomChat | null, references: readonly string[]): Promise<string> {
  if (chat === null) return 'Slack is switched off';
  try {
    const { unresolved } = await chat.findPeople({ references });
    const found = `${references.length - unresolved.length} of ${references.length} found in Slack`;
    const missing = unresolved.filter(({ isPending = false }) => !isPending);
    const lines = [found, ...unresolved.map(({ reference, reason }) => `${reference}: ${reason}`)].join('\n');
    if (missing.length > 0) throw new Error(lines);
    return lines;
  } finally {
    chat.close();
  }
}
