import { cleanLine } from './clean-text';
import type { EventStatus } from './incident';

const WORDS: Readonly<Record<EventStatus, string>> = {
  firing:
    'firing triggered trigger open opened active alerting alert alarm problem down critical error fatal major warning warn fail failed failing new created unhealthy',
  resolved:
    'resolved resolve ok okay closed close recovered recovery restored up normal healthy inactive cleared clear green fixed passing passed success ended',
  acknowledged: 'acknowledged acknowledge ack acked',
  ignored: 'ignored suppressed silenced muted snoozed inhibited',
};
/** A Map, since a plain object would find `constructor`. */
const BY_WORD = new Map(
  Object.entries(WORDS).flatMap(([status, words]) => words.split(' ').map((word): [string, EventStatus] => [word, status as EventStatus])),
);

/** What a word says of an alert, whatever its case; undefined for a word that is not known. */
export function readStatusWord(raw: string): EventStatus | undefined {
  return BY_WORD.get(cleanLine(raw, 40).toLowerCase());
}
