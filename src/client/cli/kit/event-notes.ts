import { besideLines } from '../../../incident/declaration/beside-lines';
import type { NormalizedEvent } from '../../../incident/model/incident';

/** What a reader should know of an alert beyond its row: why its status is what it is, and what could not be read. */
export function notesOf({ statusNote, problems = [] }: NormalizedEvent): readonly string[] {
  const unread = problems.map(({ field, value, taken }) => `couldn't read ${field}: ${value} → ${taken}`);
  return statusNote == null ? unread : [statusNote.text, ...unread];
}

/** The same of a body that is to open an incident: of its first alert, and what else is in it. */
export function startNotes([first, ...others]: readonly NormalizedEvent[]): readonly string[] {
  return first === undefined ? [] : [...notesOf(first), ...besideLines(others)];
}
