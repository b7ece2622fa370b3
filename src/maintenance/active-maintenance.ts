import { Temporal } from '@js-temporal/polyfill';
import { RRuleTemporal } from 'rrule-temporal';
import type { ActiveMaintenance, MaintenanceWindow, OneOff, Recurring } from '../incident/alert-groups/maintenance';

/** No time zone shifts its clocks by more. */
const CLOCK_SHIFT_MS = 3 * 3_600_000;

/** A worker is started again within this time, and then checks its rules again. */
const YEAR_MS = 366 * 86_400_000;

/** The windows that are going on at a time. */
export function activeMaintenance(windows: readonly MaintenanceWindow[], at: Date): readonly ActiveMaintenance[] {
  return windows.flatMap(({ name, when, times }) => {
    const now = 'rrule' in times ? knownOccurrenceAt(times, at) : times;
    return now !== null && isDuring(now, at) ? [{ name, when, from: now.from, to: now.to }] : [];
  });
}

/**
 * The latest occurrence that has begun at a time and is not over; null if there is none. A rule's times are local times. One
 * that the clocks skip in spring is read with the offset before the change, and of one that comes twice in autumn the first
 * counts, as RFC 5545 (3.3.5) says. Each occurrence lasts as long as it says, whatever the clocks do.
 */
export function occurrenceAt(times: Recurring, at: Date): OneOff | null {
  const { rrule, forMs, timezone, since } = times;
  const wallMs = wallMsAt(at, timezone);
  const reachMs = forMs + CLOCK_SHIFT_MS;
  const candidates = ruleOf(rrule, since).between(new Date(wallMs - reachMs), new Date(wallMs + CLOCK_SHIFT_MS), true);
  const occurrences = candidates.map((wall) => occurrenceFrom(wall.epochMilliseconds, times));
  return occurrences.findLast((occurrence) => isDuring(occurrence, at)) ?? null;
}

/** A rule that cannot be computed mutes nothing: if it failed instead, no alert at all could be decided on. */
function knownOccurrenceAt(times: Recurring, at: Date): OneOff | null {
  try {
    return occurrenceAt(times, at);
  } catch {
    return null;
  }
}

/** The first occurrence that begins after a time; null if there is none. */
export function nextOccurrence(times: Recurring, at: Date): OneOff | null {
  const rule = ruleOf(times.rrule, times.since);
  let wall = rule.next(new Date(wallMsAt(at, times.timezone) - CLOCK_SHIFT_MS));
  while (wall !== null) {
    const occurrence = occurrenceFrom(wall.epochMilliseconds, times);
    if (Date.parse(occurrence.from) > at.getTime()) return occurrence;
    wall = rule.next(new Date(wall.epochMilliseconds));
  }
  return null;
}

/** Why a recurrence cannot be used from now on; null if it can. */
export function recurrenceProblem(times: Recurring, now: Date): 'rrule' | 'timezone' | null {
  const { rrule, timezone, since } = times;
  try {
    wallTime(new Date(0), timezone);
  } catch {
    return 'timezone';
  }
  try {
    // A rule that recurs every second, or has recurred too often by now, would otherwise fail only when it is needed. A rule that
    // never occurs would never be noticed.
    for (const at of [now, new Date(now.getTime() + YEAR_MS)]) occurrenceAt(times, at);
    return ruleOf(rrule, since).next(new Date(`${since}T00:00:00Z`), true) === null ? 'rrule' : null;
  } catch {
    return 'rrule';
  }
}

/** The rule with its local times as if they were UTC. */
function ruleOf(rrule: string, since: string): RRuleTemporal {
  return new RRuleTemporal({ rruleString: `DTSTART:${since.replaceAll('-', '')}T000000Z\nRRULE:${rrule}` });
}

function occurrenceFrom(wallMs: number, { forMs, timezone }: Recurring): OneOff {
  const from = instantOf(wallMs, timezone);
  return { from: new Date(from).toISOString(), to: new Date(from + forMs).toISOString() };
}

function wallMsAt(at: Date, timezone: string): number {
  return Date.parse(`${wallTime(at, timezone)}Z`);
}

function wallTime(at: Date, timezone: string): string {
  return Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timezone).toPlainDateTime().toString();
}

function instantOf(wallMs: number, timezone: string): number {
  const wall = Temporal.PlainDateTime.from(new Date(wallMs).toISOString().slice(0, 19));
  return wall.toZonedDateTime(timezone, { disambiguation: 'compatible' }).epochMilliseconds;
}

function isDuring({ from, to }: OneOff, at: Date): boolean {
  return Date.parse(from) <= at.getTime() && at.getTime() < Date.parse(to);
}
