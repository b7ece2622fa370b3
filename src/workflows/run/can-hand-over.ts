import { fittingHandover, MAX_CARRIED_BYTES } from '../contract/fitting-handover';
import { carriedBytes, estimatedBytes } from '../contract/handover-size';
import type { IncidentRun } from './incident-run';

/** True if a new run can take over all that this one holds, with the work that is being done: the next run does it again. */
export function canHandOver(incident: IncidentRun): boolean {
  const { request, outbox } = incident;
  const { countsAlerts } = incident.patches;
  const { inbox } = incident.commands;
  const handover = incident.carry();
  if (!countsAlerts) return estimatedBytes(request, handover, inbox.running()) < MAX_CARRIED_BYTES;
  const whole = { ...handover, chores: [...inbox.running(), ...outbox.running(), ...handover.chores] };
  return carriedBytes(request, fittingHandover(request, whole)) < MAX_CARRIED_BYTES;
}
