import { ChatError } from '../../chat/errors';
import type { CallOptions } from '../../chat/port';
import type { RefusedInvitation } from '../../incident/people/refused-invitations';
import type { Call } from '../transport/call';
import { whyNotInvited } from './why-not-invited';

const BATCH = 100;
/** Someone who is already in the room counts as invited. */
const AS_GOOD_AS_DONE = new Set(['already_in_channel', 'cant_invite_self']);
/** These errors concern the channel or the bot rather than one person, so retrying each person alone would not help. */
const ABOUT_US = new Set([
  'slack_missing_scope',
  'slack_invalid_auth',
  'slack_not_authed',
  'slack_token_revoked',
  'slack_token_expired',
  'slack_account_inactive',
  'slack_channel_not_found',
  'slack_not_in_channel',
  'slack_is_archived',
  'slack_restricted_action',
  'slack_no_permission',
  'slack_http_error',
]);

/** `reason` is Slack's error code. */
interface Refusal {
  readonly userId: string;
  readonly reason: string;
}
export interface Invitations {
  readonly invited: readonly string[];
  /** With the reason in words. */
  readonly refused: readonly RefusedInvitation[];
}

/** Invites everyone. Slack refuses a whole batch for one bad id, so the others are retried without it. */
export async function invite(call: Call, channel: string, userIds: readonly string[], options: CallOptions): Promise<Invitations> {
  const refused: Refusal[] = [];
  for (let start = 0; start < userIds.length; start += BATCH) {
    refused.push(...(await inviteBatch(call, channel, userIds.slice(start, start + BATCH), options)));
  }
  const isIn = (userId: string): boolean => !refused.some((one) => one.userId === userId);
  return { invited: userIds.filter(isIn), refused: refused.map(({ userId, reason }) => ({ userId, ...whyNotInvited(reason) })) };
}

/** Returns those who could not be invited. */
async function inviteBatch(call: Call, channel: string, batch: readonly string[], options: CallOptions): Promise<readonly Refusal[]> {
  if (batch.length === 0) return [];
  const problem = await tryInvite(call, channel, batch, options);
  if (problem === null) return [];
  const named = batch.length === 1 ? batch.map((userId) => ({ userId, reason: problem.word })) : problem.named;
  const refused = named.filter(({ reason }) => !AS_GOOD_AS_DONE.has(reason));
  const others = batch.filter((userId) => !named.some((one) => one.userId === userId));
  // If Slack names no one, each person is tried alone.
  for (const part of named.length > 0 ? [others] : others.map((userId) => [userId])) {
    refused.push(...(await inviteBatch(call, channel, part, options)));
  }
  return refused;
}

/**
 * Null if they are in the room; else Slack's error code and the people it names. Errors that are not about a person are
 * thrown.
 */
async function tryInvite(
  call: Call,
  channel: string,
  users: readonly string[],
  options: CallOptions,
): Promise<{ word: string; named: readonly Refusal[] } | null> {
  try {
    await call('conversations.invite', (client) => client.conversations.invite({ channel, users: users.join(',') }), options);
    return null;
  } catch (error) {
    if (!(error instanceof ChatError) || error.retryable || ABOUT_US.has(error.code)) throw error;
    return { word: error.code.replace(/^slack_/, ''), named: error.named.filter(({ userId }) => users.includes(userId)) };
  }
}
