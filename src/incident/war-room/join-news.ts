import type { NewsEntry, NewsMessage } from '../model/room-message';
import { jsonBytes } from '../text/json-bytes';

const MAX_ENTRIES = 20;
const MAX_BYTES = 8_000;
/** All that waits travels from run to run in one payload, which takes 2 MB with everything else in it. */
const MAX_WAITING_BYTES = 300_000;
/** What an entry counts that is no note. */
const BYTES_OF_OURS = 400;

/**
 * Two pieces of news as one message, or null when they do not fit into one. `waitingBytes` is the size of all news that
 * wait: past a bound, which only an outage of many hours or a flood reaches, further ones are counted, not kept; the
 * timeline has them.
 */
export function joinNews(first: NewsMessage, second: NewsMessage, waitingBytes: number): NewsMessage | null {
  if (waitingBytes > MAX_WAITING_BYTES) return counted(first, second);
  const joined: NewsMessage = { kind: 'news', entries: [...first.entries, ...second.entries] };
  return joined.entries.length > MAX_ENTRIES || newsBytes(joined) > MAX_BYTES ? null : joined;
}

/** Messages never change, and all that wait are looked at again with every further one. */
const known = new WeakMap<NewsMessage, number>();

/** How large a message is: notes are measured, since they are as long as people wrote them. */
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
  return { kind: 'news', entries: [...kept, { actor: 'worker', kind: 'omitted', count }] };
}
