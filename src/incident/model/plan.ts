import type { Fields } from '../text/read-fields';
import { invalid, type Refusal } from '../text/refusal';

/** The seven steps that people see and name, in reading order. */
export const STEPS = [
  'parseIncidentEvent',
  'setUpSlack',
  'resolveSlackUsers',
  'createWarRoom',
  'investigate',
  'updateSlackThread',
  'summarizeIncident',
] as const;
export type StepName = (typeof STEPS)[number];

export function isStepName(value: unknown): value is StepName {
  return typeof value === 'string' && (STEPS as readonly string[]).includes(value);
}

export function readStep({ step }: Fields): StepName | Refusal {
  return isStepName(step) ? step : invalid('step', 'is not a step', STEPS.join(', '));
}

/** A human-readable reason why something failed. It contains no secret and no stack. */
export interface Problem {
  /** Stable: `slack_missing_scope`, `slack_token_revoked`, `engine_unreachable`. */
  readonly code: string;
  readonly message: string;
  /** What someone must fix; empty if nothing can be done. */
  readonly mend: string;
}

/** Retry and time limits of an activity, in milliseconds. The plan shows exactly what the workflow uses. */
export interface ActivityLimits {
  readonly taskQueue: 'incident-response' | 'incident-slack' | 'incident-containers';
  /** True if, within one incident, it yields to what people wait for: the channel, the headline, the page. */
  readonly mayWait: boolean;
  readonly startToCloseMs: number;
  readonly scheduleToStartMs?: number;
  readonly scheduleToCloseMs?: number;
  readonly heartbeatMs?: number;
  readonly retry: {
    readonly initialMs: number;
    readonly maximumMs: number;
    readonly coefficient: number;
    /** 0 means unlimited retries while the incident is open. */
    readonly maximumAttempts: number;
  };
}

/** One node of the compiled graph: one activity, or one fan-out of the same activity. */
export interface PlanNode {
  readonly name: string;
  readonly step: StepName;
  readonly description: string;
  /** Null for a node that only computes inside the workflow. */
  readonly activity: string | null;
  /** Nodes whose output it waits for. */
  readonly needs: readonly string[];
  /** Nodes that must finish first, however they end. */
  readonly settles: readonly string[];
  /** Nodes whose items it takes one by one as they come. */
  readonly streams: readonly string[];
  readonly limits: ActivityLimits | null;
  /** Less important than the response: a final failure is recorded as degraded, and nothing waits for it. */
  readonly optional: boolean;
}

export interface Plan {
  readonly nodes: readonly PlanNode[];
  readonly steps: readonly {
    readonly name: StepName;
    readonly description: string;
    readonly depends: readonly StepName[];
    readonly inputs: readonly string[];
    readonly outputs: readonly string[];
  }[];
}

/**
 * The node and step of an activity in a run. The activity's id starts with the node's name. Work outside the graph (pages,
 * reminders, edits of the headline) belongs to the first step that calls the same activity, or to none.
 */
export function placeInPlan({ nodes }: Plan, activity: string, activityId: string): { node: string; step: StepName | undefined } {
  const [name = activityId] = activityId.split('.');
  const planned = nodes.find((node) => node.name === name) ?? nodes.find((node) => node.activity === activity);
  return { node: name, step: planned?.step };
}

/** Names of a step's nodes and of all nodes that need one of them. The plan's order is topological. */
export function nodesFrom({ nodes }: Plan, step: StepName): ReadonlySet<string> {
  const affected = new Set<string>();
  for (const node of nodes) {
    const behind = [...node.needs, ...node.settles, ...node.streams].some((name) => affected.has(name));
    if (node.step === step || behind) affected.add(node.name);
  }
  return affected;
}
