import type { Proposal } from './actions/proposal';
import type { AlertGroupIds, AlertMemory, AlsoAffected } from './alert-memory';
import type { Finding, Investigation, Look, SelectedProbe } from './finding';
import type { ChannelPrivacy, Incident, IncidentRequest } from './incident';
import type { ServiceScope } from './investigation/service';
import type { PageLog } from './page';
import type { Problem, StepName } from './plan';
import type { Resolution, Role } from './responders';
import type { TimelineEntry } from './timeline-entry';

export type { Problem } from './plan';
export { isRole, ROLES, type Role } from './responders';

/** `reopened` is like `triggered`: no one has acknowledged yet. */
export const INCIDENT_STATUSES = ['triggered', 'acknowledged', 'resolved', 'reopened', 'cancelled'] as const;
export type IncidentStatus = (typeof INCIDENT_STATUSES)[number];

/** `blocked`: someone must fix something. `waiting`: behind a blocked step. `degraded` work still counts as done. */
export type NodeStatus = 'pending' | 'running' | 'done' | 'failed' | 'skipped' | 'blocked' | 'waiting';

export interface NodeState {
  readonly name: string;
  readonly step: StepName;
  /** Less important than the response: if it fails, its step is degraded, not failed. */
  readonly optional: boolean;
  readonly status: NodeStatus;
  /** Attempts of the activity in the latest round; 0 before the first answer. */
  readonly attempts: number;
  /** 1 for the first run; each `retryStep` adds one. */
  readonly round: number;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  readonly problem: Problem | null;
  /** Why it was skipped, or what it waits for. */
  readonly note: string | null;
}

/** One of the seven steps that people see, rolled up from its nodes. */
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
  /** Granted scopes; null if Slack did not say. */
  readonly scopes: readonly string[] | null;
}

export interface WarRoom {
  readonly channelId: string;
  readonly name: string;
  readonly privacy: ChannelPrivacy;
  /** False if an earlier attempt created the room and it is reused. */
  readonly created: boolean;
  readonly url: string;
}

/** A person named by someone. */
export interface NamedPerson {
  /** As written: `ben@example.com`, `@payments`. */
  readonly reference: string;
  readonly name: string;
  /** Slack user id; null if this reference has not been found, or not yet. */
  readonly userId: string | null;
  /** True if Slack could not be asked whether the person exists. */
  readonly isUnchecked?: boolean;
}

/** Someone who said that they can't take the incident. */
export interface Declined {
  /** Slack user id; null if it is not known. */
  readonly userId: string | null;
  readonly name: string;
  readonly at: string;
}

/** The progress of the escalation. Times are absolute, so they hold in every run and after every outage. */
export interface Escalation {
  /** Levels paged so far; 0 means only the people paged at the start. It decreases only when the incident is reopened. */
  readonly reached: number;
  /** When the next level is paged unless someone acknowledges (RFC 3339); null if nothing is due. */
  readonly dueAt: string | null;
}

/** When people are asked for an update. */
export interface Reminder {
  /** RFC 3339; null if nothing is due. */
  readonly dueAt: string | null;
  /** Number of reminders since anyone last did something. Each one doubles the time to the next, up to a day. */
  readonly unanswered: number;
}

/**
 * What happens automatically at a set time: the next level is paged, people are asked for an update, the incident closes.
 */
export type DeadlineKind = 'escalate' | 'remind' | 'archive';

/** Less important work that failed, such as the topic, the pin or one invitation. */
export interface Degradation {
  readonly what: string;
  readonly problem: Problem;
  readonly at: string;
  /** True if it is retried until it succeeds, and at once when a step is retried. */
  readonly isTriedAgain?: boolean;
}

export interface Score {
  /** 0–100, over the parts that were requested. */
  readonly total: number;
  readonly parts: readonly {
    readonly name: 'people' | 'warRoom' | 'investigation' | 'updates';
    readonly points: number;
    readonly outOf: number;
    /** False if not requested, so not counted. */
    readonly asked: boolean;
    /** How it was computed: "2 of 3 people found". */
    readonly why: string;
  }[];
}

