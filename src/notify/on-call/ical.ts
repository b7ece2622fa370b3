import ICAL from 'ical.js';
import { createCall } from '../call-service';
import { NotifyError } from '../notify-error';
import type { Secret } from '../port';
import type { AskOnCall } from './port';
import { ON_CALL_LIMIT_MS, peopleOf, unreadable } from './read-answer';
import { instantsIn } from './zoned-instant';

/** In a whole calendar: more than fifty years of daily shifts. A rule that repeats every second must not stop the worker. */
const MAX_OCCURRENCES = 20_000;
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

/** @throws NotifyError if the text is not a calendar, or repeats its events too often to read. */
export function peopleOnCall(text: string, at: Date): readonly string[] {
  const calendar = parse(text);
  const zone = textOf(calendar.getFirstPropertyValue('x-wr-timezone'));
  const budget = { left: MAX_OCCURRENCES };
  try {
    const running = calendar.getAllSubcomponents('vevent').filter((event) => isRunning(event, at.getTime(), zone, budget));
    return peopleOf(running.flatMap(peopleIn));
  } catch (error) {
    // The library's words quote the calendar.
    throw error instanceof NotifyError ? error : unreadable('The calendar', 'it holds an event that cannot be read');
  }
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

function isRunning(component: ICAL.Component, atMs: number, zone: string, budget: { left: number }): boolean {
  if (textOf(component.getFirstPropertyValue('status')).toUpperCase() === 'CANCELLED') return false;
  if (component.getFirstProperty('dtstart') === null) return false;
  const event = new ICAL.Event(component);
  const named = textOf(component.getFirstProperty('dtstart')?.getParameter('tzid')) || zone;
  const instantOf = instantsIn(named);
  const holds = (start: ICAL.Time, end: ICAL.Time): boolean => instantOf(start) <= atMs && atMs < instantOf(end);
  if (!event.isRecurring()) return holds(event.startDate, event.endDate);
  const lengthMs = instantOf(event.endDate) - instantOf(event.startDate);
  const dates = event.iterator();
  for (; budget.left > 0; budget.left -= 1) {
    const next = dates.next();
    if (!next || instantOf(next) > atMs) return false;
    // A change of the clocks may make an occurrence an hour longer.
    if (instantOf(next) + lengthMs + HOUR_MS < atMs) continue;
    const { item, startDate, endDate } = event.getOccurrenceDetails(next);
    // One that was changed is an event of its own in the file.
    if (item.component === component && holds(startDate, endDate)) return true;
  }
  throw unreadable('The calendar', `its events repeat more than ${MAX_OCCURRENCES} times`);
}

function peopleIn(event: ICAL.Component): readonly string[] {
  const attendees = event.getAllProperties('attendee').filter((one) => textOf(one.getParameter('partstat')).toUpperCase() !== 'DECLINED');
  const addresses = [attendees, event.getAllProperties('organizer')].map((all) => all.flatMap((one) => mailIn(one.getFirstValue())));
  return addresses.find((found) => found.length > 0) ?? [textOf(event.getFirstPropertyValue('summary'))];
}

function mailIn(value: unknown): readonly string[] {
  const [, address] = /^mailto:(.+)$/i.exec(textOf(value)) ?? [];
  return address === undefined ? [] : [address];
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
