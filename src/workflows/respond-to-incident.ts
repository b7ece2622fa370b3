import { ApplicationFailure, allHandlersFinished, CancellationScope, condition, sleep, workflowInfo } from '@temporalio/workflow';
import type { IncidentRequest } from '../incident/incident';
import { initialState } from '../incident/initial-state';
import type { IncidentState } from '../incident/state';
import { IncidentRecord } from './incident-record';
import { FAILURE_TYPES } from './judge-failure';
import { listen } from './listen';
import { now, OpenIncident } from './open-incident';
import { RESPONSE_PLAN } from './plan';

/** A post whose answer was lost may still be committed this long after: the call's own limit and some more. */
const LATE_COMMIT_MS = 15_000;

/**
 * One incident, from the alert to its end: the response (seven steps, see the response graph), then its life until it
 * is resolved and its time for reopening is over, or it is cancelled. Its result is its final state.
 */
export async function respondToIncident(request: IncidentRequest): Promise<IncidentState> {
  const incident = open(request);
  listen(incident);
  const cancelled = CancellationScope.current().cancelRequested;
  return CancellationScope.nonCancellable(async () => {
    const response = new CancellationScope({ cancellable: true });
    // Cancelling in the Temporal UI is the command of the same name: the room is told, the report is written.
    cancelled.catch(() => incident.apply({ name: 'cancel', actor: 'temporal', reason: 'cancelled in Temporal' }));
    void incident.doChores();
    void stopWhenCancelled(incident, response);
    // Whatever the graph starts belongs to this scope, however much later: that is what a cancellation ends.
    await response.run(async () => incident.graph.advance());
    await respond(incident);
    await stayUntilOver(incident);
    return close(incident, response);
  });
}

function open({ event, ...request }: IncidentRequest): OpenIncident {
  const { workflowId, startTime } = workflowInfo();
  const known = { ...request, incidentId: workflowId, actor: request.actor ?? 'unknown' };
  const state = initialState(known, startTime.toISOString(), RESPONSE_PLAN.nodes);
  const whole = event === undefined ? known : { ...known, event };
  return new OpenIncident(whole, new IncidentRecord(state));
}

async function respond(incident: OpenIncident): Promise<void> {
  await condition(() => incident.graph.isSettled() && incident.isIdle());
  const { createdAt, metrics, nodes, status } = incident.state();
  const unreadable = nodes.find((node) => node.name === 'parseIncidentEvent' && node.status === 'failed');
  if (unreadable?.problem) {
    const { message, code } = unreadable.problem;
    throw ApplicationFailure.nonRetryable(message, code === FAILURE_TYPES.invalidInput ? code : 'not_parsed');
  }
  if (status === 'cancelled') return;
  const timeToResponseMs = Date.parse(now()) - Date.parse(createdAt);
  incident.record.change({ responseComplete: true, metrics: { ...metrics, timeToResponseMs } });
  incident.record.publish();
}

async function stopWhenCancelled(incident: OpenIncident, response: CancellationScope): Promise<void> {
  await condition(() => incident.state().status === 'cancelled');
  response.cancel();
}

async function stayUntilOver(incident: OpenIncident): Promise<void> {
  if (incident.hasUnclearMessages) {
    await sleep(LATE_COMMIT_MS, { summary: 'late copies of messages may still appear' });
    await incident.sweep();
  }
  for (;;) {
    await condition(() => incident.state().status === 'resolved' || incident.state().status === 'cancelled');
    const { status, resolvedAt, incident: parsed } = incident.state();
    if (status === 'cancelled' || resolvedAt === null || parsed === null) return;
    const openForMs = Math.max(1, Date.parse(resolvedAt) + parsed.policy.archiveAfterMs - Date.now());
    const changed = await condition(() => incident.state().status !== 'resolved', openForMs);
    if (!changed) return;
  }
}

async function close(incident: OpenIncident, response: CancellationScope): Promise<IncidentState> {
  response.cancel();
  await condition(() => incident.isIdle() && incident.graph.isSettled() && allHandlersFinished());
  incident.record.change({ closedAt: now() });
  incident.record.publish();
  return incident.state();
}