export type OverallStatus = 'success' | 'partial' | 'failed';

export interface IncidentMetrics {
  /** Milliseconds from creation; null until it has happened. */
  readonly timeToWarRoomMs: number | null;
  /** To the first acknowledgement; kept when reopened. */
  readonly timeToAcknowledgeMs: number | null;
  /** To the latest resolution. */
  readonly timeToResolveMs: number | null;
  /** From creation to the end of the response (all steps settled). */
  readonly timeToResponseMs: number | null;
}

/** Everything the workflow knows: the answer to the query `state`, and the workflow's result. Plain JSON. */
export interface IncidentState {
  readonly incidentId: string;
  readonly request: Omit<IncidentRequest, 'event'>;
  /** Null until it is parsed. */
  readonly incident: Incident | null;
  readonly status: IncidentStatus;
  /** True once the first response has settled and its report is written. */
  readonly responseComplete: boolean;
  readonly createdAt: string;
  readonly acknowledgedAt: string | null;
  readonly acknowledgedBy: string | null;
  /** The Slack user id of that person; absent if not known, and in states of older versions. */
  readonly acknowledgedById?: string;
  readonly resolvedAt: string | null;
  readonly resolvedBy: string | null;
  /** When a resolved incident closes (RFC 3339); null if it is not resolved. */
  readonly archiveDueAt: string | null;
  readonly closedAt: string | null;
  readonly escalation: Escalation;
  readonly reminder: Reminder;
  readonly roles: Readonly<Record<Role, NamedPerson | null>>;
  /** Who can't take it, since it was declared or last reopened; absent if no one said so. */
  readonly declined?: readonly Declined[];
  /** People assigned without a role. */
  readonly assigned: readonly NamedPerson[];
  /** How many times it was reopened. */
  readonly reopenings: number;
  /** Grows with every command, alert or deadline that changes the state; absent means 0, and in states of older versions. */
  readonly revision?: number;
  /** 1 for the first investigation; each further one adds one. */
  readonly investigationRound: number;
  readonly steps: readonly StepState[];
  readonly nodes: readonly NodeState[];
  readonly slack: SlackIdentity | null;
  readonly people: Resolution | null;
  readonly warRoom: WarRoom | null;
  /** Slack timestamps of the messages that are edited in place. */
  readonly headlineTs: string | null;
  /** The message that shows the probes, and how many findings it showed when posted. */
  readonly progress: { readonly ts: string; readonly shown: number } | null;
  readonly probes: readonly SelectedProbe[];
  readonly findings: readonly Finding[];
  readonly investigation: Investigation | null;
  /** What the last investigations came to, oldest first, bounded; absent before the first, and in states of older versions. */
  readonly looks?: readonly Look[];
  readonly score: Score | null;
  readonly overallStatus: OverallStatus | null;
  readonly degradations: readonly Degradation[];
  readonly timeline: readonly TimelineEntry[];
  /** Why runbooks, targets and probes were skipped. */
  readonly leftOutProbes: readonly string[];
  /** The services around the incident; absent if none matches, and in states of older versions. */
  readonly serviceScope?: ServiceScope;
  /** Request ids that have acted, newest last, bounded. */
  readonly seenRequestIds: readonly string[];
  readonly metrics: IncidentMetrics;
  /** What is known about the alerts behind it; absent until another alert comes, and in states of older versions. */
  readonly alerts?: AlertMemory;
  /** The groups of alerts behind it; absent if it is not known to have any. */
  readonly alertGroups?: AlertGroupIds;
  /** Services that further alerts are or were about; absent if there are none. */
  readonly alsoAffected?: readonly AlsoAffected[];
  /** True if an alert asked for privacy although the room is public: nothing further is told outside it. */
  readonly asksForPrivacy?: true;
  /** Pages outside the chat; absent if there were none. */
  readonly pages?: PageLog;
  /** What waits or waited for a person's approval, oldest first, bounded; absent if there is none. */
  readonly proposals?: readonly Proposal[];
}
