import {
  ApplicationFailure,
  allHandlersFinished,
  CancellationScope,
  condition,
  makeContinueAsNewFunc,
  workflowInfo,
} from '@temporalio/workflow';
import { readStart } from '../incident/declaration/read-start';
import type { IncidentRequest } from '../incident/model/incident';
import type { IncidentState, NodeState } from '../incident/model/state';
import { initialState } from '../incident/response/initial-state';
import { FAILURE_CODES } from '../incident/text/errors';
import { isRefusal } from '../incident/text/refusal';
import { fittingHandover, fittingState } from './contract/fitting-handover';
import type { RunHandover } from './contract/run-handover';
import { RESPONSE_PLAN } from './response/plan';
import { archiveRoom, reopenRoom } from './run/archive-room';
import { canHandOver } from './run/can-hand-over';
import { DeadlineClock } from './run/deadline-clock';
import { IncidentRun } from './run/incident-run';
import { registerHandlers } from './run/register-handlers';
import { now } from './state/now';

/** The server suggests a new run well before its limits; this limit applies if it does not. */
const MAX_EVENTS = 10_000;

/**
 * One incident, from the alert to its end. First the response (seven steps, see the response graph), then its life until it
 * is resolved and can no longer be reopened, or is cancelled. The result is its final state.
 *
 * `handover` is what an earlier run of the same incident left; this run continues from there.
 */
export async function respondToIncident(request: IncidentRequest, handover?: RunHandover): Promise<IncidentState> {
  const cancelled = CancellationScope.current().cancelRequested;
  return CancellationScope.nonCancellable(async () => {
    const incident = open(request, handover);
    const clock = new DeadlineClock(incident);
    registerHandlers(incident.commands);
    // A cancellation in the Temporal UI is still announced in the room, and the report is written.
    cancelled.catch(() => incident.commands.endByTemporal());
    // A closed incident's messages are still in Slack, but its channel may have been archived.
    if (handover !== undefined && handover.said === null) await reopenRoom(incident);
    incident.begin();
    while (!isOver(incident.state(), clock)) {
      await clock.wait(() => hasJustSettled(incident) || isTimeForNewRun(incident) || isFinal(incident.state()));
      if (isTimeForNewRun(incident)) return continueInNewRun(request, incident);
      if (hasJustSettled(incident)) {
        if (isUnreadable(incident)) await condition(allHandlersFinished);
        completeResponse(incident);
      }
      clock.meetWhatIsDue();
    }
    return close(incident);
  });
}

/** @throws ApplicationFailure naming the field: bad input fails the workflow, while a defect would be retried forever. */
function open(input: unknown, handover?: RunHandover): IncidentRun {
  const { workflowId, startTime } = workflowInfo();
  const whole = readStart(input, workflowId);
  if (isRefusal(whole)) throw ApplicationFailure.nonRetryable(whole.message, FAILURE_CODES.invalidInput, whole);
  const { event: _, ...request } = whole;
  return new IncidentRun(whole, initialState(request, startTime.toISOString(), RESPONSE_PLAN.nodes), handover);
}

/** Ended, or resolved for so long that it cannot be reopened any more. The run still waits for outstanding Slack work. */
function isOver(state: IncidentState, clock: DeadlineClock): boolean {
  return isFinal(state) || (state.responseComplete && clock.isArchiveDue);
}

/** Ended by a command or in Temporal; the run waits neither for the response nor for a deadline. */
const isFinal = ({ status, closedAt }: IncidentState): boolean => status === 'cancelled' || closedAt !== null;

function hasJustSettled(incident: IncidentRun): boolean {
  return !incident.state().responseComplete && incident.hasSettled();
}

/** Callers waiting for the incident are told that there is none before the workflow fails. */
function isUnreadable({ record }: IncidentRun): boolean {
  return record.state.nodes.some(isUnparsable);
}

const isUnparsable = ({ name, status }: NodeState): boolean => name === 'parseIncidentEvent' && status === 'failed';

function completeResponse({ record, byHand }: IncidentRun): void {
  const { createdAt, metrics, nodes, status } = record.state;
  const unreadable = nodes.find(isUnparsable);
  if (unreadable?.problem) {
    const { message, code } = unreadable.problem;
    throw ApplicationFailure.nonRetryable(message, code === FAILURE_CODES.invalidInput ? code : 'not_parsed');
  }
  if (status === 'cancelled') return;
  const timeToResponseMs = metrics.timeToResponseMs ?? Date.parse(now()) - Date.parse(createdAt);
  record.change({ responseComplete: true, metrics: { ...metrics, timeToResponseMs } });
  byHand.publish();
  // A further investigation may be waiting for this one.
  byHand.goOn();
}

/** If the handover would be too large, waiting work is done first: a storm of unread alerts may be of any size. */
function isTimeForNewRun(incident: IncidentRun): boolean {
  const { continueAsNewSuggested, historyLength } = workflowInfo();
  if (!continueAsNewSuggested && historyLength <= MAX_EVENTS) return false;
  return canHandOver(incident);
}

/** Nothing is lost: running work is ended and awaited, and the next run does it under the same keys. */
async function continueInNewRun(request: IncidentRequest, incident: IncidentRun): Promise<never> {
  await incident.interrupt();
  await condition(allHandlersFinished);
  const again = makeContinueAsNewFunc<typeof respondToIncident>({ workflowType: 'respondToIncident' });
  return again(request, fittingHandover(request, incident.carry()));
}

async function close(incident: IncidentRun): Promise<IncidentState> {
  // From here on every command is refused, so that the last message stays true.
  incident.record.change({ closedAt: now() });
  incident.stopResponse();
  incident.actions.incidentOver();
  incident.byHand.goOn();
  incident.byHand.refreshHeadline();
  await condition(() => {
    incident.byHand.show();
    return incident.hasSettled() && incident.actions.isStill && allHandlersFinished();
  });
  await archiveRoom(incident);
  await condition(allHandlersFinished);
  // Nothing more may happen: an activity that started now would outlive the incident.
  incident.record.publish();
  incident.record.show();
  return fittingState(incident.state());
}
