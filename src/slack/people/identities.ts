import { ChatError } from '../../chat/errors';
import type { Call } from '../transport/call';

/** Of one call: someone waits for the answer. */
const URGENT = { urgency: 1 } as const;

const NOT_FOUND = ['slack_users_not_found', 'slack_user_not_found', 'slack_user_not_visible'];

/** The user with exactly this address; null if there is none. @throws ChatError */
export async function userIdOf(call: Call, address: string): Promise<string | null> {
  const found = await orNull(call('users.lookupByEmail', (client) => client.users.lookupByEmail({ email: address }), URGENT));
  return found?.user?.id ?? null;
}

/** The address of a user; null if Slack does not tell it, as to an app without the scope users:read.email. @throws ChatError */
export async function addressOf(call: Call, userId: string): Promise<string | null> {
  const found = await orNull(call('users.info', (client) => client.users.info({ user: userId }), URGENT));
  return found?.user?.profile?.email?.trim() || null;
}

async function orNull<Answer>(asked: Promise<Answer>): Promise<Answer | null> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof ChatError && NOT_FOUND.includes(error.code)) return null;
    throw error;
  }
}
