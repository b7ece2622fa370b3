import type { Call } from './call';
import { ChatError } from './errors';
import type { CallOptions } from './port';

const BATCH = 100;
/** Whoever is in already is as good as invited. */
const AS_GOOD_AS_DONE = new Set(['slack_already_in_channel', 'slack_cant_invite_self']);

export interface Invitations {
  readonly invited: readonly string[];
  readonly refused: readonly { readonly userId: string; readonly reason: string }[];
}

/** Invites everybody; one who cannot be must not keep the others out, so a failed batch is repeated one by one. */
export async function invite(call: Call, channel: string, userIds: readonly string[], options: CallOptions): Promise<Invitations> {
  const invited: string[] = [];
  const refused: { userId: string; reason: string }[] = [];
  for (let start = 0; start < userIds.length; start += BATCH) {
    const batch = userIds.slice(start, start + BATCH);
    const problem = await tryInvite(call, channel, batch, options);
    if (problem === null) {
      invited.push(...batch);
      continue;
    }
    for (const userId of batch) {
      const reason = batch.length === 1 ? problem : await tryInvite(call, channel, [userId], options);
      if (reason === null) invited.push(userId);
      else refused.push({ userId, reason });
    }
  }
  return { invited, refused };
}

/** Null when they are in; else Slack's word for why not. Trouble that passes is thrown. */
async function tryInvite(call: Call, channel: string, users: readonly string[], options: CallOptions): Promise<string | null> {
  try {
    await call('conversations.invite', (client) => client.conversations.invite({ channel, users: users.join(',') }), options);
    return null;
  } catch (error) {
    if (!(error instanceof ChatError) || error.retryable || error.code === 'slack_missing_scope') throw error;
    return AS_GOOD_AS_DONE.has(error.code) && users.length === 1 ? null : error.code.replace(/^slack_/, '');
  }
}
