import { type AlertFiring, type AlertNews, STATUS_CLAUSES } from '../model/alert-outcome';
import { byAt } from '../model/effects';
import { ALERT_CHANGE_KINDS, type AlertChangeKind, type AlertChanges } from '../model/room-message';
import type { AlertUpdated } from '../model/timeline-entry';
import { assertNever } from '../text/assert-never';
import { shortened } from '../text/graphemes';
import { namesWithin } from '../text/number-words';

const MAX_CHARS = 1_000;
const WHY_HIDDEN = '(its text is hidden, because the war room is public)';
const HIDDEN = `a private alert ${WHY_HIDDEN}`;

export const titleOf = ({ title }: { readonly title: string | null }): string => title ?? HIDDEN;

/** What an alert did to an incident that stayed as it was, or was already open. */
export function describeAlert(alert: AlertUpdated['alert']): string {
  switch (alert.outcome) {
    case 'updated':
    case 'repeated':
      return describeFiring(alert);
    case 'partlyRecovered':
      return `an alert recovered: ${titleOf(alert)}${noLonger(alert.noLonger)}; another is still firing, so the incident stays open`;
    case 'recovered':
      return `all alerts have recovered, the last of them: ${titleOf(alert)}; the incident stays open until someone resolves it`;
    case 'alreadyResolved':
      return `the alert recovered after the incident was resolved: ${titleOf(alert)}`;
    case 'notRecovered':
      return `${alert.what ?? `a private alert ended without recovering ${WHY_HIDDEN}`}${alert.isResolved ? '' : '; the incident stays open'}`;
    case 'stillFiring': {
      const { resolvedBy, resolvedAt } = alert;
      const remains = `the incident remains resolved (resolved ${byAt(resolvedBy, resolvedAt)})`;
      return `the alert is still firing: ${titleOf(alert)}; ${remains}; if the problem persists, reopen the incident`;
    }
    case 'noted':
      return alert.status === 'firing'
        ? `the alert is firing with severity ${alert.severity}: ${titleOf(alert)}; the incident was not updated, because its own event has not been parsed`
        : `${STATUS_CLAUSES[alert.status]}: ${titleOf(alert)}`;
    default:
      return assertNever(alert);
  }
}

const CHANGES: Readonly<Record<AlertChangeKind, string>> = {
  new: 'new',
  changed: 'changed or firing again',
  recovered: 'recovered',
  ended: 'ended without recovering',
  stillFiring: 'still firing',
  noted: 'acknowledged or silenced at the source',
};

/** `500 alerts: 480 new, 20 recovered; the latest: Disk full (new)`. */
export function describeChanges({ counts, latest }: AlertChanges): string {
  const all = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const each = ALERT_CHANGE_KINDS.flatMap((kind) => (counts[kind] === undefined ? [] : [`${counts[kind]} ${CHANGES[kind]}`]));
  return `${all} ${all === 1 ? 'alert' : 'alerts'}: ${each.join(', ')}; the latest: ${titleOf(latest)} (${CHANGES[latest.kind]})`;
}

/** Why an incident was reopened: a person's own words, or the firing alert. */
export function describeReason(reason: string | AlertFiring): string {
  return typeof reason === 'string' ? reason : describeFiring(reason);
}

function noLonger(services: readonly string[] | undefined): string {
  return services === undefined ? '' : `; ${phrase('no longer affected', services, 0)}`;
}

function describeFiring(alert: AlertFiring): string {
  const what = alert.isFurther ? 'another alert is firing' : 'the alert is firing again';
  return [`${what}: ${titleOf(alert)}`, ...alert.news.map((news) => describeNews(news, alert.isFurther))].join('; ');
}

function describeNews(news: AlertNews, isFurther: boolean): string {
  switch (news.kind) {
    case 'severity':
      return `severity raised from ${news.from} to ${news.to}`;
    case 'alsoAffects':
      return phrase('also affected', news.services, 0);
    case 'newLabels':
      return phrase('new labels', news.labels, news.more);
    case 'changedLabels':
      return phrase(
        // The incident keeps its labels, and another alert has its own.
        isFurther ? 'other labels' : 'changed labels',
        news.labels.map(({ label, was }) => `${label} (${isFurther ? 'the incident has' : 'was'} ${was})`),
        news.more,
      );
    case 'newLinks':
      return phrase('new links', news.links, news.more);
    case 'description':
      return `new description: ${news.text}`;
    default:
      return assertNever(news);
  }
}

function phrase(what: string, items: readonly string[], more: number): string {
  const shown = items.map((item) => shortened(item, MAX_CHARS));
  return `${what}: ${namesWithin(shown, MAX_CHARS, more)}`;
}
