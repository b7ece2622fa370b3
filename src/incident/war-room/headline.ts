import { wantsCommander } from '../commands/people-commands';
import { hasEnded } from '../escalation/call-relevance';
import { isUnacknowledged, nextLevel } from '../escalation/escalation';
import { affectedNow, haveAllRecovered } from '../model/alert-memory';
import type { HeadlineMessage, NextUp } from '../model/room-message';
import type { IncidentState } from '../model/state';
import { declinedIds } from '../people/declined';
import { eachPersonOnce } from '../people/join-people';
import { headlineButtons } from './buttons';
import { verdictOf } from './verdict';

/** Further links of the alert are in the report. */
export const SHOWN_LINKS = 3;
/** Each edit of the headline repeats them. */
const MAX_AFFECTED = 20;

/**
 * The headline for the current state. It never claims what has not happened yet. `showsRounds`: it shows that an
 * investigation is running again, which older runs do not.
 * @throws if the incident is not parsed; before that there is nothing to announce.
 */
export function headlineOf(state: IncidentState, { showsRounds = true }: { readonly showsRounds?: boolean } = {}): HeadlineMessage {
  const { incident } = state;
  if (incident === null) throw new Error('the headline needs a parsed incident');
  const declined = declinedIds(state);
  const affected = hasEnded(state) ? [] : affectedNow(state);
  return {
    kind: 'headline',
    incident,
    status: state.status,
    team: state.people === null ? null : eachPersonOnce(state.people.resolved),
    ...(declined.length === 0 ? {} : { declined }),
    roles: state.roles,
    assigned: state.request.autoAssign !== false,
    acknowledgedBy: state.acknowledgedBy,
    ...(state.acknowledgedById === undefined ? {} : { acknowledgedById: state.acknowledgedById }),
    ...(showsRounds && isInvestigatedAgain(state) ? { investigating: true } : {}),
    result: resultOf(state),
    next: nextOf(state),
    blocked: blockedIn(state),
    ...(affected.length === 0 ? {} : { alsoAffected: affected.slice(0, MAX_AFFECTED).map(({ title }) => title) }),
    ...(affected.length <= MAX_AFFECTED ? {} : { furtherAffected: affected.length - MAX_AFFECTED }),
    ...(haveAllRecovered(state.alerts) && !hasEnded(state) ? { haveRecovered: true } : {}),
    temporalUrl: incident.temporalUrl ?? null,
    buttons: headlineButtons(state),
    revision: state.revision ?? 0,
  };
}

export function blockedIn({ steps }: IncidentState): HeadlineMessage['blocked'] {
  return steps.flatMap(({ name, status, problem }) => (status === 'blocked' && problem !== null ? [{ step: name, problem }] : []));
}

function isInvestigatedAgain({ nodes }: IncidentState): boolean {
  return nodes.some(({ step, round, status }) => step === 'investigate' && round > 1 && (status === 'running' || status === 'pending'));
}

function resultOf({ investigation }: IncidentState): HeadlineMessage['result'] {
  if (investigation === null) return null;
  const { counts, health, confidence } = investigation;
  const { gist, actions } = verdictOf(investigation);
  const [first] = actions;
  return { counts, health, confidence, gist, ...(first === undefined ? {} : { firstAction: first.text }) };
}

/** What happens next; null if nothing is due. */
export function nextOf(state: IncidentState): NextUp | null {
  const { incident, escalation, reminder, archiveDueAt } = state;
  if (isUnacknowledged(state)) {
    const level = incident === null ? null : nextLevel(incident, escalation.reached);
    const calls = level !== null && escalation.dueAt !== null ? { level, at: escalation.dueAt } : null;
    return { kind: 'acknowledge', calls, allCalled: level === null };
  }
  if (state.status === 'acknowledged') {
    const isWanted = wantsCommander(state);
    return reminder.dueAt === null && !isWanted ? null : { kind: 'news', at: reminder.dueAt, wantsCommander: isWanted };
  }
  return archiveDueAt === null || state.closedAt !== null ? null : { kind: 'close', at: archiveDueAt };
}

/** The data of a headline, without what does not make it worth an edit: what its buttons carry. */
export function contentOfHeadline({ buttons: _, revision: __, ...content }: HeadlineMessage) {
  return content;
}

/** The part of a headline that people see. */
export function shownInHeadline(headline: HeadlineMessage) {
  const { incident, ...rest } = contentOfHeadline(headline);
  const { id, title, severity, severityDefaulted, createdAt, description, links } = incident;
  return { ...rest, incident: { id, title, severity, severityDefaulted, createdAt, description, links: links.slice(0, SHOWN_LINKS) } };
}
