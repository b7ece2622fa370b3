import type { Finding, Investigation, SelectedProbe } from './finding';
import type { ChannelPrivacy, Incident, IncidentRequest } from './incident';
import type { StepName } from './plan';
import type { Resolution } from './responders';

export const INCIDENT_STATUSES = ['triggered', 'acknowledged', 'resolved', 'cancelled'] as const;
export type IncidentStatus = (typeof INCIDENT_STATUSES)[number];

/** `blocked`: a person must mend something. `waiting`: behind a blocked one. `degraded` work still counts as done. */
export type NodeStatus = 'pending' | 'running' | 'done' | 'failed' | 'skipped' | 'blocked' | 'waiting';

/** Why something did not work, in words for people. No secret, no stack. */
export interface Problem {
  /** Stable: `slack_missing_scope`, `slack_token_revoked`, `engine_unreachable`. */
  readonly code: string;
  readonly message: string;
  /** What a person must mend; empty when nothing can be done. */
  readonly mend: string;
}

export interface NodeState {
  readonly name: string;
  readonly step: StepName;
  /** Worth less than the response: when it fails, its step is degraded, not failed. */
  readonly optional: boolean;
  readonly status: NodeStatus;
  /** Attempts of the activity in the latest round; 0 before the first answer. */
  readonly attempts: number;
  /** 1 for the first run; each `retryStep` adds one. */
  readonly round: number;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  readonly problem: Problem | null;
  /** Why it was skipped, or whom it waits for. */
  readonly note: string | null;
}

/** One of the seven steps as people see it, summed up from its nodes. */
export interface StepState {
  readonly name: StepName;
  readonly status: NodeStatus;
  readonly attempts: number;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  readonly durationMs: number | null;
  readonly problem: Problem | null;
  readonly note: string | null;
}

export interface SlackIdentity {
  readonly workspace: string;
  readonly workspaceUrl: string;
  readonly teamId: string;
  readonly botUserId: string;
  /** Granted scopes; null when Slack did not tell. */
  readonly scopes: readonly string[] | null;
}

export interface WarRoom {
  readonly channelId: string;
  readonly name: string;
  readonly privacy: ChannelPrivacy;
  /** False when a room that an earlier attempt had made was taken over. */
  readonly created: boolean;
  readonly url: string;
}

/** Something worth less than the response did not work: topic, pin, one invitation. */
export interface Degradation {
  readonly what: string;
  readonly problem: Problem;
  readonly at: string;
}

export interface TimelineEntry {
  /** When it happened, by the one who did it (RFC 3339, UTC). */
  readonly at: string;
  /** When the workflow recorded it. */
  readonly recordedAt: string;
  readonly actor: string;
  /** `declared`, `step`, `acknowledge`, `addNote`, `refused`… */
  readonly kind: string;
  /** One sentence. Hostile text where a person or an alert wrote it. */
  readonly text: string;
  readonly requestId: string | null;
}

export interface Score {
  /** 0–100, over the parts that were asked for. */
  readonly total: number;
  readonly parts: readonly {
    readonly name: 'people' | 'warRoom' | 'investigation' | 'updates';
    readonly points: number;
    readonly outOf: number;
    /** False: not asked for, not counted. */
    readonly asked: boolean;
    /** How it was computed: "2 of 3 people found". */
    readonly why: string;
  }[];
}

export type OverallStatus = 'success' | 'partial' | 'failed';

export interface IncidentMetrics {
  /** Milliseconds from creation; null while it has not happened. */
  readonly timeToWarRoomMs: number | null;
  readonly timeToAcknowledgeMs: number | null;
  readonly timeToResolveMs: number | null;
  /** From creation to the end of the response (all steps settled). */
  readonly timeToResponseMs: number | null;
}

/** Everything the workflow knows; the answer of the query `state`, and the workflow's result. Plain JSON. */
export interface IncidentState {
  readonly incidentId: string;
  readonly request: Omit<IncidentRequest, 'event'>;
  /** Null until it is parsed. */
  readonly incident: Incident | null;
  readonly status: IncidentStatus;
  /** The first response has settled and its report was written. */
  readonly responseComplete: boolean;
  readonly createdAt: string;
  readonly acknowledgedAt: string | null;
  readonly acknowledgedBy: string | null;
  readonly resolvedAt: string | null;
  readonly resolvedBy: string | null;
  readonly closedAt: string | null;
  readonly steps: readonly StepState[];
  readonly nodes: readonly NodeState[];
  readonly slack: SlackIdentity | null;
  readonly people: Resolution | null;
  readonly warRoom: WarRoom | null;
  /** Slack timestamps of the messages that are edited in place. */
  readonly headlineTs: string | null;
  readonly probes: readonly SelectedProbe[];
  readonly findings: readonly Finding[];
  readonly investigation: Investigation | null;
  readonly score: Score | null;
  readonly overallStatus: OverallStatus | null;
  readonly degradations: readonly Degradation[];
  readonly timeline: readonly TimelineEntry[];
  /** Request ids that have acted, newest last, bounded. */
  readonly seenRequestIds: readonly string[];
  readonly metrics: IncidentMetrics;
}
