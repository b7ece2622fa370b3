import { digestOf } from './digest';
import { jsonBytes } from './json-bytes';

/**
 * Limit for names kept by Temporal and Slack, in bytes of JSON. Temporal allows ids of 1,000 bytes, Slack 8,000 of metadata. This is
 * far below both, so a name stays readable and an added prefix does no harm.
 */
const ID_BYTES = 240;
/** Temporal rejects a summary over 400 bytes, and with it the workflow task, forever. */
const SUMMARY_BYTES = 200;
/** SQL visibility stores keep a keyword in 255 characters. */
const KEYWORD_BYTES = 240;
/** Temporal allows 2 KB per memo entry and terminates a workflow that exceeds it. */
const MEMO_BYTES = 1_000;

/**
 * The text as part of an id or a key: whole if it is short enough, else its beginning and a digest of the whole, so that different
 * texts stay different. Control characters and lone surrogates are replaced, because ids travel as UTF-8.
 */
export function limitedId(text: string): string {
  const plain = text.toWellFormed().replace(/\p{Cc}/gu, '�');
  if (plain === text && jsonBytes(text) <= ID_BYTES) return text;
  const digest = digestOf(text);
  return `${cut(plain, ID_BYTES - digest.length - 1)}~${digest}`;
}

/** One line for the Temporal UI: cut, never rejected. */
export function limitedSummary(text: string): string {
  return shortened(text, SUMMARY_BYTES);
}

/** A value for a search attribute of type Keyword. */
export function limitedKeyword(text: string): string {
  return shortened(text, KEYWORD_BYTES);
}

/** A text for the memo. */
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
