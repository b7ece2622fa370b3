import ICAL from 'ical.js';
import { isFields } from '../../incident/text/read-fields';
import { createCall } from '../call-service';
import { NotifyError } from '../notify-error';
import type { Secret } from '../port';
import type { AskOnCall } from './port';
import { ON_CALL_LIMIT_MS, peopleOf, unreadable } from './read-answer';
import { stoppedAfter, TOO_SLOW } from './stopped-after';
import { instantsIn } from './zoned-instant';

/** In a whole calendar: more than fifty years of daily shifts. A rule that repeats every second must not stop the worker. */
const MAX_OCCURRENCES = 20_000;
/** Nothing else runs in the process meanwhile, so it is shorter than any heartbeat timeout. Ten thousand events take a fraction of it. */
const READING_LIMIT_MS = 2_000;
const HOUR_MS = 3_600_000;
const NO_SECRET: Secret = { value: () => '', refresh: () => '' };

/**
 * A calendar as a file (RFC 5545), as Google, Outlook and most schedulers offer it. On call are the attendees of the events
 * that run now; of an event without any, its organizer; else its title is the name of a person.
 *
 * @param address Whoever knows the address can usually read the calendar, so it is a secret.
 */
export function askCalendar(address: Secret, now: () => Date = () => new Date()): AskOnCall {
  return async (signal) => {
    const url = address.value();
    const call = createCall({ name: 'The calendar', url, secret: NO_SECRET, limitMs: ON_CALL_LIMIT_MS });
    return peopleOnCall(await call(() => ({ method: 'GET', url }), signal), now());
  };
}

/** @throws NotifyError if the text is not a calendar, repeats its events too often to read, or takes too long to read. */
export function peopleOnCall(text: string, at: Date, limitMs: number = READING_LIMIT_MS): readonly string[] {
  try {
    return stoppedAfter(limitMs, () => peopleIn(parse(text), at.getTime()));
  } catch (error) {
    if (error instanceof NotifyError) throw error;
    const isTooSlow = isFields(error) && error.code === TOO_SLOW;
    // The library's words quote the calendar.
    throw unreadable('The calendar', isTooSlow ? 'it takes too long to read' : 'it holds an event that cannot be read');
  }
}

function peopleIn(calendar: ICAL.Component, atMs: number): readonly string[] {
  const zone = textOf(calendar.getFirstPropertyValue('x-wr-timezone'));
  const events = calendar.getAllSubcomponents('vevent');
  const about = { atMs, zone, changesOf: changesByUid(events), budget: { left: MAX_OCCURRENCES } };
  return peopleOf(events.flatMap((event) => peopleOfEvent(runningAs(event, about))));
}

function parse(text: string): ICAL.Component {
  try {
    const calendar = new ICAL.Component(ICAL.parse(text));
    if (calendar.name === 'vcalendar') return calendar;
  } catch {
    // The parser's words quote the calendar.
  }
  throw unreadable('The calendar', 'the answer is not an iCalendar file');
}

interface Reading {
  readonly atMs: number;
  /** Of the calendar. */
  readonly zone: string;
  readonly changesOf: ReadonlyMap<string, readonly ICAL.Component[]>;
  readonly budget: { left: number };
}

/** Changed occurrences, by series. For each event, the library would search the whole calendar for them, other series included. */
function changesByUid(events: readonly ICAL.Component[]): ReadonlyMap<string, readonly ICAL.Component[]> {
  const changes = new Map<string, ICAL.Component[]>();
  for (const event of events) {
    if (!event.hasProperty('recurrence-id')) continue;
    const uid = uidOf(event);
    const known = changes.get(uid);
    if (known === undefined) changes.set(uid, [event]);
    else known.push(event);
  }
  return changes;
}

/** The event that holds the people of an occurrence that runs now: usually the given one. Null if none runs. */
function runningAs(component: ICAL.Component, { atMs, zone, changesOf, budget }: Reading): ICAL.Component | null {
  if (textOf(component.getFirstPropertyValue('status')).toUpperCase() === 'CANCELLED') return null;
  if (component.getFirstProperty('dtstart') === null) return null;
  const isChange = component.hasProperty('recurrence-id');
  const event = new ICAL.Event(component, { exceptions: isChange ? [] : [...(changesOf.get(uidOf(component)) ?? [])] });
  const named = textOf(component.getFirstProperty('dtstart')?.getParameter('tzid')) || zone;
  const instantOf = instantsIn(named);
  const holds = (start: ICAL.Time, end: ICAL.Time): boolean => instantOf(start) <= atMs && atMs < instantOf(end);
  if (!event.isRecurring()) return holds(event.startDate, event.endDate) ? component : null;
  const lengthMs = instantOf(event.endDate) - instantOf(event.startDate);
  const dates = event.iterator();
  for (; budget.left > 0; budget.left -= 1) {
    const next = dates.next();
    if (!next || instantOf(next) > atMs) return null;
    // A change of the clocks may make an occurrence an hour longer.
    if (instantOf(next) + lengthMs + HOUR_MS < atMs) continue;
    const { item, startDate, endDate } = event.getOccurrenceDetails(next);
    // One that was changed itself is an event of its own in the file. One after a change of "this and all following" is not.
    const isItself = item.component !== component && item.recurrenceId.compare(next) === 0;
    if (!isItself && holds(startDate, endDate)) return item.component;
  }
  throw unreadable('The calendar', `its events repeat more than ${MAX_OCCURRENCES} times`);
}

function peopleOfEvent(event: ICAL.Component | null): readonly string[] {
  if (event === null) return [];
  const attendees = event.getAllProperties('attendee').filter((one) => textOf(one.getParameter('partstat')).toUpperCase() !== 'DECLINED');
  const addresses = [attendees, event.getAllProperties('organizer')].map((all) => all.flatMap((one) => mailIn(one.getFirstValue())));
  return addresses.find((found) => found.length > 0) ?? [textOf(event.getFirstPropertyValue('summary'))];
}

function uidOf(event: ICAL.Component): string {
  return textOf(event.getFirstPropertyValue('uid'));
}

function mailIn(value: unknown): readonly string[] {
  const [, address] = /^mailto:(.+)$/i.exec(textOf(value)) ?? [];
  return address === undefined ? [] : [address];
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
