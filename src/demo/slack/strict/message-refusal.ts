import { type MessageBlock, messageBlocks } from './blocks';
import {
  type Attachment,
  attachments,
  MAX_ATTACHMENTS,
  MAX_BLOCKS_CHARS,
  MAX_METADATA_BYTES,
  MAX_POSTED_CHARS,
  MAX_UPDATED_BYTES,
  metadata,
  sizeOfBlocks,
} from './message';
import { type Refusal, refusalBy } from './refusal';

type Args = Readonly<Record<string, unknown>>;

/** What Slack refuses in a message, as it is posted or as it is after an edit. */
export function refusalOfMessage(method: string, args: Args): Refusal | null {
  return (
    refusalOfText(method, args) ?? refusalOfBlocks(args) ?? refusalOfAttachments(args) ?? refusalOfMetadata(args) ?? refusalOfEmpty(args)
  );
}

function refusalOfText(method: string, { text }: Args): Refusal | null {
  if (text === undefined) return null;
  if (typeof text !== 'string' || !text.isWellFormed())
    return { error: 'invalid_arguments', messages: ['must be a string [json-pointer:/text]'] };
  const [size, max] = method === 'chat.update' ? [Buffer.byteLength(text), MAX_UPDATED_BYTES] : [text.length, MAX_POSTED_CHARS];
  return size > max ? { error: 'msg_too_long', messages: [`${size} of at most ${max} characters [json-pointer:/text]`] } : null;
}

/** Half of a surrogate pair cannot be read as JSON. */
export const isReadable = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && !/\\ud[89a-f]/.test(JSON.stringify(value));

function refusalOfBlocks({ blocks }: Args): Refusal | null {
  if (blocks === undefined) return null;
  if (!isReadable(blocks)) return { error: 'invalid_blocks_format', messages: [] };
  return refusalBy(messageBlocks, blocks, 'invalid_blocks', 'blocks') ?? refusalOfSize(blocks as MessageBlock[], 'msg_blocks_too_long');
}

function refusalOfSize(blocks: readonly MessageBlock[], error: string): Refusal | null {
  const size = sizeOfBlocks(blocks);
  return size > MAX_BLOCKS_CHARS ? { error, messages: [`${size} of at most ${MAX_BLOCKS_CHARS} characters`] } : null;
}

function refusalOfAttachments({ attachments: given }: Args): Refusal | null {
  if (given === undefined) return null;
  if (!isReadable(given)) return { error: 'invalid_attachments', messages: [] };
  if (Array.isArray(given) && given.length > MAX_ATTACHMENTS) return { error: 'too_many_attachments', messages: [] };
  const refusal = refusalBy(attachments, given, 'invalid_attachments', 'attachments');
  if (refusal !== null) return refusal;
  const blocks = (given as Attachment[]).flatMap((one) => one.blocks);
  return refusalOfSize(blocks, 'attachment_payload_limit_exceeded');
}

function refusalOfMetadata({ metadata: given }: Args): Refusal | null {
  if (given === undefined) return null;
  if (!isReadable(given)) return { error: 'invalid_metadata_format', messages: [] };
  if (Buffer.byteLength(JSON.stringify(given)) > MAX_METADATA_BYTES) return { error: 'metadata_too_large', messages: [] };
  return refusalBy(metadata, given, 'invalid_metadata_format', 'metadata');
}

function refusalOfEmpty({ text = '', blocks, attachments: given }: Args): Refusal | null {
  const isEmpty = (list: unknown): boolean => !Array.isArray(list) || list.length === 0;
  return text === '' && isEmpty(blocks) && isEmpty(given) ? { error: 'no_text', messages: [] } : null;
}
