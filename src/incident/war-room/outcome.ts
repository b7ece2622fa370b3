import type { OutcomeFacts, OutcomeMessage } from '../model/room-message';
import type { IncidentState } from '../model/state';
import { formatDuration } from '../text/durations';
import { times } from '../text/number-words';
import { lifeButtons } from './buttons';

/** `byHand`: whether it has a button, which older runs do not draw. */
export function outcomeOf(state: IncidentState, has: { readonly byHand: boolean }): OutcomeMessage {
  return {
    kind: 'outcome',
    incidentId: state.incidentId,
    facts: outcomeFacts(state),
    reopenUntil: state.archiveDueAt,
    ...(has.byHand ? { buttons: lifeButtons(state, 'outcome') } : {}),
  };
}

/** How the incident went: times, people, and what is known. */
export function outcomeFacts({
  metrics: { timeToWarRoomMs, timeToAcknowledgeMs, timeToResolveMs },
  ...state
}: IncidentState): OutcomeFacts {
  return {
    timeToWarRoomMs,
    timeToAcknowledgeMs,
    timeToResolveMs,
    acknowledgedBy: state.acknowledgedBy,
    resolvedBy: state.resolvedBy,
    commander: state.roles.commander?.name ?? null,
    escalated: state.escalation.reached,
    reopenings: state.reopenings,
    ...(state.investigation === null ? {} : { hypothesis: state.investigation.hypothesis }),
  };
}

/** The same, as lines of plain text. */
export function outcomeLines(facts: OutcomeFacts): string[] {
  const { acknowledgedBy, resolvedBy, commander, escalated, reopenings, hypothesis } = facts;
  const took = (ms: number | null): string => (ms === null ? 'never' : `after ${formatDuration(ms)}`);
  const by = (person: string | null): string => (person === null ? '' : ` by ${person}`);
  return [
    `war room: ${took(facts.timeToWarRoomMs)}`,
    `acknowledged: ${took(facts.timeToAcknowledgeMs)}${by(acknowledgedBy)}`,
    `resolved: ${took(facts.timeToResolveMs)}${by(resolvedBy)}`,
    ...(commander === null ? [] : [`commander: ${commander}`]),
    ...(escalated === 0 ? [] : [`escalated: ${times(escalated)}`]),
    ...(reopenings === 0 ? [] : [`reopened: ${times(reopenings)}`]),
    `hypothesis: ${hypothesis ?? (hypothesis === null ? 'none (no probe found a cause)' : 'none yet (the investigation has no result)')}`,
  ];
}
