import { parseEvents } from '../../../../../../src/incident/alerts/parse-events';
import type { NormalizedEvent } from '../../../../../../src/incident/model/incident';

export const RECEIVED_AT = '2026-11-24T00:10:00.000Z';

/** Reads a payload as this source does; its first event. */
export function readAs(source: string): (body: unknown) => NormalizedEvent {
  return (body) => {
    const [event] = parseEvents(body, { receivedAt: RECEIVED_AT, source });
    if (event === undefined) throw new Error('no event');
    return event;
  };
}

/** What matters most of an event, in one line: status, severity (with `*` if it is the default), title and note. */
export function inShort({ status, severity, severityDefaulted, title, statusNote }: NormalizedEvent): string {
  return [status, `${severity}${severityDefaulted ? '*' : ''}`, title, ...(statusNote ? [statusNote.kind] : [])].join(' | ');
}
