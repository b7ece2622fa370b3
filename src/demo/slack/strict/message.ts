import { z } from 'zod';
import { type MessageBlock, messageBlocks } from './blocks';
import { items, text } from './text-objects';

/** Attachments as this project uses them: a colour bar beside blocks. docs.slack.dev/legacy/legacy-messaging/legacy-secondary-message-attachments */
const attachment = z.strictObject({
  color: z.string().regex(/^(?:#[0-9a-f]{6}|good|warning|danger)$/i, 'must be a colour'),
  fallback: text(4_000).optional(),
  blocks: messageBlocks,
});
export type Attachment = z.infer<typeof attachment>;

/** Slack answers `too_many_attachments` itself. */
export const MAX_ATTACHMENTS = 100;
export const attachments = items(attachment, Number.MAX_SAFE_INTEGER, 0);

const scalar = z.union([z.string(), z.number(), z.boolean()], { error: 'must be a string, a number or a boolean' });
const payloadObject = z.record(z.string(), scalar);
/** docs.slack.dev/messaging/message-metadata: values are flat, or objects of flat values. */
export const metadata = z.strictObject({
  event_type: z.string({ error: 'must be a string' }).regex(/^[\w.:-]{1,255}$/, 'must be an alphanumeric string'),
  event_payload: z.record(z.string(), z.union([scalar, payloadObject, z.array(payloadObject)], { error: 'must be flat' }), {
    error: 'must be an object',
  }),
});
export type Metadata = z.infer<typeof metadata>;
export const MAX_METADATA_BYTES = 8_000;

/** Slack cuts a longer text when it is posted; docs.slack.dev/changelog/2018-truncating-really-long-messages */
export const MAX_POSTED_CHARS = 40_000;
/** docs.slack.dev/reference/methods/chat.update. People have measured bytes, so bytes are counted. */
export const MAX_UPDATED_BYTES = 4_000;

/**
 * `msg_blocks_too_long`: Slack publishes no number. People have measured about 13,200 characters, and that a block without text
 * takes about 125 of them (github.com/slackapi/bolt-js/issues/2509).
 */
export const MAX_BLOCKS_CHARS = 13_000;
const CHARS_OF_A_BLOCK = 125;

export function sizeOfBlocks(blocks: readonly MessageBlock[]): number {
  return blocks.reduce((sum, block) => sum + CHARS_OF_A_BLOCK + charsOf(block), 0);
}

/** Every text that people see. */
function charsOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  const own = 'text' in value && typeof value.text === 'string' ? value.text.length : 0;
  return Object.values(value).reduce<number>((sum, inner) => sum + charsOf(inner), own);
}
