import { INCIDENT_ID_PATTERN } from '../../incident/model/incident-id';

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z$/;

/** A word from a list of ours; anything else is not repeated. */
export function wordOf<Word extends string>(words: readonly Word[], value: string | null | undefined): Word | 'unknown' {
  return words.find((word) => word === value) ?? 'unknown';
}

/** A time as it stands in our own sentences, to the second. */
export function timeOf(value: string | null | undefined): string {
  return value !== null && value !== undefined && TIME.test(value) ? `${value.slice(0, 19)}Z` : 'an unknown time';
}

/** An id as it stands in our own sentences. */
export const idWord = (id: string): string => (INCIDENT_ID_PATTERN.test(id) ? id : 'the incident');
