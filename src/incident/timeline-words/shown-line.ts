import type { WordedEntry } from '../model/timeline-entry';

/** An entry as a line for people. The text of a note is the person's own words, so the line says that it is a note. */
export function shownLine({ kind, text }: Pick<WordedEntry, 'kind' | 'text'>): string {
  return kind === 'addNote' ? `noted: ${text}` : text;
}
