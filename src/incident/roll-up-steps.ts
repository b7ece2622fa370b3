import { STEPS, type StepName } from './plan';
import type { NodeState, NodeStatus, StepState } from './state';

/** Sums the nodes up to the seven steps that people see. */
export function rollUpSteps(nodes: readonly NodeState[]): readonly StepState[] {
  return STEPS.map((name) => rollUp(name, nodes.filter((node) => node.step === name)));
}

function rollUp(name: StepName, nodes: readonly NodeState[]): StepState {
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

/** The gravest status wins; a failed optional node leaves its step done. */
function statusOf(nodes: readonly NodeState[]): NodeStatus {
  const has = (status: NodeStatus): boolean => nodes.some((node) => node.status === status);
  if (has('blocked')) return 'blocked';
  if (has('running')) return 'running';
  if (has('waiting')) return 'waiting';
  if (nodes.some((node) => node.status === 'failed' && !node.optional)) return 'failed';
  if (has('pending')) return nodes.some((node) => node.status === 'done') ? 'running' : 'pending';
  return nodes.every((node) => node.status === 'skipped') ? 'skipped' : 'done';
}

function noteOf(status: NodeStatus, nodes: readonly NodeState[]): string | null {
  if (status === 'waiting') return nodes.find((node) => node.status === 'waiting')?.note ?? null;
  if (status === 'skipped') return nodes.find((node) => node.status === 'skipped')?.note ?? null;
  const degraded = nodes.filter((node) => node.status === 'failed' && node.optional).map((node) => node.name);
  return degraded.length > 0 ? `degraded: ${degraded.join(', ')}` : null;
}

function earliest(nodes: readonly NodeState[]): string | null {
  return nodes.flatMap(({ startedAt }) => (startedAt === null ? [] : [startedAt])).sort()[0] ?? null;
}

function latest(nodes: readonly NodeState[]): string | null {
  return nodes.flatMap(({ endedAt }) => (endedAt === null ? [] : [endedAt])).sort().at(-1) ?? null;
}
