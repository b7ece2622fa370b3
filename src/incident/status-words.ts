import { cleanLine } from './clean-text';
import type { EventStatus } from './incident';

/** `silencedBy` and their like say the same as `silenced`. */
const WORDS: Readonly<Record<EventStatus, string>> = {
  firing:
    'firing fired triggered trigger retriggered open opened reopened active activated alerting unresolved down failed fail failing failure unhealthy new created started start begin offline breached raised outage unprocessed critical crit error fatal major minor warning warn alert alarm problem',
  resolved:
    'resolved resolve resolves ok okay closed close recovered recovery recover recovers restored restore up normal healthy inactive cleared clear clears green fixed passing passed success ended end finished operational online over',
  acknowledged: 'acknowledged acknowledge acknowledgement acknowledgment ack acked',
  ignored: 'ignored suppressed silenced muted snoozed inhibited',
};
/** A Map, since a plain object would find `constructor`. */
const BY_WORD = new Map(
  Object.entries(WORDS).flatMap(([status, words]) => words.split(' ').map((word): [string, EventStatus] => [word, status as EventStatus])),
);

/** They name what is spoken of: `alarm_ok` is no alarm. Alone, as the severities, they say that something fires. */
const NOUNS = new Set('alert alarm problem outage'.split(' '));
const VAGUE = new Set([...NOUNS, ...'critical crit error fatal major minor warning warn new'.split(' ')]);
const DENIALS = new Set('not non no never un partially partial pending cannot isnt without'.split(' '));
/** After these the word ends another one: `follow_up`, `front_end`, `fail_over` say nothing of an alert. */
const OTHER_WORDS: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ['up', new Set('follow scale clean start set sign roll look warm spin ramp build step pop mock power wake speed catch'.split(' '))],
  ['end', new Set('front back week dead high low year month quarter'.split(' '))],
  ['over', new Set('fail switch carry roll hand take change left'.split(' '))],
  ['recovery', new Set(['disaster'])],
]);
const MAX_PARTS = 6;
const MAX_WORDS = 3;

/** What a word says of an alert, whatever its case; undefined for a word that is not known. */
export function readStatusWord(raw: string): EventStatus | undefined {
  return BY_WORD.get(cleanLine(raw, 40).toLowerCase());
}

export interface ReadStatus {
  readonly status: EventStatus;
  /** It may name a severity or a kind of message instead: `critical`, `alert`. */
  readonly isVague: boolean;
}

/**
 * What the value of a status or event field says: one word, or a compound whose last word that is known counts:
 * `incident.resolved`, `alarm_ok`, `OUTAGE_END`, `alertClosed`, `OK -> CRITICAL`. Prose is not read; undefined: nothing.
 */
export function readStatusText(raw: string): ReadStatus | undefined {
  const text = cleanLine(raw, 60);
  const parts = text
    .replace(/(\p{Ll})(\p{Lu})|(\p{Lu})(?=\p{Lu}\p{Ll})/gu, (_, lower, upper, last) =>
      last === undefined ? `${lower} ${upper}` : `${last} `,
    )
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((part) => part !== '');
  if (parts.length > MAX_PARTS || text.split(/\s+/).length > MAX_WORDS) return undefined;
  if (parts.some((part) => DENIALS.has(part))) return undefined;
  const known = parts.filter((part, index) => BY_WORD.has(part) && isMeant(part, parts[index - 1]));
  const word = known.findLast((part) => !NOUNS.has(part)) ?? known.at(-1);
  const status = word === undefined ? undefined : BY_WORD.get(word);
  return word === undefined || status === undefined ? undefined : { status, isVague: VAGUE.has(word) };
}

function isMeant(part: string, before: string | undefined): boolean {
  return before === undefined || OTHER_WORDS.get(part)?.has(before) !== true;
}
