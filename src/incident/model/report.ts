import type { ProposalStatus, StepOutcome } from './actions/proposal';
import type {
  AddressChange,
  ArtifactRef,
  CauseChange,
  ConfidenceChange,
  FindingChange,
  FindingStatus,
  Look,
  Recommendation,
} from './finding';
import type { FieldProblem } from './incident';
import type { Conclusion, Hypothesis } from './investigation/hypothesis';
import type { Series } from './investigation/reading';
import type { PageEnding } from './page';
import type { Plan, Problem } from './plan';
import type { UnresolvedReference } from './responders';
import type { DeadlineKind, IncidentMetrics, IncidentStatus, NodeStatus, OverallStatus, Role, Score } from './state';
import type { WordedEntry } from './timeline-entry';

/** The incident in wire form: the six keys of the original schema, and more. */
export interface WireIncident {
  readonly incident_id: string;
  readonly incident_title: string;
  readonly incident_severity: string;
  /** Name of the war room, or its planned name until it exists. Empty if none was requested or nothing is known yet. */
  readonly slack_channel_name: string;
  readonly created_at: string;
  readonly source_alert: string;
  readonly description: string;
  readonly source: string;
  readonly status: IncidentStatus;
  readonly started_at: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly links: readonly string[];
  readonly fingerprint: string | null;
  readonly channel_privacy: string;
  readonly declared_by: string;
  /** Secondary fields of the alert that could not be read. */
  readonly problems: readonly FieldProblem[];
}

export interface ReportStep {
  readonly name: string;
  readonly status: NodeStatus;
  readonly attempts: number;
  readonly startedAt: string | null;
  readonly durationMs: number | null;
  readonly error: string | null;
  /** What a person must do about the error; null if there is none, or nothing can be done. */
  readonly mend: string | null;
  readonly note: string | null;
}

/** One activity of a step, in its latest round. */
export interface ReportNode {
  readonly name: string;
  readonly step: string;
  readonly status: NodeStatus;
  readonly attempts: number;
  /** 1 for the first run; each rerun adds one. */
  readonly round: number;
  readonly startedAt: string | null;
  readonly durationMs: number | null;
  readonly error: string | null;
  /** What a person must do about the error; null if there is none, or nothing can be done. */
  readonly mend: string | null;
  readonly note: string | null;
}

