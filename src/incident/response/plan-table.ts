import type { ActivityLimits, Plan, PlanNode } from '../model/plan';
import { formatDuration } from '../text/durations';

/** One node of the plan, as the dry run shows it. */
export interface PlanRow {
  readonly step: string;
  readonly node: string;
  /** `each result of runProbes, after createChannel finishes`; empty if it starts at once. */
  readonly needs: string;
  /** `9 s per attempt, unlimited retries`. */
  readonly limits: string;
  readonly description: string;
}

/** The rows of the dry run: by step in reading order, then in order of declaration. */
export function planRows(plan: Plan): readonly PlanRow[] {
  return plan.steps.flatMap(({ name }) => plan.nodes.filter(({ step }) => step === name).map(planRow));
}

function planRow(node: PlanNode): PlanRow {
  const needs = [
    ...node.needs,
    ...node.streams.map((name) => `each result of ${name}`),
    ...node.settles.map((name) => `after ${name} finishes`),
  ];
  return { step: node.step, node: node.name, needs: needs.join(', '), limits: limitsOf(node), description: node.description };
}

function limitsOf({ limits, optional }: PlanNode): string {
  const text = limits === null ? 'computed in the workflow' : describeLimits(limits);
  return optional ? `${text}; optional` : text;
}

/** Retries and time limits in short: `4 attempts, 60 s each, 30 s to start, 120 s in total`. */
export function describeLimits({ startToCloseMs, scheduleToStartMs, scheduleToCloseMs, retry }: ActivityLimits): string {
  const each = limit(startToCloseMs);
  const tries = retry.maximumAttempts;
  const parts =
    tries === 0 ? [`${each} per attempt`, 'unlimited retries'] : tries === 1 ? ['1 attempt', each] : [`${tries} attempts`, `${each} each`];
  if (scheduleToStartMs !== undefined) parts.push(`${limit(scheduleToStartMs)} to start`);
  if (scheduleToCloseMs !== undefined) parts.push(`${limit(scheduleToCloseMs)} in total`);
  return parts.join(', ');
}

/** Whole seconds are shown in seconds up to ten minutes, as limits are written in code. */
function limit(ms: number): string {
  return ms % 1_000 === 0 && ms < 600_000 ? `${ms / 1_000} s` : formatDuration(ms);
}
