import type { CallReason } from './call-reason';
import type { Finding, Investigation, SelectedProbe } from './finding';
import type { Incident, NextLevel } from './incident';
import type { StepName } from './plan';
import type { PeopleCounts, Responder, UnresolvedReference } from './responders';
import type { IncidentMetrics, IncidentStatus, NamedPerson, OverallStatus, Problem, Role, Score, StepState } from './state';
import type { Acting, EntryData, Recorded, WordedEntry } from './timeline-entry';

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
  | NewsMessage
  | ReminderMessage
  | OutcomeMessage;

/** What the headline shows of an incident. */
export type ShownIncident = Pick<Incident, 'id' | 'title' | 'severity' | 'severityDefaulted' | 'createdAt' | 'description' | 'links'>;

/** The one pinned message, edited in place and always true. */
export interface HeadlineMessage {
  readonly kind: 'headline';
  readonly incident: ShownIncident;
  readonly status: IncidentStatus;
  /** Null while people are still being looked for. */
  readonly team: readonly Responder[] | null;
  /** False: people are invited, nobody is assigned. */
  readonly assigned: boolean;
  readonly acknowledgedBy: string | null;
  readonly roles: Readonly<Record<Role, NamedPerson | null>>;
  /** Null until the investigation is over. */
  readonly result: Pick<Investigation, 'counts' | 'health' | 'confidence'> | null;
  /** What happens next. Null: nothing is due. */
  readonly next: NextUp | null;
  readonly blocked: readonly { readonly step: StepName; readonly problem: Problem }[];
  /** Run of the workflow in the Temporal UI, when its address is known. */
  readonly temporalUrl: string | null;
}

/** What happens next to an incident, as data: whether the headline must be edited is never decided on words. */
export type NextUp =
  /** Somebody must acknowledge. `calls`: who is called otherwise, and when (RFC 3339); null: nothing is due. */
  | {
      readonly kind: 'acknowledge';
      readonly calls: { readonly level: NextLevel; readonly at: string } | null;
      /** Every level has been called. */
      readonly allCalled: boolean;
    }
  /** People are asked for news when it stays quiet; `at` null: they are not, and only a commander is wanted. */
  | { readonly kind: 'news'; readonly at: string | null; readonly wantsCommander: boolean }
  /** The incident closes unless it is reopened. */
  | { readonly kind: 'close'; readonly at: string };

/** Who is called, what for, how to take it, and who could not be found. A new message: an edit notifies nobody. */
export interface CallForPeopleMessage {
  readonly kind: 'callForPeople';
  readonly incident: Incident;
  /** Null: the first call, when the incident was opened. */
  readonly why: CallReason | null;
  /** Who has acknowledged; null: somebody still has to. */
  readonly takenBy: string | null;
  readonly called: readonly Responder[];
  readonly unresolved: readonly UnresolvedReference[];
  /** Found, and not let into the room: each by name. */
  readonly refused?: readonly UnresolvedReference[];
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

export type SummaryMessage = {
  readonly kind: 'summary';
  readonly incidentId: string;
  readonly overallStatus: OverallStatus;
  readonly score: Score;
} & WithFacts<SummaryFacts>;

/** A message by its facts. Older code has left some that it had worded itself, as lines of plain text. */
type WithFacts<Facts> = { readonly facts: Facts } | { readonly lines: readonly string[] };

/** How the response went. */
export interface SummaryFacts {
  readonly incidentId: string;
  /** Steps before the summary. `tookMs` null: none has begun. */
  readonly steps: { readonly done: number; readonly all: number; readonly skipped: readonly StepName[]; readonly tookMs: number | null };
  /** Null: it has not failed. */
  readonly failure: ResponseFailure | null;
  readonly stuck: readonly (Pick<StepState, 'name' | 'problem' | 'note'> & { readonly status: 'waiting' | 'blocked' | 'failed' })[];
  /** Null: there is none. */
  readonly warRoom: { readonly created: boolean; readonly afterMs: number } | null;
  /** Null: nobody was looked up. */
  readonly people: (PeopleCounts & { readonly missing: Named; readonly sought: Named }) | null;
  /** Null: nothing was assessed. */
  readonly investigation:
    | (Pick<Investigation, 'counts' | 'health' | 'confidence' | 'confidenceInputs'> & {
        /** Probes that ran. */
        readonly probes: number;
        readonly leftOut: Named;
      })
    | null;
  readonly degraded: Named<{ readonly what: string; readonly message: string }>;
}

/** The first of many; `more` counts the rest. */
export interface Named<Item = string> {
  readonly first: readonly Item[];
  readonly more: number;
}

/** Why a response has failed; `because`: as the step that failed has said, null where none has. */
export type ResponseFailure =
  | { readonly kind: 'notParsed'; readonly because: string | null }
  /** Neither a room to work in nor anything known. `investigation`: what came of it; null: nothing. */
  | {
      readonly kind: 'nothingKnown';
      readonly isRoomAsked: boolean;
      readonly because: string | null;
      readonly investigation: string | null;
    };

/** A step is blocked: what a person must mend, and the command to go on. */
export interface BlockedMessage {
  readonly kind: 'blocked';
  readonly incidentId: string;
  readonly step: StepName;
  readonly problem: Problem;
}

/** What news tell of an entry of the timeline; one of kind `omitted` stands for news that were too many to keep. */
export type NewsEntry = TypedNews | WordedNews;
export type TypedNews = Acting &
  EntryData &
  Pick<Recorded, 'disbelieved'> & {
    /** A severe incident was taken with nobody in command: its id. */
    readonly lacksCommander?: string;
  };
/** As older code has left it in what a run hands over. */
export type WordedNews = Pick<WordedEntry, 'actor' | 'kind' | 'text' | 'count'> & { readonly commanderCommand?: string };

/** Commands changed the incident: acknowledged, severity raised, resolved, notes. Many at once come as one message. */
export interface NewsMessage {
  readonly kind: 'news';
  readonly entries: readonly NewsEntry[];
}

/** It has been quiet: whoever has the incident is asked for news. */
export interface ReminderMessage {
  readonly kind: 'reminder';
  readonly incidentId: string;
  /** Slack user ids of those who are asked. */
  readonly asked: readonly string[];
  readonly acknowledgedBy: string | null;
  /** True: a severe incident has nobody in command. */
  readonly wantsCommander: boolean;
}

/** The incident is resolved: how long everything took, and until when it can be reopened. */
export type OutcomeMessage = {
  readonly kind: 'outcome';
  readonly incidentId: string;
  readonly reopenUntil: string | null;
} & WithFacts<OutcomeFacts>;

/** How an incident went. */
export interface OutcomeFacts extends Pick<IncidentMetrics, 'timeToWarRoomMs' | 'timeToAcknowledgeMs' | 'timeToResolveMs'> {
  readonly acknowledgedBy: string | null;
  readonly resolvedBy: string | null;
  readonly commander: string | null;
  /** Levels that were called. */
  readonly escalated: number;
  readonly reopenings: number;
  readonly hypothesis: string | null;
}
