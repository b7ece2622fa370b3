import type { NewsEntry, NewsMessage } from '../model/room-message';
import { jsonBytes } from '../text/json-bytes';
import { withOmitted } from './join-news';

// Remove this file, with `BY_ESTIMATE`, once no open incident was started before `counted-alerts`.

const MAX_ENTRIES = 20;
const MAX_BYTES = 8_000;
const MAX_WAITING_BYTES = 300_000;
/** The size counted for an entry that is not a note, whatever its length. */
const BYTES_OF_OURS = 400;

/** Joins two news messages as older runs do: only notes are measured. Null if they do not fit into one. */
export function joinByEstimate(first: NewsMessage, second: NewsMessage, waitingBytes: number): NewsMessage | null {
  if (waitingBytes > MAX_WAITING_BYTES) return withOmitted(first, second.entries.length);
  const joined: NewsMessage = { kind: 'news', entries: [...first.entries, ...second.entries] };
  return joined.entries.length > MAX_ENTRIES || estimatedBytes(joined) > MAX_BYTES ? null : joined;
}

/** Sizes are cached: messages never change, but every new one causes all waiting ones to be measured again. */
const known = new WeakMap<NewsMessage, number>();

export function estimatedBytes(message: NewsMessage): number {
  const bytes = known.get(message) ?? message.entries.reduce((sum, entry) => sum + bytesOf(entry), 0);
  known.set(message, bytes);
  return bytes;
}

function bytesOf(entry: NewsEntry): number {
  if (entry.kind !== 'addNote') return BYTES_OF_OURS;
  return jsonBytes('text' in entry ? entry.text : entry.note);
}
