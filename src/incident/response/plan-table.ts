import type { ActivityLimits, Plan, PlanNode } from '../model/plan';
import { formatDuration } from '../text/durations';

/** One node of the plan as the dry run shows it. */
export interface PlanRow {
  readonly step: string;
  readonly node: string;
  /** `createChannel, resolveSlackUsers over, runProbes one by one`; empty when it starts at once. */
  readonly needs: string;
  /** `9 s a try, until it succeeds`. */
  readonly limits: string;
  readonly description: string;
}

/** The rows of the dry run, by step in reading order, nodes in the order in which they are declared. */
export function planRows(plan: Plan): readonly PlanRow[] {
  return plan.steps.flatMap(({ name }) => plan.nodes.filter(({ step }) => step === name).map(planRow));
}

function planRow(node: PlanNode): PlanRow {
  const needs = [...node.needs, ...node.streams.map((name) => `${name} one by one`), ...node.settles.map((name) => `${name} over`)];
  return { step: node.step, node: node.name, needs: needs.join(', '), limits: limitsOf(node), description: node.description };
}

function limitsOf({ limits, optional }: PlanNode): string {
  const text = limits === null ? 'computed in the workflow' : describeLimits(limits);
  return optional ? `${text}; optional` : text;
}

/** Retries and time limits in short: `4 tries, 60 s each, 30 s to start, 120 s in all`. */
export function describeLimits({ startToCloseMs, scheduleToStartMs, scheduleToCloseMs, retry }: ActivityLimits): string {
  const each = limit(startToCloseMs);
  const tries = retry.maximumAttempts;
  const parts = tries === 0 ? [`${each} per try`, 'until it succeeds'] : tries === 1 ? ['1 try', each] : [`${tries} tries`, `${each} each`];
  if (scheduleToStartMs !== undefined) parts.push(`${limit(scheduleToStartMs)} to start`);
  if (scheduleToCloseMs !== undefined) parts.push(`${limit(scheduleToCloseMs)} in all`);
  return parts.join(', ');
}

/** Whole seconds stay seconds up to ten minutes, as limits are written in code. */
function limit(ms: number): string {
  return ms % 1_000 === 0 && ms < 600_000 ? `${ms / 1_000} s` : formatDuration(ms);
}
