import { jsonBytes } from '../text/json-bytes';
import type { EntryData, TimelineEntry } from './timeline-entry';

/** The actor of entries that the worker makes itself. */
export const WORKER = 'worker';
const MAX_ENTRIES = 500;
const KEPT_FROM_THE_START = 20;
/**
 * The state travels in every query, in the result and from run to run, so the entries are limited by size as well as
 * number, because notes may be long.
 */
const MAX_BYTES = 250_000;

/**
 * Appends an entry. The timeline is bounded: the first twenty and the newest entries stay, and one of kind `omitted` between
 * them says how many are missing.
 */
export function appendEntry(timeline: readonly TimelineEntry[], entry: TimelineEntry): readonly TimelineEntry[] {
  const whole = [...timeline, entry];
  if (fits(whole)) return whole;
  const start = whole.slice(0, KEPT_FROM_THE_START);
  const rest = whole.slice(KEPT_FROM_THE_START);
  const before = rest[0] === undefined ? 0 : omittedBy(rest[0]);
  const newest = before === 0 ? rest : rest.slice(1);
  let gap = rest[0] ?? entry;
  let dropped = 0;
  const bounded = (): readonly TimelineEntry[] => [...start, omitted(gap, before + dropped), ...newest.slice(dropped)];
  while (dropped < newest.length - 1 && !(dropped > 0 && fits(bounded()))) {
    gap = newest[dropped] ?? gap;
    dropped += 1;
  }
  return dropped === 0 ? whole : bounded();
}

function fits(timeline: readonly TimelineEntry[]): boolean {
  return timeline.length <= MAX_ENTRIES && timeline.reduce((sum, entry) => sum + bytesOf(entry), 0) <= MAX_BYTES;
}

/** Sizes are cached: entries never change, but every new one causes all of them to be measured again. */
const known = new WeakMap<TimelineEntry, number>();

function bytesOf(entry: TimelineEntry): number {
  const bytes = known.get(entry) ?? jsonBytes(entry);
  known.set(entry, bytes);
  return bytes;
}

function omittedBy(entry: TimelineEntry): number {
  return entry.kind === 'omitted' ? (entry.count ?? 0) : 0;
}

/** It takes the place of the last dropped entry, so the entries stay in the order of recording. */
function omitted({ at, recordedAt }: TimelineEntry, count: number): TimelineEntry {
  return { at, recordedAt, actor: WORKER, kind: 'omitted', requestId: null, count };
}

/** An entry for what the workflow has just seen or done by itself. */
export function ownEntry(data: EntryData, nowIso: string): TimelineEntry {
  return { at: nowIso, recordedAt: nowIso, actor: WORKER, requestId: null, ...data };
}
