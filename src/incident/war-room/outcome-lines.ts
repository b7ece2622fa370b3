import type { IncidentState } from '../model/state';
import { formatDuration } from '../text/durations';

/** How the incident went, for the thread: times, people, what is known. Lines of plain text. */
export function outcomeLines(state: IncidentState): string[] {
  const { metrics, reopenings, acknowledgedBy, resolvedBy, escalation, investigation, roles } = state;
  const took = (ms: number | null): string => (ms === null ? 'never' : `after ${formatDuration(ms)}`);
  return [
    `war room: ${took(metrics.timeToWarRoomMs)}`,
    `acknowledged: ${took(metrics.timeToAcknowledgeMs)}${acknowledgedBy === null ? '' : ` by ${acknowledgedBy}`}`,
    `resolved: ${took(metrics.timeToResolveMs)}${resolvedBy === null ? '' : ` by ${resolvedBy}`}`,
    ...(roles.commander === null ? [] : [`commander: ${roles.commander.name}`]),
    ...(escalation.reached === 0 ? [] : [`escalated: ${escalation.reached} ${escalation.reached === 1 ? 'level' : 'levels'} called`]),
    ...(reopenings === 0 ? [] : [`reopened: ${reopenings} ${reopenings === 1 ? 'time' : 'times'}`]),
    `cause: ${investigation?.hypothesis ?? 'unknown: no probe named one'}`,
  ];
}
