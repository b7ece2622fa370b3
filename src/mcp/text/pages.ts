import { fenced, jsonLine, outsideText } from './fence';
import { maxTokens } from './token-estimate';

/** What one answer may cost its reader, in tokens. */
export const MAX_ANSWER_TOKENS = 2_000;
/** The fence's own lines, the cursor's line, and line breaks. */
const AROUND_TOKENS = 160;
const SHORTEST = 40;
const CURSOR = /^(\d{1,9})-(\d{1,6})$/;

/** Where a page begins, and at which revision of what is read the first page was written. */
export interface Place {
  readonly revision: number;
  readonly from: number;
}

/** The place that a cursor names; null if it is not one of ours. */
export function readCursor(cursor: string): Place | null {
  const [, revision, from] = CURSOR.exec(cursor) ?? [];
  return revision === undefined ? null : { revision: Number(revision), from: Number(from) };
}

/** Our own words, then as many of the values from outside as an answer may hold, then where the next page begins. */
export function page(head: readonly string[], values: readonly unknown[], { revision, from }: Place): string {
  const room = MAX_ANSWER_TOKENS - AROUND_TOKENS - maxTokens(head.join('\n'));
  const lines: unknown[] = [];
  let used = 0;
  let at = from;
  for (; at < values.length; at += 1) {
    const value = lines.length === 0 ? shortened(values[at], room) : values[at];
    const cost = maxTokens(jsonLine(value)) + 1;
    if (used + cost > room) break;
    lines.push(value);
    used += cost;
  }
  const more =
    at < values.length
      ? [`There is more (${values.length - at} of ${values.length} lines): the same call with cursor ${revision}-${at}.`]
      : [];
  return [...head, ...(lines.length === 0 ? [] : [fenced(lines)]), ...more].join('\n');
}

/** The value with its longest texts and lists cut until it fits. */
function shortened(value: unknown, room: number): unknown {
  let cut = value;
  for (let limit = 1_000; maxTokens(jsonLine(cut)) >= room && limit >= SHORTEST / 2; limit = Math.floor(limit / 2))
    cut = within(value, limit);
  return cut;
}

function within(value: unknown, limit: number): unknown {
  if (typeof value === 'string') return outsideText(value, Math.max(SHORTEST, limit));
  if (Array.isArray(value)) return value.slice(0, Math.max(1, Math.floor(limit / 10))).map((one) => within(one, limit));
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value).slice(0, Math.max(4, Math.floor(limit / 10)));
  return Object.fromEntries(fields.map(([key, child]) => [key, within(child, limit)]));
}
