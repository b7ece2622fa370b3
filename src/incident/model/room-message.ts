import type { ProposalMessage } from './actions/proposal-message';
import type { Button, HeadlineButtons } from './buttons';
import type { CallReason } from './call-reason';
import type { Finding, Investigation, SelectedProbe, ShownResult } from './finding';
import type { Incident, NextLevel } from './incident';
import type { StepName } from './plan';
import type { PeopleCounts, Responder, UnresolvedReference } from './responders';
import type { IncidentMetrics, IncidentStatus, NamedPerson, OverallStatus, Problem, Role, Score, StepState } from './state';
import type { Acting, EntryData, Recorded, WordedEntry } from './timeline-entry';

/**
 * What the war room is shown, in the project's own terms. The Slack adapter turns each message into Block Kit; Slack's own
 * format never enters a workflow's history.
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
  | RecoveredMessage
  | OutcomeMessage
  | ProposalMessage;

/** What the headline shows of an incident. */
export type ShownIncident = Pick<Incident, 'id' | 'title' | 'severity' | 'severityDefaulted' | 'createdAt' | 'description' | 'links'>;

/** The pinned message, edited in place and always up to date. */
export interface HeadlineMessage {
  readonly kind: 'headline';
  readonly incident: ShownIncident;
  readonly status: IncidentStatus;
  /** Null while people are still being looked up. */
  readonly team: readonly Responder[] | null;
  /** Slack user ids of those who can't take it; absent if there are none. */
  readonly declined?: readonly string[];
  /** False if people are invited but no one is assigned. */
  readonly assigned: boolean;
  readonly acknowledgedBy: string | null;
  /** The Slack user id of that person, if known. */
  readonly acknowledgedById?: string;
  readonly roles: Readonly<Record<Role, NamedPerson | null>>;
  /** True if it is being investigated again. `result` is then that of the round before. */
  readonly investigating?: true;
  /** Null until the investigation is over. */
  readonly result: ShownResult | null;
  /** What happens next; null if nothing is due. */
  readonly next: NextUp | null;
  readonly blocked: readonly { readonly step: StepName; readonly problem: Problem }[];
  /** Titles of services besides its own that firing alerts are about, and how many more there are; absent if there are none. */
  readonly alsoAffected?: readonly string[];
  readonly furtherAffected?: number;
  /** True if it is open although all its alerts have recovered. */
  readonly haveRecovered?: true;
  /** The workflow's run in the Temporal UI, if its address is known. */
  readonly temporalUrl: string | null;
  /** Absent in messages of older code, which had none. */
  readonly buttons?: HeadlineButtons;
  /** The state's revision, for the buttons; 0 if absent. */
  readonly revision?: number;
}

/** What happens next to an incident, as data, because a change of wording must never cause an edit of the headline. */
export type NextUp =
  /** Someone must acknowledge. `calls` says who is paged otherwise, and when (RFC 3339); null if nothing is due. */
  | {
      readonly kind: 'acknowledge';
      readonly calls: { readonly level: NextLevel; readonly at: string } | null;
      /** Every level has been paged. */
      readonly allCalled: boolean;
    }
  /**
   * People are asked for an update if it stays quiet. `at` is null if they will not be asked and only a commander is needed.
   */
  | { readonly kind: 'news'; readonly at: string | null; readonly wantsCommander: boolean }
  /** The incident closes unless reopened. */
  | { readonly kind: 'close'; readonly at: string };

/** Who is paged, why, how to acknowledge, and who could not be found. A new message, because an edit notifies no one. */
export interface CallForPeopleMessage {
  readonly kind: 'callForPeople';
  readonly incident: Pick<Incident, 'id' | 'title' | 'severity'>;
  /** Null for the first page, which is sent when the incident is opened. */
  readonly why: CallReason | null;
  /** Who acknowledged; null if no one has. */
  readonly takenBy: string | null;
  readonly called: readonly Responder[];
  readonly unresolved: readonly UnresolvedReference[];
  /** People who were found but could not be invited, by name. */
  readonly refused?: readonly UnresolvedReference[];
  readonly assigned: boolean;
  /** Absent in messages of older code, which had none. */
  readonly buttons?: readonly Button[];
  /** The state's revision, for the buttons; 0 if absent. */
  readonly revision?: number;
}

/** One message in the thread, edited in place: each probe as ✓ ✗ ! ? or still running. */
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

/** A message given as facts. Older code left some messages already worded, as lines of plain text. */
type WithFacts<Facts> = { readonly facts: Facts } | { readonly lines: readonly string[] };

