import type { NewsEntry, NewsMessage } from '../model/room-message';
import { WORKER } from '../model/timeline';
import { jsonBytes } from '../text/json-bytes';

const MAX_ENTRIES = 20;
const MAX_BYTES = 8_000;
/** All waiting messages travel from run to run in one payload, which is limited to 2 MB in all. */
const MAX_WAITING_BYTES = 300_000;
/** The size counted for an entry that is not a note. */
const BYTES_OF_OURS = 400;

/**
 * Joins two news messages into one, or returns null if they do not fit. `waitingBytes` is the size of all waiting news. Past
 * a limit that only a long outage or a flood reaches, further entries are counted but not kept; the timeline has them.
 */
export function joinNews(first: NewsMessage, second: NewsMessage, waitingBytes: number): NewsMessage | null {
  if (waitingBytes > MAX_WAITING_BYTES) return counted(first, second);
  const joined: NewsMessage = { kind: 'news', entries: [...first.entries, ...second.entries] };
  return joined.entries.length > MAX_ENTRIES || newsBytes(joined) > MAX_BYTES ? null : joined;
}

/** Sizes are cached: messages never change, but every new one causes all waiting ones to be measured again. */
const known = new WeakMap<NewsMessage, number>();

/** The size of a message. Notes are measured, because people choose their length. */
export function newsBytes(message: NewsMessage): number {
  const bytes = known.get(message) ?? message.entries.reduce((sum, entry) => sum + bytesOf(entry), 0);
  known.set(message, bytes);
  return bytes;
}

function bytesOf(entry: NewsEntry): number {
  if (entry.kind !== 'addNote') return BYTES_OF_OURS;
  return jsonBytes('text' in entry ? entry.text : entry.note);
}

function counted(first: NewsMessage, second: NewsMessage): NewsMessage {
  const last = first.entries.at(-1);
  const before = last?.kind === 'omitted' ? (last.count ?? 0) : 0;
  const kept = before === 0 ? first.entries : first.entries.slice(0, -1);
  const count = before + second.entries.length;
  return { kind: 'news', entries: [...kept, { actor: WORKER, kind: 'omitted', count }] };
}
