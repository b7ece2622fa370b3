import { actingOf, actorOf, senderOf } from '../model/actor';
import {
  type AlertMemory,
  alertMemory,
  isFurtherAlert,
  NOTHING_FIRES,
  ofManyGroups,
  othersFiring,
  wasTold,
  withAffected,
  withAlertGroup,
  withFiring,
  withoutGroup,
  withRecovery,
  withTold,
} from '../model/alert-memory';
import type { AlertFiring, AlertOutcome, RecoveryAction } from '../model/alert-outcome';
import type { ReadAlertUpdate } from '../model/commands';
import { type Change, type Effect, NEWS } from '../model/effects';
import type { Incident, NormalizedEvent } from '../model/incident';
import { type Severity, worstSeverity } from '../model/severity';
import type { IncidentState } from '../model/state';
import type { Acting, AlertUpdated } from '../model/timeline-entry';
import { assertNever } from '../text/assert-never';
import type { Refusal } from '../text/refusal';
import { type AlertFacts, alertFacts } from './alert-facts';
import { alertOutcome } from './alert-outcome';
import { newlyAffected, noLonger, recoveryOf, servicesBesides } from './also-affected';
import { withSeverity } from './change-severity';
import { withoutWords, wouldLeak } from './hidden-alert';
import { reopen, resolve } from './life-cycle';

/** An alert as this incident may show it, and what is known about earlier alerts. */
interface Arrival {
  readonly event: NormalizedEvent;
  /** Null if it must not be shown. */
  readonly title: string | null;
  readonly before: AlertMemory;
  /** What the incident does not know yet. Null if the alert is not firing or the incident was never parsed. */
  readonly news: News | null;
  /** `alert:alertmanager`, and who passed it on. */
  readonly by: Acting;
  readonly onRecovery: RecoveryAction | undefined;
  readonly at: string;
  readonly nowIso: string;
}

interface News extends AlertFacts {
  /** The higher severity; null if it is not higher than the incident's. */
  readonly raisedTo: Severity | null;
  /** True if this alert is not among those known to be firing or to have fired. */
  readonly isFurther: boolean;
}

/**
 * Applies a further alert; `alertOutcome` decides what it does to the incident. A more severe alert raises the severity; no
 * alert lowers it.
 */
export function applyAlert(given: IncidentState, update: ReadAlertUpdate, at: string, nowIso: string): Change | Refusal {
  const state = withAlertGroup(update.countsAlerts === true ? tellingGroupsApart(given) : given, update.group);
  const isHidden = wouldLeak(state, update);
  const event = isHidden ? withoutWords(update.event) : update.event;
  const known = alertMemory(state);
  const before = known ?? NOTHING_FIRES;
  const also = isHidden ? [] : servicesBesides(state, update);
  const news =
    event.status === 'firing' && state.incident !== null ? newsOf(state.incident, event, known, newlyAffected(state, also)) : null;
  const by = actingOf(sourceOf(event), [update.actor, update.via]);
  const hasNews = news !== null && (news.isFurther || news.news.length > 0);
  const isAmongFiring = update.isAmongFiring === true;
  const action = recoveryOf(state, update);
  const outcome = onRecovery(alertOutcome(state, event, { hasNews, isAmongFiring }), action, update);
  const remembered = {
    ...withAffected(state, also, event),
    ...(isHidden ? { asksForPrivacy: true as const } : {}),
    alerts: remember(before, event, outcome, { isAmongFiring, resolvedAt: state.resolvedAt, onRecovery: action }),
  };
  const change = become(remembered, outcome, {
    event,
    title: isHidden ? null : event.title,
    before,
    news,
    by,
    at,
    nowIso,
    onRecovery: action,
  });
  return 'code' in change ? change : { ...change, by, outcome };
}

function tellingGroupsApart(state: IncidentState): IncidentState {
  const memory = alertMemory(state);
  return memory === null ? state : { ...state, alerts: ofManyGroups(memory) };
}

const sourceOf = ({ source }: NormalizedEvent): string => `alert:${source}`;

function become(state: IncidentState, outcome: AlertOutcome, arrival: Arrival): Change | Refusal {
  const { event, title, by, at, nowIso } = arrival;
  switch (outcome) {
    case 'reopened':
      return reopenBy(state, arrival);
    case 'resolved': {
      const change = resolve(state, { actor: senderOf(by), at, nowIso });
      return 'code' in change ? change : { ...change, entry: { kind: 'resolve', alert: { title } } };
    }
    case 'recovered':
      return recover(state, arrival);
    case 'updated':
    case 'repeated':
      return takeIn(state, outcome, arrival);
    case 'partlyRecovered':
      return { state, entry: entryOf({ outcome, title, ...noLonger(state, arrival.before) }), effects: [NEWS] };
    case 'notRecovered':
      return endWithoutRecovery(state, arrival);
    case 'stillFiring':
      return stillFiring(state, arrival);
    case 'alreadyResolved':
      return { state, entry: entryOf({ outcome, title }), effects: [] };
    case 'noted':
      return { state, entry: entryOf({ outcome, title, status: event.status, severity: event.severity }), effects: [] };
    default:
      return assertNever(outcome);
  }
}

/** A recovery resolves the incident, unless the rule of its alerts leaves that to people. Older runs know no such rule. */
function onRecovery(outcome: AlertOutcome, action: RecoveryAction = 'resolve', { countsAlerts }: ReadAlertUpdate): AlertOutcome {
  return outcome === 'resolved' && action !== 'resolve' && countsAlerts === true ? 'recovered' : outcome;
}

