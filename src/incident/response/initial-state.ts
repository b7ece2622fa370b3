import { actingOf } from '../model/actor';
import { withAlertGroup } from '../model/alert-memory';
import type { IncidentRequest } from '../model/incident';
import type { StepName } from '../model/plan';
import type { IncidentState, NodeState } from '../model/state';
import { rollUpSteps } from './roll-up-steps';

/** The state of a newly declared incident: everything is still to be done. */
export function initialState(
  request: Omit<IncidentRequest, 'event'>,
  nowIso: string,
  declared: readonly { readonly name: string; readonly step: StepName; readonly optional: boolean }[],
): IncidentState {
  const nodes = declared.map(pendingNode);
  const declaredState: IncidentState = {
    incidentId: request.incidentId,
    request,
    incident: null,
    status: 'triggered',
    responseComplete: false,
    createdAt: nowIso,
    acknowledgedAt: null,
    acknowledgedBy: null,
    resolvedAt: null,
    resolvedBy: null,
    archiveDueAt: null,
    closedAt: null,
    escalation: { reached: 0, dueAt: null },
    reminder: { dueAt: null, unanswered: 0 },
    roles: { commander: null, communications: null, scribe: null },
    assigned: [],
    reopenings: 0,
    investigationRound: 1,
    steps: rollUpSteps(nodes),
    nodes,
    slack: null,
    people: null,
    warRoom: null,
    headlineTs: null,
    progress: null,
    probes: [],
    findings: [],
    investigation: null,
    score: null,
    overallStatus: null,
    degradations: [],
    timeline: [
      { at: nowIso, recordedAt: nowIso, ...actingOf(request.actor, [request.via], request.actorName), requestId: null, kind: 'declared' },
    ],
    leftOutProbes: [],
    seenRequestIds: [],
    metrics: { timeToWarRoomMs: null, timeToAcknowledgeMs: null, timeToResolveMs: null, timeToResponseMs: null },
  };
  return withAlertGroup(declaredState, request.group);
}

function pendingNode({ name, step, optional }: { name: string; step: StepName; optional: boolean }): NodeState {
  return { name, step, optional, status: 'pending', attempts: 0, round: 1, startedAt: null, endedAt: null, problem: null, note: null };
}

/**
 * The nodes as another run of the incident continues with them: unfinished nodes start again, and nodes that older code
 * lacked are added.
 */
export function nodesToGoOnWith(left: readonly NodeState[], declared: readonly NodeState[]): readonly NodeState[] {
  const isOpen = ({ status }: NodeState): boolean => status === 'pending' || status === 'running' || status === 'waiting';
  return declared.map((node) => {
    const before = left.find(({ name }) => name === node.name) ?? node;
    return isOpen(before) ? { ...before, status: 'pending' } : before;
  });
}
