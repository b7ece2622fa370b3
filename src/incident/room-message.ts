import type { Finding, Investigation, SelectedProbe } from './finding';
import type { Incident } from './incident';
import type { StepName } from './plan';
import type { Responder, UnresolvedReference } from './responders';
import type { IncidentStatus, OverallStatus, Problem, Score, TimelineEntry } from './state';

/**
 * What the war room is told, in our own words. The Slack adapter turns each into Block Kit; nothing of Slack's own
 * format enters a workflow's history.
 */
export type RoomMessage =
  | HeadlineMessage
  | CallForPeopleMessage
  | ProgressMessage
  | FindingMessage
  | VerdictMessage
  | SummaryMessage
  | BlockedMessage
  | NewsMessage;

/** The one pinned message, edited in place and always true. */
export interface HeadlineMessage {
  readonly kind: 'headline';
  readonly incident: Incident;
  readonly status: IncidentStatus;
  /** Null while people are still being looked for. */
  readonly team: readonly Responder[] | null;
  /** False: people are invited, nobody is assigned. */
  readonly assigned: boolean;
  readonly acknowledgedBy: string | null;
  /** One line once the investigation is over: "health 42/100, 2 of 6 probes fail". */
  readonly result: string | null;
  /** What happens next, for people: "unacknowledged: reminder at 14:35 UTC". Null: nothing is due. */
  readonly next: string | null;
  readonly blocked: readonly { readonly step: StepName; readonly problem: Problem }[];
  /** Run of the workflow in the Temporal UI, when its address is known. */
  readonly temporalUrl: string | null;
}

/** Who is called, what for, how to take it, and who could not be found. A new message: an edit notifies nobody. */
export interface CallForPeopleMessage {
  readonly kind: 'callForPeople';
  readonly incident: Incident;
  readonly called: readonly Responder[];
  readonly unresolved: readonly UnresolvedReference[];
  readonly assigned: boolean;
}

/** One message in the thread, edited in place: each probe ✓ ✗ ! ? or still running. */
export interface ProgressMessage {
  readonly kind: 'progress';
  readonly probes: readonly SelectedProbe[];
  readonly findings: readonly Finding[];
}

/** One reply for a probe that fails or warns, with its evidence and what to check. */
export interface FindingMessage {
  readonly kind: 'finding';
  readonly finding: Finding;
}

export interface VerdictMessage {
  readonly kind: 'verdict';
  readonly investigation: Investigation;
}

export interface SummaryMessage {
  readonly kind: 'summary';
  readonly incidentId: string;
  readonly overallStatus: OverallStatus;
  readonly score: Score;
  /** "7 of 7 steps done in 1.4 s; people 2 of 3". Lines of plain text. */
  readonly lines: readonly string[];
}

/** A step is blocked: what a person must mend, and the command to go on. */
export interface BlockedMessage {
  readonly kind: 'blocked';
  readonly incidentId: string;
  readonly step: StepName;
  readonly problem: Problem;
}

/** A command changed the incident: acknowledged, severity raised, resolved, a note. */
export interface NewsMessage {
  readonly kind: 'news';
  readonly entry: TimelineEntry;
}
