import { ChatError } from '../../chat/errors';
import type { CallOptions } from '../../chat/port';
import type { Call } from '../transport/call';
import { type SharedAnswers, shareAnswers } from '../transport/shared-answers';
import { type Member, memberOf, type User } from './member';

/** Where to ask about one user. */
export interface UserSource {
  readonly call: Call;
  /** The workspace of the bot. */
  readonly teamId: () => Promise<string>;
  readonly byEmail: SharedAnswers<Member | null>;
}

/** In a storm, the same few people are called to many incidents at once. Who is missing may join at any moment. */
const FOUND_FOR_MS = 60_000;

export const shareFoundMembers = (now?: () => number): SharedAnswers<Member | null> =>
  shareAnswers({ keptForMs: FOUND_FOR_MS, isKept: (member) => member !== null, now });

/** The user with exactly this address; null if there is none. Slack finds no one whose account is deactivated. */
export function askByEmail(source: UserSource, email: string, options: CallOptions): Promise<Member | null> {
  return source.byEmail(email, () => lookUp(source, email, options), options.signal);
}

async function lookUp({ call, teamId }: UserSource, email: string, options: CallOptions): Promise<Member | null> {
  for (const spelling of new Set([email, email.toLowerCase()])) {
    try {
      const { user } = await call('users.lookupByEmail', (client) => client.users.lookupByEmail({ email: spelling }), options);
      if (user?.id) return memberOf(user as User, await teamId());
    } catch (error) {
      if (!isNotFound(error)) throw error;
    }
  }
  return null;
}

export async function askById({ call, teamId }: UserSource, id: string, options: CallOptions): Promise<Member | null> {
  try {
    const { user } = await call('users.info', (client) => client.users.info({ user: id }), options);
    return user?.id ? memberOf(user as User, await teamId()) : null;
  } catch (error) {
    if (isNotFound(error)) return null;
    throw error;
  }
}

const NOT_FOUND = ['slack_users_not_found', 'slack_user_not_found', 'slack_user_not_visible'];

const isNotFound = (error: unknown): boolean => error instanceof ChatError && NOT_FOUND.includes(error.code);
