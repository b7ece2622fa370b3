import { later } from '../escalation/escalation';
import { actingOf } from '../model/actor';
import { currentPolicy } from '../model/incident';
import { nodesFrom, type Plan, type StepName } from '../model/plan';
import { plainRequestId, withSeen } from '../model/request-ids';
import type { IncidentState } from '../model/state';
import { appendEntry } from '../model/timeline';
import { rollUpSteps } from './roll-up-steps';

export interface Resumption {
  readonly plan: Plan;
  readonly step: StepName;
  readonly actor: string;
  readonly actorName?: string | undefined;
  readonly via?: string | undefined;
  readonly requestId: string;
  readonly nowIso: string;
}

/**
 * A closed incident's state as a new run continues it: unchanged, except that one step and everything that needs it must run
 * again. It stays resolved, and can be reopened for the full time again.
 */
export function resumedState(closed: IncidentState, { plan, step, actor, actorName, via, requestId, nowIso }: Resumption): IncidentState {
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
    // A repeat of the same request finds the new run and must not run the step twice.
    seenRequestIds: withSeen(closed.seenRequestIds, plainRequestId(requestId)),
    nodes,
    steps: rollUpSteps(nodes),
    timeline: appendEntry(closed.timeline, {
      at: nowIso,
      recordedAt: nowIso,
      ...actingOf(actor, [via], actorName),
      requestId,
      kind: 'resumeFrom',
      step,
      wasClosed: true,
    }),
  };
}
