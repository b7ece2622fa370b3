import { besideLines } from '../../../incident/declaration/beside-lines';
import type { NormalizedEvent } from '../../../incident/model/incident';

/**
 * What a reader should know about an alert beyond its row in the table: the reason for its status, and the fields that were
 * unreadable.
 */
export function notesOf({ statusNote, problems = [] }: NormalizedEvent): readonly string[] {
  const unread = problems.map(({ field, value, taken }) => `couldn't read ${field}: ${value} (used instead: ${taken})`);
  return statusNote == null ? unread : [statusNote.text, ...unread];
}

/** Notes for a body that would open an incident: those of its first alert, and what else the body contains. */
export function startNotes([first, ...others]: readonly NormalizedEvent[]): readonly string[] {
  return first === undefined ? [] : [...notesOf(first), ...besideLines(others)];
}