/** People are told once, until an alert fires again. */
function recover(state: IncidentState, { title, before, onRecovery: action }: Arrival): Change {
  const { incidentId } = state;
  const told: Effect = action === 'ask' ? { kind: 'askToResolve' } : NEWS;
  return { state, entry: entryOf({ outcome: 'recovered', title, incidentId }), effects: before.recoveryTold === action ? [] : [told] };
}

const entryOf = (alert: AlertUpdated['alert']): AlertUpdated => ({ kind: 'alertUpdated', alert });

function firingOf({ title, news }: Arrival): AlertFiring {
  return { title, isFurther: news?.isFurther ?? false, news: news?.news ?? [] };
}

/** Pages everyone who was paged before, and restarts the escalation clock. */
function reopenBy(state: IncidentState, arrival: Arrival): Change | Refusal {
  const { news, by, nowIso } = arrival;
  const change = reopen(state, { actor: actorOf(by), reason: firingOf(arrival) }, nowIso);
  if ('code' in change) return change;
  const taken = withNews(change.state, news, nowIso);
  const forSeverity = taken.effects.flatMap((effect) => (effect.kind === 'callPeople' ? effect.references : []));
  // One page for everyone, including those whom the higher severity adds.
  const effects = change.effects.map((effect) => (effect.kind === 'callPeople' ? { ...effect, references: forSeverity } : effect));
  return { ...change, state: taken.state, effects };
}

/** A storm repeats itself, so the room hears of an alert only if it says something new. */
function takeIn(state: IncidentState, outcome: 'updated' | 'repeated', arrival: Arrival): Change {
  const { news, before, nowIso } = arrival;
  const taken = withNews(state, news, nowIso);
  const isRaised = news !== null && news.raisedTo !== null;
  const isNew =
    news !== null && (before.recoveryTold !== undefined || isRaised || news.isFurther || news.facts.some((fact) => !wasTold(before, fact)));
  return {
    state: taken.state,
    entry: entryOf({ outcome, ...firingOf(arrival) }),
    effects: [...(isNew ? [NEWS] : []), ...taken.effects],
  };
}

function withNews(state: IncidentState, news: News | null, nowIso: string): { state: IncidentState; effects: readonly Effect[] } {
  const { incident } = state;
  if (news === null || incident === null) return { state, effects: [] };
  const { labels, links, facts, raisedTo } = news;
  const fuller = { ...incident, labels: { ...incident.labels, ...labels }, links: [...incident.links, ...links] };
  const next = { ...state, incident: fuller, alerts: withTold(state.alerts ?? NOTHING_FIRES, facts) };
  return raisedTo === null ? { state: next, effects: [] } : withSeverity(next, fuller, raisedTo, nowIso);
}

/** The alert ended, but the problem may not have. The room is told once, while the incident is open. */
function endWithoutRecovery(state: IncidentState, { event: { statusNote }, title, before }: Arrival): Change {
  const isResolved = state.status === 'resolved';
  const what = title === null ? null : (statusNote?.text ?? title);
  const isTold = isResolved || before.endTold === statusNote?.kind;
  return { state, entry: entryOf({ outcome: 'notRecovered', what, isResolved }), effects: isTold ? [] : [NEWS] };
}

/** The room is told once after each resolution. */
function stillFiring(state: IncidentState, { title, before }: Arrival): Change {
  const { incidentId, resolvedBy, resolvedAt } = state;
  const entry = entryOf({ outcome: 'stillFiring', title, incidentId, resolvedBy, resolvedAt });
  return { state, entry, effects: before.stillFiringTold === resolvedAt ? [] : [NEWS] };
}

function newsOf(incident: Incident, event: NormalizedEvent, known: AlertMemory | null, also: readonly string[]): News {
  const severity = worstSeverity(incident.severity, event.severity);
  const raisedTo = severity === incident.severity ? null : severity;
  const { news, facts, ...rest } = alertFacts(incident, event);
  const raised = raisedTo === null ? [] : [{ kind: 'severity', from: incident.severity, to: raisedTo } as const];
  const affects = also.length === 0 ? [] : [{ kind: 'alsoAffects', services: also } as const];
  return {
    ...rest,
    facts: [...facts, ...also.map((title) => `affects:${title}`)],
    news: [...raised, ...affects, ...news],
    raisedTo,
    isFurther: known !== null && isFurtherAlert(known, event, incident),
  };
}

function remember(
  before: AlertMemory,
  event: NormalizedEvent,
  outcome: AlertOutcome,
  {
    isAmongFiring,
    resolvedAt,
    onRecovery: action,
  }: { isAmongFiring: boolean; resolvedAt: string | null; onRecovery: RecoveryAction | undefined },
): AlertMemory {
  switch (event.status) {
    case 'firing': {
      const next = withFiring(before, event);
      return outcome === 'stillFiring' ? { ...next, stillFiringTold: resolvedAt } : next;
    }
    case 'resolved':
      if (outcome === 'recovered') return { ...withRecovery(before), recoveryTold: action === 'ask' ? 'ask' : 'note' };
      return isAmongFiring || othersFiring(before, event) > 0 ? withoutGroup(before, event) : withRecovery(before);
    case 'acknowledged':
    case 'ignored':
      return outcome === 'notRecovered' ? { ...before, endTold: event.statusNote?.kind ?? null } : before;
    default:
      return assertNever(event.status);
  }
}
