import { STEPS, type StepName } from '../model/plan';
import type { NodeState, NodeStatus, StepState } from '../model/state';
import { deedOf, describeTrouble, troubleTitle } from './trouble-words';

/** Rolls the nodes up to the seven steps that people see: always all seven, in reading order. */
export function rollUpSteps(nodes: readonly NodeState[]): readonly StepState[] {
  return STEPS.map((name) =>
    rollUpStep(
      name,
      nodes.filter((node) => node.step === name),
    ),
  );
}

/** Rolls up the nodes of one step. */
export function rollUpStep(name: StepName, nodes: readonly NodeState[]): StepState {
  const status = statusOf(nodes);
  const startedAt = earliest(nodes);
  const isOver = status === 'done' || status === 'failed' || status === 'skipped' || status === 'blocked';
  const endedAt = isOver ? latest(nodes) : null;
  const culprit = nodes.find((node) => node.status === 'blocked') ?? nodes.find((node) => node.status === 'failed' && !node.optional);
  return {
    name,
    status,
    attempts: Math.max(0, ...nodes.map((node) => node.attempts)),
    startedAt,
    endedAt,
    durationMs: startedAt !== null && endedAt !== null ? Math.max(0, Date.parse(endedAt) - Date.parse(startedAt)) : null,
    problem: culprit?.problem ?? null,
    note: noteOf(status, nodes),
  };
}

/** The worst status wins; a failed optional node leaves its step done. */
function statusOf(nodes: readonly NodeState[]): NodeStatus {
  const has = (status: NodeStatus): boolean => nodes.some((node) => node.status === status);
  if (has('blocked')) return 'blocked';
  if (has('running')) return 'running';
  if (has('waiting')) return 'waiting';
  if (nodes.some((node) => node.status === 'failed' && !node.optional)) return 'failed';
  if (has('pending')) return has('done') ? 'running' : 'pending';
  return decisive(nodes).every((node) => node.status === 'skipped') ? 'skipped' : 'done';
}

/**
 * Optional work alone does not make a step done: without a war room there was nothing to update, even if a sweep for late
 * copies ran.
 */
function decisive(nodes: readonly NodeState[]): readonly NodeState[] {
  const required = nodes.filter((node) => !node.optional);
  return required.length === 0 ? nodes : required;
}

function noteOf(status: NodeStatus, nodes: readonly NodeState[]): string | null {
  if (nodes.length === 0) return 'nothing to do';
  if (status === 'waiting') return nodes.find((node) => node.status === 'waiting')?.note ?? null;
  if (status === 'skipped') return decisive(nodes).find((node) => node.note !== null)?.note ?? null;
  const degraded = nodes
    .filter((node) => node.status === 'failed' && node.optional)
    .map(({ name, problem }) => (problem === null ? troubleTitle(name) : describeTrouble(name, problem.message)));
  if (degraded.length > 0) return `degraded: ${degraded.join('; ')}`;
  const leftOut = nodes
    .filter((node) => status === 'done' && node.status === 'skipped' && !node.optional)
    .map(({ name, note }) => (note === null ? deedOf(name) : `${deedOf(name)} (${note})`));
  return leftOut.length > 0 ? `skipped: ${leftOut.join('; ')}` : null;
}

function earliest(nodes: readonly NodeState[]): string | null {
  return nodes.flatMap(({ startedAt }) => (startedAt === null ? [] : [startedAt])).sort()[0] ?? null;
}

function latest(nodes: readonly NodeState[]): string | null {
  return (
    nodes
      .flatMap(({ endedAt }) => (endedAt === null ? [] : [endedAt]))
      .sort()
      .at(-1) ?? null
  );
}
