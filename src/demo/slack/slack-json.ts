import type { KnownBlock, MessageAttachment } from '@slack/web-api';

/** What a message shows. As it was sent, so that a block may be one that Slack would refuse. */
export interface Content {
  readonly text: string;
  readonly blocks?: readonly KnownBlock[];
  readonly attachments?: readonly MessageAttachment[];
}

/** A message as `conversations.history` returns it. */
export interface Message extends Content {
  readonly type: 'message';
  readonly ts: string;
  readonly user?: string;
  readonly subtype?: string;
  readonly bot_id?: string;
  readonly thread_ts?: string;
  readonly reply_count?: number;
  readonly reply_users?: readonly string[];
  readonly edited?: { readonly user: string; readonly ts: string };
  readonly topic?: string;
  readonly purpose?: string;
}

/** The part of a body that a message shows. */
export function contentOf(body: Readonly<Record<string, unknown>>): Content {
  const { text, blocks, attachments } = body;
  return {
    text: typeof text === 'string' ? text : '',
    ...(Array.isArray(blocks) ? { blocks: blocks as KnownBlock[] } : {}),
    ...(Array.isArray(attachments) ? { attachments: attachments as MessageAttachment[] } : {}),
  };
}

export function textIn(body: Readonly<Record<string, unknown>>, name: string): string {
  const value = body[name];
  return typeof value === 'string' ? value : '';
}

/** The time as Slack writes it in `ts`: seconds with six digits after the point. */
export function slackTs(ms: number, microseconds = 0): string {
  return `${Math.floor(ms / 1_000)}.${String((ms % 1_000) * 1_000 + (microseconds % 1_000)).padStart(6, '0')}`;
}

/** Slack gives an id to every block that has none. */
export function withBlockIds(blocks: unknown, prefix = 'b'): readonly KnownBlock[] {
  if (!Array.isArray(blocks)) return [];
  return (blocks as KnownBlock[]).map((block, index) => ({ ...block, block_id: block.block_id ?? `${prefix}${index}` }));
}

/** A message as Slack sends it to an app: each block has an id, each attachment a number. */
export function identified<Shown extends Content>(message: Shown): Shown {
  const { blocks, attachments } = message;
  return {
    ...message,
    ...(blocks === undefined ? {} : { blocks: withBlockIds(blocks) }),
    ...(attachments === undefined
      ? {}
      : {
          attachments: attachments.map((one, index) => ({
            ...one,
            id: index + 1,
            ...(one.blocks === undefined ? {} : { blocks: withBlockIds(one.blocks, `a${index + 1}b`) }),
          })),
        }),
  };
}

/** Every block of a message, in the order in which they are shown. */
export function blocksOf({ blocks = [], attachments = [] }: Content): readonly KnownBlock[] {
  return [...blocks, ...attachments.flatMap((one) => (one.blocks ?? []) as KnownBlock[])];
}
