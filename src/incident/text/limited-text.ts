import { digestOf } from './digest';
import { jsonBytes } from './json-bytes';

/**
 * Names that Temporal and Slack keep, in bytes of JSON. Temporal takes ids of 1,000 bytes, Slack 8,000 of metadata: far
 * below both, so that a name stays readable and a prefix more does no harm.
 */
const ID_BYTES = 240;
/** Temporal refuses a summary of more than 400 bytes, and the workflow task with it, for ever. */
const SUMMARY_BYTES = 200;
/** SQL visibility stores keep a keyword in 255 characters. */
const KEYWORD_BYTES = 240;
/** Temporal takes 2 kB of one entry of a memo, and ends a workflow for good that has more. */
const MEMO_BYTES = 1_000;

/**
 * The text as part of an id or a key: whole when it is short enough, else its beginning and a digest of all of it, so
 * that different texts stay different. Control characters and halves of a character are replaced: ids travel as UTF-8.
 */
export function limitedId(text: string): string {
  const plain = text.toWellFormed().replace(/\p{Cc}/gu, '�');
  if (plain === text && jsonBytes(text) <= ID_BYTES) return text;
  const digest = digestOf(text);
  return `${cut(plain, ID_BYTES - digest.length - 1)}~${digest}`;
}

/** One line for the Temporal UI: cut, never refused. */
export function limitedSummary(text: string): string {
  return shortened(text, SUMMARY_BYTES);
}

/** The value of a search attribute of type Keyword. */
export function limitedKeyword(text: string): string {
  return shortened(text, KEYWORD_BYTES);
}

/** A text in the memo. */
export function limitedMemo(text: string): string {
  return shortened(text, MEMO_BYTES);
}

function shortened(text: string, maxBytes: number): string {
  const line = text.toWellFormed().replace(/\p{Cc}+/gu, ' ');
  return jsonBytes(line) <= maxBytes ? line : `${cut(line, maxBytes - 3)}…`;
}

/** The longest beginning that fits, in whole characters. */
function cut(text: string, maxBytes: number): string {
  let bytes = 2;
  let kept = '';
  for (const character of text) {
    bytes += jsonBytes(character) - 2;
    if (bytes > maxBytes) break;
    kept += character;
  }
  return kept;
}
