import type { NewsMessage } from './room-message';

const MAX_ENTRIES = 20;
const MAX_CHARS = 8_000;
/** All that waits travels from run to run in one payload, which takes 2 MB. */
const MAX_WAITING_CHARS = 500_000;

/**
 * Two pieces of news as one message, or null when they do not fit into one. `waitingChars` is the length of all news
 * that wait: past a bound, which only an outage of many hours or a flood reaches, further ones are counted, not kept;
 * the timeline has them.
 */
export function joinNews(first: NewsMessage, second: NewsMessage, waitingChars: number): NewsMessage | null {
  const last = first.entries.at(-1);
  if (waitingChars > MAX_WAITING_CHARS) {
    const before = last?.kind === 'omitted' ? Number.parseInt(last.text, 10) : 0;
    const kept = before === 0 ? first.entries : first.entries.slice(0, -1);
    const text = `${before + second.entries.length} further entries came while Slack could not be reached; incident timeline shows them`;
    return { kind: 'news', entries: [...kept, { actor: 'worker', kind: 'omitted', text }] };
  }
  const entries = [...first.entries, ...second.entries];
  const chars = entries.reduce((sum, { text }) => sum + text.length, 0);
  return entries.length > MAX_ENTRIES || chars > MAX_CHARS ? null : { kind: 'news', entries };
}
