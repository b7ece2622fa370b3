import { type Access, createCall } from '../transport/call';

const PAGE = 999;
const MAX_PAGES = 10;

export interface ForeignRooms {
  readonly names: readonly string[];
  /** False if the workspace has more channels than were looked through. */
  readonly isWhole: boolean;
}

/** Channels whose names begin like our rooms', but which another app or a person made. @throws ChatError */
export async function foreignRooms(access: Access, prefix: string): Promise<ForeignRooms> {
  const call = createCall(access);
  const { user_id: ours } = await call('auth.test', (client) => client.auth.test());
  const names: string[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const query = {
      types: 'public_channel,private_channel',
      exclude_archived: true,
      limit: PAGE,
      ...(cursor === undefined ? {} : { cursor }),
    };
    const { channels = [], response_metadata } = await call('conversations.list', (client) => client.conversations.list(query));
    for (const { name = '', creator } of channels) if (name.startsWith(prefix) && creator !== ours) names.push(name);
    cursor = response_metadata?.next_cursor || undefined;
    if (cursor === undefined) return { names, isWhole: true };
  }
  return { names, isWhole: false };
}