/** How the response went. */
export interface SummaryFacts {
  readonly incidentId: string;
  /** The steps before the summary. `tookMs` is null if none has started. */
  readonly steps: { readonly skipped: readonly StepName[]; readonly tookMs: number | null };
  /** Null if the response has not failed. */
  readonly failure: ResponseFailure | null;
  readonly stuck: readonly (Pick<StepState, 'name' | 'problem' | 'note'> & { readonly status: 'waiting' | 'blocked' | 'failed' })[];
  /** Null if there is none. */
  readonly warRoom: { readonly created: boolean; readonly afterMs: number } | null;
  /** Null if no one was looked up. */
  readonly people: (PeopleCounts & { readonly missing: Named; readonly sought: Named }) | null;
  /** Null if nothing was assessed. `probes` is the number of probes that ran. */
  readonly investigation: { readonly probes: number } | null;
  readonly degraded: Named<{ readonly what: string; readonly message: string }>;
}

/** The first of many; `more` counts the rest. */
export interface Named<Item = string> {
  readonly first: readonly Item[];
  readonly more: number;
}

/** Why a response failed. `because` is the failed step's own reason; null if none gave one. */
export type ResponseFailure =
  | { readonly kind: 'notParsed'; readonly because: string | null }
  /**
   * There is no room to work in, and nothing is known. `investigation` is the investigation's result; null if there is none.
   */
  | {
      readonly kind: 'nothingKnown';
      readonly isRoomAsked: boolean;
      readonly because: string | null;
      readonly investigation: string | null;
    };

/** A step is blocked: what a person must fix, and the command to continue. */
export interface BlockedMessage {
  readonly kind: 'blocked';
  readonly incidentId: string;
  readonly step: StepName;
  readonly problem: Problem;
}

/** A timeline entry as news. An entry of kind `omitted` stands for entries that could not all be kept. */
export type NewsEntry = TypedNews | WordedNews | AlertChanges;
export type TypedNews = Acting &
  EntryData &
  Pick<Recorded, 'disbelieved'> & {
    /** The incident's id, if a critical or high incident was acknowledged and has no commander. */
    readonly lacksCommander?: string;
    /** When an alert changed (RFC 3339), because its news may have waited. */
    readonly at?: string;
  };

/** What became of alerts: `new` and `changed` ones are firing, `ended` ones did so without recovering. */
export const ALERT_CHANGE_KINDS = ['new', 'changed', 'recovered', 'ended', 'stillFiring', 'noted'] as const;
export type AlertChangeKind = (typeof ALERT_CHANGE_KINDS)[number];

/** Changes of many alerts, counted. Its actor is that of the latest. Times are RFC 3339; null if unknown. */
export type AlertChanges = Acting & {
  readonly kind: 'alertChanges';
  readonly counts: Readonly<Partial<Record<AlertChangeKind, number>>>;
  /** When the first of them came. */
  readonly since: string | null;
  /** `title` is null if it must not be shown. */
  readonly latest: { readonly kind: AlertChangeKind; readonly title: string | null; readonly at: string | null };
};
/** As older code left it in a run's handover. */
export type WordedNews = Pick<WordedEntry, 'actor' | 'kind' | 'text' | 'count'> & { readonly commanderCommand?: string };

/**
 * Commands changed the incident: it was acknowledged, its severity was raised, it was resolved, notes were added.
 * Simultaneous changes are posted as one message.
 */
export interface NewsMessage {
  readonly kind: 'news';
  readonly entries: readonly NewsEntry[];
}

/** The incident has been quiet: its owner is asked for an update. */
export interface ReminderMessage {
  readonly kind: 'reminder';
  readonly incidentId: string;
  /** Slack user ids of those who are asked. */
  readonly asked: readonly string[];
  readonly acknowledgedBy: string | null;
  /** True if a critical or high incident has no commander. */
  readonly wantsCommander: boolean;
  /** Absent in messages of older code, which had none. */
  readonly buttons?: readonly Button[];
}

/** All alerts behind the incident have recovered: its owner is asked whether it is over. */
export interface RecoveredMessage extends Omit<ReminderMessage, 'kind' | 'wantsCommander'> {
  readonly kind: 'recovered';
}

/** The incident is resolved: how long everything took, and until when it can be reopened. */
export type OutcomeMessage = {
  readonly kind: 'outcome';
  readonly incidentId: string;
  readonly reopenUntil: string | null;
  /** Absent in messages of older code, which had none. */
  readonly buttons?: readonly Button[];
} & WithFacts<OutcomeFacts>;

/** How an incident went. The hypothesis is absent while no investigation has a result, and null if one found none. */
export interface OutcomeFacts extends Pick<IncidentMetrics, 'timeToWarRoomMs' | 'timeToAcknowledgeMs' | 'timeToResolveMs'> {
  readonly acknowledgedBy: string | null;
  readonly resolvedBy: string | null;
  readonly commander: string | null;
  /** Number of levels that were paged. */
  readonly escalated: number;
  readonly reopenings: number;
  readonly hypothesis?: string | null;
}
