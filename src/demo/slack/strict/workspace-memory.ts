import type { SlackAnswer, SlackCall } from '../slack-call';

/** Calls the emulator past this layer; resolves with the body of its answer. */
export type CallEmulator = (call: SlackCall) => Promise<SlackAnswer['body']>;

/** What the calls so far have made of the workspace, as far as the emulator does not look at it itself. */
export interface WorkspaceMemory {
  /** The error of a call that does not fit the workspace; null if it does. */
  refusalOf(call: SlackCall): Promise<string | null>;
  note(call: SlackCall, answer: SlackAnswer): void;
}

export function createWorkspaceMemory(emulator: CallEmulator): WorkspaceMemory {
  /** Messages that may have replies. */
  const threads = new Set<string>();
  const archived = new Set<string>();
  /** Channels that a token is known to be in. */
  const joined = new Set<string>();

  /** A bot must be in a channel to post there, unless it has `chat:write.public`: docs.slack.dev/reference/methods/chat.postMessage */
  const isOutside = async (call: SlackCall): Promise<boolean> => {
    const { token, args } = call;
    const key = `${token} ${args.channel}`;
    if (joined.has(key)) return false;
    const body = await emulator({ method: 'conversations.info', token, args: { channel: args.channel } });
    const { channel } = body as { channel?: { readonly is_member?: boolean; readonly is_im?: boolean } };
    // The emulator itself refuses a channel that it does not know.
    if (channel !== undefined && channel.is_member !== true && channel.is_im !== true) return true;
    joined.add(key);
    return false;
  };

  return {
    async refusalOf(call) {
      const { method, args } = call;
      if (method === 'chat.update' && archived.has(String(args.channel))) return 'is_inactive';
      if (method !== 'chat.postMessage' && method !== 'chat.postEphemeral') return null;
      if (args.thread_ts !== undefined && !threads.has(`${args.channel} ${args.thread_ts}`)) return 'thread_not_found';
      return (await isOutside(call)) ? 'not_in_channel' : null;
    },

    note({ method, token, args }, { body }) {
      if (body.ok !== true) return;
      const channel = String(args.channel);
      switch (method) {
        case 'chat.postMessage':
          if (args.thread_ts === undefined) for (const place of [channel, body.channel]) threads.add(`${place} ${body.ts}`);
          return;
        case 'chat.delete':
          threads.delete(`${channel} ${args.ts}`);
          return;
        case 'conversations.create':
          joined.add(`${token} ${(body.channel as { readonly id: string }).id}`);
          return;
        case 'conversations.leave':
        case 'conversations.kick':
          joined.clear();
          return;
        case 'conversations.archive':
          archived.add(channel);
          return;
        case 'conversations.unarchive':
          archived.delete(channel);
          return;
      }
    },
  };
}
