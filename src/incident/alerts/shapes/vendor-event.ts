import { firingAlerts, NONE_FIRING } from '../../model/firing-alerts';
import type { EventStatus, NormalizedEvent, StatusNote } from '../../model/incident';
import { cleanLine, cleanText } from '../../text/clean-text';
import { identityOf } from '../../text/identity';
import { readLinks } from '../../text/links';
import { DESCRIPTION_CHARS, NAME_CHARS, TITLE_CHARS } from '../../text/text-limits';
import { faulty } from '../../text/unfit';
import type { ReadSeverity } from '../severity-words';
import type { Payload, Start } from './payload';

const NOTE_CHARS = 300;

/** What a vendor's payload says about one alert, before texts are cleaned and limited. */
export interface VendorReading {
  readonly source: string;
  /** The vendor's own identity of the alert; empty if there is none, so that each delivery counts as a new alert. */
  readonly identity: string;
  readonly status: EventStatus;
  readonly statusNote?: StatusNote | null;
  readonly severity: ReadSeverity;
  readonly title: string;
  /** The alert's own name; default: its title. */
  readonly name?: string;
  readonly description?: string;
  readonly start: Start;
  readonly links?: Iterable<unknown>;
  readonly labels?: Readonly<Record<string, string>>;
}

/** @throws InvalidInputError naming `titleField` if the alert has no title. */
export function vendorEvent(reading: VendorReading, { problems }: Payload, titleField = 'title'): NormalizedEvent {
  const { source, status, statusNote = null, severity, start } = reading;
  const title = cleanLine(reading.title, TITLE_CHARS);
  if (title === '') throw faulty(titleField, 'no title was found', 'text');
  const fingerprint = reading.identity === '' ? null : identityOf(source, reading.identity);
  const description = cleanText(reading.description ?? '', DESCRIPTION_CHARS);
  return {
    source,
    status,
    severity: severity.severity,
    severityDefaulted: severity.defaulted,
    severityRaw: severity.raw,
    title,
    alertName: cleanLine(reading.name ?? '', NAME_CHARS) || title,
    description: description === title ? '' : description,
    fingerprint,
    startedAt: start.at,
    links: readLinks(reading.links ?? []),
    labels: reading.labels ?? {},
    problems: problems.list(),
    statusNote: statusNote === null ? null : { ...statusNote, text: cleanLine(statusNote.text, NOTE_CHARS) },
    firing: status === 'firing' ? firingAlerts([{ fingerprint, startedAt: start.given }]) : NONE_FIRING,
  };
}

export interface Ignored {
  readonly status: 'ignored';
  readonly statusNote: StatusNote;
}

/** A valid message that reports no alert. `why` is a sentence without a final stop, as people read it. */
export function notAnAlert(why: string): Ignored {
  return { status: 'ignored', statusNote: { kind: 'notAnAlert', text: why } };
}