/** The response report, as shown in files, by `incident report --json` and by `start-incident --json`. */
export interface Report {
  readonly incident: WireIncident;
  readonly overall_status: OverallStatus | null;
  /** A human-readable reason why it is not a success; null if it is one, or is not known yet. */
  readonly overall_status_reason: string | null;
  readonly score: Score | null;
  readonly steps: readonly ReportStep[];
  /** The nodes of the steps, in the plan's order. */
  readonly nodes: readonly ReportNode[];
  readonly responders: {
    readonly resolved: readonly { user_id: string; name: string; reference: string; method: string }[];
    readonly unresolved: readonly UnresolvedReference[];
    /** 0–1; null if no people were looked up. */
    readonly resolutionRate: number | null;
  };
  /** The holder of each role, by name; null if there is none. */
  readonly roles: Readonly<Record<Role, string | null>>;
  readonly escalation: {
    /** Number of levels that were paged. */
    readonly reached: number;
    /** When the next one is paged unless someone acknowledges; null if none is due. */
    readonly due_at: string | null;
  };
  /** What each service outside the chat was asked since the incident started or was last reopened. */
  readonly pages: readonly {
    /** The service's name in the configuration. */
    readonly through: string;
    /** The addresses that were paged; empty if the service itself decides whom it pages. */
    readonly people: readonly string[];
    /** Pages that were sent, or are being sent. */
    readonly count: number;
    /** How they ended; null if they have not. */
    readonly ending: PageEnding | null;
    /** Why the last request has not succeeded; null if it has, or is under way. */
    readonly trouble: string | null;
  }[];
  readonly acknowledged_by: string | null;
  readonly acknowledged_at: string | null;
  readonly resolved_by: string | null;
  readonly resolved_at: string | null;
  /** What happens next automatically: `pages ben (level 1) unless someone acknowledges`; null if nothing does. */
  readonly next: { readonly kind: DeadlineKind; readonly at: string; readonly what: string } | null;
  /** Its run in the Temporal UI, if the worker knows the UI's address. */
  readonly temporal_url: string | null;
  readonly reopenings: number;
  /** The groups of alerts behind it, by the ids of their workflows; null if it is not known to have any. */
  readonly alert_groups: { readonly ids: readonly string[]; readonly has_more: boolean } | null;
  /** Services besides its own that further alerts are or were about. */
  readonly also_affected: readonly { readonly title: string; readonly recovered: boolean }[];
  readonly channel: { id: string; name: string; privacy: string; created: boolean; url: string } | null;
  readonly investigation: {
    readonly investigation_status: string;
    readonly system_health: Readonly<Record<string, FindingStatus>>;
    readonly health: number | null;
    readonly confidence_level: number;
    readonly confidence_inputs: string;
    readonly coverage: number;
    /** Null in reports of older code. */
    readonly conclusion: Conclusion | null;
    readonly hypothesis: string | null;
    /** Possible causes, most likely first, each with its evidence. */
    readonly hypotheses: readonly (Omit<Hypothesis, 'firstAction'> & { readonly first_action: string | null })[];
    /** The probes that say something else than in the round before; null in the first round. */
    readonly changes: readonly FindingChange[] | null;
    /** Other incidents that were open about its services or what these need. */
    readonly also_open: readonly { readonly incident_id: string; readonly service: string }[];
    /** The services that are looked at elsewhere than in the round before. */
    readonly address_changes: readonly AddressChange[];
    /** Null if the most likely cause is the same as in the round before. */
    readonly cause_change: CauseChange | null;
    /** Null unless the same cause is notably more or less likely than in the round before. Older code left it out. */
    readonly confidence_change?: ConfidenceChange | null;
    readonly recommendations: readonly Recommendation[];
    readonly findings: readonly {
      probe: string;
      title: string;
      service: string | null;
      target: string | null;
      aspect: string;
      status: FindingStatus;
      summary: string;
      evidence: readonly string[];
      link: string | null;
      series: readonly Series[];
      /** The whole output, in the report folder of the worker that ran the probe; null if there is none. */
      artifact: ArtifactRef | null;
      /** Why the whole output could not be kept; null if it was, or if there is none. */
      artifact_problem: string | null;
      durationMs: number;
    }[];
    /** The probes that this round, limited to some runbooks, did not run again; null if there are none. Older code left it out. */
    readonly not_looked_at_again?: { readonly probes: readonly string[]; readonly last_run_at: string } | null;
    readonly left_out: readonly string[];
  } | null;
  /** What earlier investigations came to, oldest first; at most ten. Older code left it out. */
  readonly earlier_looks?: readonly Look[];
  readonly degraded: readonly { what: string; error: string; mend: string }[];
  /** What waited for a person's approval, oldest first; absent if nothing did. Older code left it out. */
  readonly actions?: readonly ReportProposal[];
  readonly plan: Plan['steps'];
  readonly timeline: readonly WordedEntry[];
  readonly metrics: IncidentMetrics;
}

/** Something that a person had to approve. */
export interface ReportProposal {
  readonly id: string;
  readonly kind: 'action' | 'command';
  readonly title: string;
  readonly status: ProposalStatus;
  /** Why it was proposed. */
  readonly reason: string;
  readonly proposed_by: string;
  readonly proposed_at: string;
  /** Who approved or rejected it; null if nobody did. */
  readonly decided_by: string | null;
  readonly decided_at: string | null;
  readonly ended_at: string | null;
  /** Why it was rejected. */
  readonly rejection: string | null;
  readonly run: StepOutcome | null;
  readonly checks: readonly { title: string; target: string | null; status: FindingStatus; summary: string }[];
  readonly rollback: StepOutcome | null;
  readonly problem: Problem | null;
}

/** A report as workflows hand it to activities. */
export type ReportBody = Omit<Report, 'plan'>;
