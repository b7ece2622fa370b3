import { troubleOfCall, whyObsolete } from '../../incident/escalation/call-relevance';
import { later } from '../../incident/escalation/escalation';
import { isPageWanted, troubleOfEnding, troubleOfPage } from '../../incident/escalation/pages';
import type { NodeStatus, Problem } from '../../incident/model/state';
import { directMessageTo } from '../../incident/people/direct-messages';
import { LATEST_REPORT } from '../../incident/response/standing-degradations';
import { assertNever } from '../../incident/text/assert-never';
import { isDirectCallWanted } from '../../incident/war-room/direct-call';
import { couldSucceedLater, problemOf } from '../calls/judge-failure';
import type { CallItem, EndItem, OutboxItem } from '../contract/run-handover';
import type { IncidentAccess } from '../incident-access';
import { deliver } from '../outbox/deliver';
import type { OutboxHost } from '../outbox/outbox';
import { tellTrouble } from '../outbox/page-trouble';
import type { NodeName } from '../response/response-graph';
import { now } from '../state/now';

/** Fixing whatever blocks a page takes someone minutes, so a failed page is retried at this interval. */
const CALL_AGAIN_MS = 60_000;
/** A storm of alerts is told in one message: its news wait until no alert is being read, and so long after the last such message. */
const BETWEEN_ALERT_NEWS_MS = 10_000;
/** Alerts that keep coming are told after this time at the latest. */
const ALERT_NEWS_WITHIN_MS = 30_000;

/** Decides when outbox items can be delivered, and what happens to failed ones. */
export function outboxHost(incident: IncidentAccess, statusOf: (node: NodeName) => NodeStatus, isReadingAlerts: () => boolean): OutboxHost {
  const hasNoHeadlineToCome = (): boolean => statusOf('announceIncident') === 'skipped';
  return {
    perform: (item) => deliver(incident, item),
    isObsolete: ({ kind }) => (kind === 'say' || kind === 'remind' || kind === 'proposal') && hasNoHeadlineToCome(),
    isBegun: (key) => incident.messenger.isBegun(key),
    now,
    holdFor: (lastToldAt) => {
      if (!incident.patches.countsAlerts) return null;
      const until = lastToldAt === null ? now() : later(lastToldAt, BETWEEN_ALERT_NEWS_MS);
      return { until, atLatest: later(now(), ALERT_NEWS_WITHIN_MS) };
    },
    failed: (item, error) => putOff(incident, item, problemOf(error), couldSucceedLater(error)),
    isReady: (item) => {
      const hasHeadline = incident.state().headlineTs !== null;
      switch (item.kind) {
        case 'sweep':
          return true;
        case 'writeReport':
          // One report at a time, so that an older one does not replace a newer one.
          return statusOf('writeReport') !== 'running';
        case 'say':
          return hasHeadline && !(item.hold !== undefined && isHeld(incident, item.hold, isReadingAlerts()));
        case 'remind':
        case 'proposal':
          return hasHeadline;
        case 'page':
          return item.notBefore === undefined || item.notBefore <= now() || !isPageWanted(incident.state(), item);
        case 'endPages':
        case 'closeAnswers':
        case 'card':
        case 'removeAction':
          return true;
        case 'direct':
          return item.notBefore === undefined || item.notBefore <= now() || !isDirectCallWanted(incident.state(), item.why);
        case 'call':
          return !isPutOff(incident, item) && (hasHeadline || hasNoHeadlineToCome());
        default:
          return assertNever(item);
      }
    },
  };
}

/** Nothing is held once the incident ends, since no one would post it then. */
function isHeld(incident: IncidentAccess, { until, atLatest }: { until: string; atLatest: string }, isReadingAlerts: boolean): boolean {
  const { status, closedAt } = incident.state();
  if (status === 'cancelled' || closedAt !== null) return false;
  return until > now() || (isReadingAlerts && atLatest > now());
}

/** An obsolete page does not wait; delivery finds out that it is obsolete. */
function isPutOff(incident: IncidentAccess, { notBefore, call }: CallItem): boolean {
  return notBefore !== undefined && notBefore > now() && whyObsolete(incident.state(), call.why) === null;
}

/** A failed page is retried later; anything else is abandoned. */
function putOff(incident: IncidentAccess, item: OutboxItem, problem: Problem, mayWork: boolean): OutboxItem | null {
  const { record } = incident;
  if (item.kind === 'endPages') {
    // The trouble recorded while it was retried is over, too.
    record.clearDegradation(troubleOf(item));
    tellTrouble(incident, troubleOf(item), ofLostEnding(item, problem));
    return null;
  }
  if (item.kind !== 'call' && item.kind !== 'page' && !(item.kind === 'direct' && mayWork)) {
    record.degrade(troubleOf(item), problem);
    return null;
  }
  const retried = { ...problem, message: `${problem.message}; retrying every minute` };
  if (item.kind === 'page') tellTrouble(incident, troubleOf(item), retried, true);
  else record.degrade(troubleOf(item), retried, true);
  return { ...item, notBefore: later(now(), CALL_AGAIN_MS) };
}

function ofLostEnding({ pager, ending }: EndItem, problem: Problem): Problem {
  const remedy = `Mark the pages ${ending} in ${pager} by hand, or tell the people who were paged.`;
  return { ...problem, message: `the pages are not marked ${ending}: ${problem.message}`, mend: `${problem.mend} ${remedy}`.trim() };
}

function troubleOf(item: OutboxItem): string {
  switch (item.kind) {
    case 'call':
      return troubleOfCall(item.call);
    case 'page':
      return troubleOfPage(item.pager);
    case 'endPages':
      return troubleOfEnding(item.pager);
    case 'direct':
      return directMessageTo(item.name);
    case 'writeReport':
      return LATEST_REPORT;
    case 'closeAnswers':
    case 'card':
    case 'say':
    case 'remind':
    case 'sweep':
    case 'proposal':
    case 'removeAction':
      return item.kind;
    default:
      return assertNever(item);
  }
}
