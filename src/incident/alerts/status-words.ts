import type { EventStatus } from '../model/incident';
import { cleanLine } from '../text/clean-text';

/** `silencedBy` and similar words mean the same as `silenced`. */
const WORDS: Readonly<Record<EventStatus, string>> = {
  firing:
    'firing fired triggered trigger retriggered open opened reopened active activated alerting unresolved down failed fail failing failure unhealthy new created started start begin offline breached raised outage unprocessed critical crit error fatal major minor warning warn alert alarm problem',
  resolved:
    'resolved resolve resolves ok okay closed close recovered recovery recover recovers restored up normal healthy inactive cleared clear clears green fixed passing passed success ended end finished operational online over',
  acknowledged: 'acknowledged acknowledge acknowledgement acknowledgment ack acked',
  ignored: 'ignored suppressed silenced muted snoozed inhibited',
};
/** A Map, because a plain object would also find `constructor`. */
const BY_WORD = new Map(
  Object.entries(WORDS).flatMap(([status, words]) => words.split(' ').map((word): [string, EventStatus] => [word, status as EventStatus])),
);

/**
 * Words that name the subject: `alarm_ok` does not mean an alarm. Alone, like severities, they mean that something is
 * firing.
 */
const NOUNS = new Set('alert alarm problem outage'.split(' '));
const SEVERITIES = new Set('critical crit error fatal major minor warning warn'.split(' '));
const VAGUE = new Set([...NOUNS, ...SEVERITIES, 'new']);
const DENIALS = new Set('not non no never un partially partial pending cannot isnt without almost false'.split(' '));
/** These end on their own, and their end says nothing about the problem for which they were declared. */
const DECLARED = new Set('maintenance silence mute snooze suppression blackout flapping'.split(' '));
/** Actions that a severity may follow: `POLICY_CLOSE_CRITICAL`. */
const DEEDS = new Set('resolved resolve resolves closed close recovered recover recovers cleared clear clears'.split(' '));
/**
 * Preceded by one of these, the word belongs to a different term: `follow_up`, `front_end`, `fail_over` say nothing about an
 * alert.
 */
const OTHER_WORDS: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ['up', new Set('follow scale clean start set sign roll look warm spin ramp build step pop mock power wake speed catch back'.split(' '))],
  ['end', new Set('front back week dead high low year month quarter to session trial subscription contract certificate'.split(' '))],
  ['over', new Set('fail switch carry roll hand take change left'.split(' '))],
  ['recovery', new Set(['disaster', 'crash', 'in'])],
]);
/**
 * Things that can be up, over or closed as a whole. For anything else (`errors_up`, `connection_closed`), being up or closed
 * is the trouble itself.
 */
const WATCHED = new Set(
  'alert alarm incident issue problem outage downtime event case ticket violation anomaly trigger policy monitor monitoring check probe test ping heartbeat uptime status state health service site website web page host node server instance device endpoint url domain system app application api database db cluster agent target job cron is are was has been all now back again auto automatically manually it'.split(
    ' ',
  ),
);
const ONLY_OF_WATCHED = new Set('up over closed close success passed passing ended finished online'.split(' '));
/** Words allowed after a status word: `resolved_item`, `uptimeCheckRecoveredNotification`, `resolved by Dana`. */
const ENDINGS = new Set(
  'alert alarm incident issue problem case ticket violation notification message event webhook item now again auto automatically manually'.split(
    ' ',
  ),
);
const MAX_PARTS = 6;
const MAX_WORDS = 3;

/** What a word says about an alert, whatever its case; undefined for an unknown word. */
export function readStatusWord(raw: string): EventStatus | undefined {
  return BY_WORD.get(cleanLine(raw, 40).toLowerCase());
}

export interface ReadStatus {
  readonly status: EventStatus;
  /** True if it may name a severity or a kind of message instead: `critical`, `alert`. */
  readonly isVague: boolean;
}

/**
 * What the value of a status or event field says: one word, or a compound whose last known word counts: `incident.resolved`,
 * `alarm_ok`, `OUTAGE_END`, `alertClosed`, `OK -> CRITICAL`. Prose is not read, nor text that merely contains such a word:
 * `queue_backed_up`, `End-User Monitoring`, `port closed`. Undefined if it says nothing.
 */
export function readStatusText(raw: string): ReadStatus | undefined {
  const text = cleanLine(raw, 60);
  const parts = BY_WORD.has(text.toLowerCase()) ? [text.toLowerCase()] : partsOf(text);
  if (parts.length > MAX_PARTS || text.split(/\s+/).length > MAX_WORDS) return undefined;
  if (parts.some((part) => DENIALS.has(part) || DECLARED.has(part))) return undefined;
  const known = parts.filter((part, at) => BY_WORD.has(part) && isMeant(parts, at));
  const last = known.findLast((part) => !NOUNS.has(part)) ?? known.at(-1) ?? '';
  const isChange = /->|=>|→|\bto\b/.test(text);
  const word = (SEVERITIES.has(last) && !isChange ? known.findLast((part) => DEEDS.has(part)) : undefined) ?? last;
  const status = BY_WORD.get(word);
  // The downtime that ended may have been planned.
  return status === undefined ? undefined : { status, isVague: VAGUE.has(word) || parts.includes('downtime') };
}

/** The words of a text, with camel case split. */
function partsOf(text: string): readonly string[] {
  return text
    .replace(/(\p{Ll})(\p{Lu})|(\p{Lu})(?=\p{Lu}\p{Ll})/gu, (_, lower, upper, last) =>
      last === undefined ? `${lower} ${upper}` : `${last} `,
    )
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((part) => part !== '');
}

/**
 * True if only neutral words follow the word and, where the word applies only to certain subjects, no other subject
 * precedes it.
 */
function isMeant(parts: readonly string[], at: number): boolean {
  const [word = '', before = '', after] = [parts[at], parts[at - 1], parts.slice(at + 1)];
  const isNeutral = (part: string): boolean => BY_WORD.has(part) || /^\d+$/.test(part);
  if (OTHER_WORDS.get(word)?.has(before)) return false;
  const rest = after.slice(0, after.indexOf('by') < 0 ? after.length : after.indexOf('by'));
  if (!rest.every((part) => isNeutral(part) || ENDINGS.has(part))) return false;
  return !ONLY_OF_WATCHED.has(word) || parts.slice(0, at).every((part) => isNeutral(part) || WATCHED.has(part) || part === 'to');
}
