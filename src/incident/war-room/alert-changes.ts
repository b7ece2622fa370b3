import {
  ALERT_CHANGE_KINDS,
  type AlertChangeKind,
  type AlertChanges,
  type NewsEntry,
  type RoomMessage,
  type TypedNews,
} from '../model/room-message';
import type { AlertUpdated } from '../model/timeline-entry';
import { assertNever } from '../text/assert-never';

/** This many changes of alerts are told one by one; if more wait, they are counted. */
const TOLD_SINGLY = 5;
/** The latest change is told in the words of its alert, unless these are too many. */
const MAX_TITLE = 300;

type AlertNews = Extract<TypedNews, AlertUpdated>;

/** True for the news of an alert that neither ended nor reopened the incident, and for a count of such news. */
export function isAboutAlerts(entry: NewsEntry): entry is AlertNews | AlertChanges {
  if (entry.kind === 'alertChanges') return true;
  return entry.kind === 'alertUpdated' && !('text' in entry) && entry.alert.outcome !== 'recovered';
}

/** The entries, with changes of alerts counted if there are more than a few. */
export function coalesced(entries: readonly NewsEntry[]): readonly NewsEntry[] {
  const changes = entries.filter(isAboutAlerts);
  const isCounted = changes.length > TOLD_SINGLY || (changes.length > 1 && changes.some(({ kind }) => kind === 'alertChanges'));
  return isCounted ? countAlerts(entries) : entries;
}

/** All changes of alerts as one entry, in the place of the first. */
export function countAlerts(entries: readonly NewsEntry[]): readonly NewsEntry[] {
  const [first, ...further] = entries.filter(isAboutAlerts).map(asCount);
  if (first === undefined) return entries;
  const counted = further.reduce(sum, first);
  const place = entries.findIndex(isAboutAlerts);
  const others = (some: readonly NewsEntry[]): readonly NewsEntry[] => some.filter((entry) => !isAboutAlerts(entry));
  return [...others(entries.slice(0, place)), counted, ...others(entries.slice(place))];
}

function asCount(entry: AlertNews | AlertChanges): AlertChanges {
  if (entry.kind === 'alertChanges') return entry;
  const { actor, via, at, alert } = entry;
  const kind = kindOf(alert);
  const title = ('what' in alert ? alert.what : alert.title)?.slice(0, MAX_TITLE).toWellFormed() ?? null;
  return {
    actor,
    ...(via === undefined ? {} : { via }),
    kind: 'alertChanges',
    counts: { [kind]: 1 },
    since: at ?? null,
    latest: { kind, title, at: at ?? null },
  };
}

function sum(first: AlertChanges, second: AlertChanges): AlertChanges {
  const counts: Partial<Record<AlertChangeKind, number>> = {};
  for (const kind of ALERT_CHANGE_KINDS) {
    const count = (first.counts[kind] ?? 0) + (second.counts[kind] ?? 0);
    if (count > 0) counts[kind] = count;
  }
  return { ...second, counts, since: first.since };
}

function kindOf(alert: AlertUpdated['alert']): AlertChangeKind {
  switch (alert.outcome) {
    case 'updated':
    case 'repeated':
      return alert.isFurther ? 'new' : 'changed';
    case 'partlyRecovered':
    case 'recovered':
    case 'alreadyResolved':
      return 'recovered';
    case 'notRecovered':
      return 'ended';
    case 'stillFiring':
      return 'stillFiring';
    case 'noted':
      return 'noted';
    default:
      return assertNever(alert);
  }
}

const STATUS_CHANGES: ReadonlySet<string> = new Set(['resolve', 'reopen', 'cancel', 'alertUpdated']);

/** True if the message says that the incident was resolved, reopened or cancelled, or that all its alerts have recovered. */
export function changesStatus(message: RoomMessage): boolean {
  return message.kind === 'news' && message.entries.some((entry) => STATUS_CHANGES.has(entry.kind) && !isAboutAlerts(entry));
}
