import { later } from '../escalation/escalation';
import { actingOf } from '../model/actor';
import { currentPolicy } from '../model/current-policy';
import { nodesFrom, type Plan, type StepName } from '../model/plan';
import { plainRequestId, withSeen } from '../model/request-ids';
import type { IncidentState } from '../model/state';
import { appendEntry } from '../model/timeline';
import { rollUpSteps } from './roll-up-steps';

export interface Resumption {
  readonly plan: Plan;
  readonly step: StepName;
  readonly actor: string;
  readonly via?: string | undefined;
  readonly requestId: string;
  readonly nowIso: string;
}

/**
 * The state of a closed incident as a new run takes it up: as it was, with a step and all that needs it still to be
 * done. It stays resolved, and can be reopened for as long again.
 */
export function resumedState(closed: IncidentState, { plan, step, actor, via, requestId, nowIso }: Resumption): IncidentState {
  const affected = nodesFrom(plan, step);
  const nodes = closed.nodes.map((node) =>
    affected.has(node.name)
      ? {
          ...node,
          status: 'pending' as const,
          round: node.round + 1,
          attempts: 0,
          startedAt: null,
          endedAt: null,
          problem: null,
          note: null,
        }
      : node,
  );
  return {
    ...closed,
    closedAt: null,
    archiveDueAt: later(nowIso, closed.incident === null ? 0 : currentPolicy(closed.incident).archiveAfterMs),
    responseComplete: false,
    // The same request again finds it open, and must not run the step a second time.
    seenRequestIds: withSeen(closed.seenRequestIds, plainRequestId(requestId)),
    nodes,
    steps: rollUpSteps(nodes),
    timeline: appendEntry(closed.timeline, {
      at: nowIso,
      recordedAt: nowIso,
      ...actingOf(actor, [via]),
      requestId,
      kind: 'resumeFrom',
      step,
      wasClosed: true,
    }),
  };
}
