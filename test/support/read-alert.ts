import { parseEvents } from '../../src/incident/alerts/parse-events';
import type { NormalizedEvent } from '../../src/incident/model/incident';
import { InvalidInputError } from '../../src/incident/text/errors';

export const RECEIVED_AT = '2026-11-24T00:00:00.000Z';

/** Reads a payload of this source, and expects that its shape alone gives the same events. */
export function readAll(source: string, event: unknown): readonly NormalizedEvent[] {
  const body: unknown = JSON.parse(JSON.stringify(event));
  const events = parseEvents(body, { source, receivedAt: RECEIVED_AT });
  expect(parseEvents(body, { receivedAt: RECEIVED_AT })).toEqual(events);
  for (const { source: read } of events) expect(read).toBe(source);
  return events;
}

/** The only event of a payload, read both ways. */
export function readOne(source: string, event: unknown): NormalizedEvent {
  const events = readAll(source, event);
  expect(events).toHaveLength(1);
  return events[0] as NormalizedEvent;
}

/** Why a payload of this source is refused. */
export function refusalOf(source: string, event: unknown): InvalidInputError {
  try {
    parseEvents(event, { source, receivedAt: RECEIVED_AT });
  } catch (error) {
    if (error instanceof InvalidInputError) return error;
    throw error;
  }
  throw new Error('it was accepted');
}

/** The fields that were not read as given. */
export function problemsOf({ problems = [] }: NormalizedEvent): readonly string[] {
  return problems.map(({ field }) => field);
}
