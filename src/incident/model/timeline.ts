import { knownBytes } from '../text/json-bytes';
import type { EntryData, TimelineEntry } from './timeline-entry';

/** The actor of entries that the worker makes itself. */
export const WORKER = 'worker';
const KEPT_FROM_THE_START = 20;
/** Of the limit, at most this share goes to entries from the start. */
const SHARE_OF_THE_START = 0.4;
/** Of the entry that counts those omitted. */
const OMITTED_BYTES = 250;

/**
 * The state travels in every query, in the result and from run to run, so the entries are limited by size as well as
 * number, because notes may be long.
 */
export interface TimelineLimits {
  readonly entries: number;
  readonly bytes: number;
}
const LIMITS: TimelineLimits = { entries: 500, bytes: 250_000 };

/**
 * Appends an entry. The timeline is bounded: the first twenty and the newest entries stay, and one of kind `omitted` between
 * them says how many are missing.
 */
export function appendEntry(timeline: readonly TimelineEntry[], entry: TimelineEntry): readonly TimelineEntry[] {
  return boundedTimeline([...timeline, entry], LIMITS);
}

/** The timeline within limits. The newest entry always stays; fewer of the first ones do if they are very long. */
export function boundedTimeline(whole: readonly TimelineEntry[], limits: TimelineLimits): readonly TimelineEntry[] {
  if (fits(whole, limits)) return whole;
  const gapAt = whole.findIndex(({ kind }, index) => kind === 'omitted' && index <= KEPT_FROM_THE_START);
  const head = gapAt === -1 ? whole.slice(0, -1) : whole.slice(0, gapAt);
  const start = leading(head, limits.bytes * SHARE_OF_THE_START);
  const rest = [...whole.slice(start.length, gapAt === -1 ? undefined : gapAt), ...(gapAt === -1 ? [] : whole.slice(gapAt + 1))];
  const room = { entries: limits.entries - start.length - 1, bytes: limits.bytes - sizeOf(start) - OMITTED_BYTES };
  const newest = trailing(rest, room);
  const dropped = rest.slice(0, rest.length - newest.length);
  const gap = dropped.at(-1) ?? whole[gapAt];
  if (gap === undefined) return whole;
  const before = gapAt === -1 ? 0 : omittedBy(whole[gapAt] as TimelineEntry);
  return [...start, omitted(gap, before + dropped.length), ...newest];
}

export function timelineBytes(timeline: readonly TimelineEntry[]): number {
  return sizeOf(timeline);
}

function leading(entries: readonly TimelineEntry[], maxBytes: number): readonly TimelineEntry[] {
  let bytes = 0;
  const end = entries.findIndex((entry, index) => {
    bytes += knownBytes(entry);
    return index >= KEPT_FROM_THE_START || bytes > maxBytes;
  });
  return end === -1 ? entries : entries.slice(0, end);
}

/** The newest entries that fit; at least one. */
function trailing(entries: readonly TimelineEntry[], { entries: most, bytes: maxBytes }: TimelineLimits): readonly TimelineEntry[] {
  let bytes = 0;
  const last = entries.length - 1;
  const beyond = entries.findLastIndex((entry, index) => {
    bytes += knownBytes(entry);
    return index < last && (last - index >= most || bytes > maxBytes);
  });
  return entries.slice(beyond + 1);
}

const sizeOf = (timeline: readonly TimelineEntry[]): number => timeline.reduce((sum, entry) => sum + knownBytes(entry), 0);

function fits(timeline: readonly TimelineEntry[], { entries, bytes }: TimelineLimits): boolean {
  return timeline.length <= entries && sizeOf(timeline) <= bytes;
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
