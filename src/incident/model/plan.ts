/** The seven steps people see and name, in reading order. */
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

/** Why something did not work, in words for people. No secret, no stack. */
export interface Problem {
  /** Stable: `slack_missing_scope`, `slack_token_revoked`, `engine_unreachable`. */
  readonly code: string;
  readonly message: string;
  /** What a person must mend; empty when nothing can be done. */
  readonly mend: string;
}

/** Retry and time limits of an activity, in milliseconds; what the plan shows is what the workflow uses. */
export interface ActivityLimits {
  readonly taskQueue: 'incident-response' | 'incident-slack' | 'incident-containers';
  /** Within one incident it gives way to what people wait for: the channel, the headline, the call. */
  readonly mayWait: boolean;
  readonly startToCloseMs: number;
  readonly scheduleToStartMs?: number;
  readonly scheduleToCloseMs?: number;
  readonly heartbeatMs?: number;
  readonly retry: {
    readonly initialMs: number;
    readonly maximumMs: number;
    readonly coefficient: number;
    /** 0: until it succeeds or the incident is over. */
    readonly maximumAttempts: number;
  };
}

/** One node of the compiled graph: one activity, or one fan-out of the same activity. */
export interface PlanNode {
  readonly name: string;
  readonly step: StepName;
  readonly description: string;
  /** Null for a node that only computes, inside the workflow. */
  readonly activity: string | null;
  /** Nodes whose output it waits for. */
  readonly needs: readonly string[];
  /** Nodes it waits for to be over, however they ended. */
  readonly settles: readonly string[];
  /** Nodes whose items it takes one by one as they come. */
  readonly streams: readonly string[];
  readonly limits: ActivityLimits | null;
  /** Worth less than the response: when it fails for good it is recorded as degraded and nothing waits for it. */
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
 * The node and the step that an activity of a run belongs to. Its id begins with the node's name; what is done outside
 * the graph (calls, reminders, edits of the headline) counts to the first step that calls the same activity, and to none
 * when no step does.
 */
export function placeInPlan({ nodes }: Plan, activity: string, activityId: string): { node: string; step: StepName | undefined } {
  const [name = activityId] = activityId.split('.');
  const planned = nodes.find((node) => node.name === name) ?? nodes.find((node) => node.activity === activity);
  return { node: name, step: planned?.step };
}

/** Names of the nodes of a step, and of all that need one of them. The plan's order is a topological one. */
export function nodesFrom({ nodes }: Plan, step: StepName): ReadonlySet<string> {
  const affected = new Set<string>();
  for (const node of nodes) {
    const behind = [...node.needs, ...node.settles, ...node.streams].some((name) => affected.has(name));
    if (node.step === step || behind) affected.add(node.name);
  }
  return affected;
}
