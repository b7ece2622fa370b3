import type { NewsEntry, NewsMessage } from '../model/room-message';
import { WORKER } from '../model/timeline';
import { knownBytes } from '../text/json-bytes';
import { coalesced, countAlerts, isAboutAlerts } from './alert-changes';

const MAX_ENTRIES = 20;
/** Of one message, as JSON. */
const MAX_BYTES = 8_000;

/**
 * Joins two waiting news messages into one, or returns null if they do not fit. Changes of alerts always fit: more than a few
 * of them are counted.
 */
export function joinNews(first: NewsMessage, second: NewsMessage): NewsMessage | null {
  const joined: NewsMessage = { kind: 'news', entries: coalesced([...first.entries, ...second.entries]) };
  if (fits(joined)) return joined;
  return joined.entries.every(isAboutAlerts) ? { kind: 'news', entries: countAlerts(joined.entries) } : null;
}

/** Joins them by counting the second, because too much waits already. The timeline has what is counted. */
export function joinCounted(first: NewsMessage, second: NewsMessage): NewsMessage {
  const alerts = second.entries.filter(isAboutAlerts);
  const others = second.entries.filter((entry) => !isAboutAlerts(entry));
  const omitted = others.reduce((sum, entry) => sum + countOf(entry), 0);
  const entries = alerts.length === 0 ? first.entries : countAlerts([...first.entries, ...alerts]);
  return omitted === 0 ? { kind: 'news', entries } : withOmitted({ kind: 'news', entries }, omitted);
}

/** A message that only counts what these say. */
export function countedNews(messages: readonly NewsMessage[]): NewsMessage {
  return messages.reduce(joinCounted, { kind: 'news', entries: [] });
}

/** The message with further entries counted at its end. */
export function withOmitted(message: NewsMessage, further: number): NewsMessage {
  const last = message.entries.at(-1);
  const before = last === undefined || !isOmission(last) ? 0 : countOf(last);
  const kept = before === 0 ? message.entries : message.entries.slice(0, -1);
  return { kind: 'news', entries: [...kept, { actor: WORKER, kind: 'omitted', count: before + further }] };
}

export const newsBytes = (message: NewsMessage): number => knownBytes(message);

function fits(message: NewsMessage): boolean {
  return message.entries.length <= MAX_ENTRIES && knownBytes(message) <= MAX_BYTES;
}

const isOmission = (entry: NewsEntry): boolean => entry.kind === 'omitted';
const countOf = (entry: NewsEntry): number => ('count' in entry ? (entry.count ?? 1) : 1);
