import type { ProposalEntry } from './actions/proposal-entry';
import type { AlertFiring } from './alert-outcome';
import type { CallReason } from './call-reason';
import type { ToldEntry } from './commands';
import type { Investigated } from './finding';
import type { ChannelPrivacy, EventStatus, NextLevel } from './incident';
import type { PageReason } from './page';
import type { Problem, StepName } from './plan';
import type { QuotedMessage } from './quoted-message';
import type { Doubt, Role, UnresolvedReference } from './responders';
import type { Severity } from './severity';

/** Who did something, and through what, if known: the operating system's user, `slack`, `webhook`. */
export interface Acting {
  readonly actor: string;
  /** The person's name, if `actor` is an id, such as `slack:U0123`. */
  readonly actorName?: string;
  readonly via?: string;
}

export interface Declared {
  readonly kind: 'declared';
}
export interface Acknowledged {
  readonly kind: 'acknowledge';
  /** Set if a person typed the actor's name and it is unknown whether that actor exists. */
  readonly unchecked?: Doubt;
}
export interface Declined {
  readonly kind: 'decline';
  readonly reason?: string;
  /** True if this person had acknowledged it, which no longer holds. */
  readonly hadAcknowledged: boolean;
  /** The level that is paged because no one else may still take it; null if someone may. `nobody` as when escalating. */
  readonly pages: { readonly level: NextLevel; readonly nobody: NobodyReason | null } | 'noLevelLeft' | null;
}
export interface Noted {
  readonly kind: 'addNote';
  readonly note: string;
  /** The message that the note is the text of; absent if the actor wrote it as a note. */
  readonly quoted?: QuotedMessage;
}
export interface SeverityChanged {
  readonly kind: 'changeSeverity';
  readonly from: Severity;
  readonly to: Severity;
}
export interface Assigned {
  readonly kind: 'assign';
  readonly person: string;
  /** Null means the incident itself. */
  readonly role: Role | null;
  /** The previous holder of the role; null if none. */
  readonly from: string | null;
  /** True if they took it themselves. */
  readonly isSelf?: boolean;
  readonly unchecked?: Doubt;
}
export interface RespondersAdded {
  readonly kind: 'addResponders';
  /** As written; those chosen by id in Slack, by name. */
  readonly called: readonly string[];
  readonly notFound: readonly Pick<UnresolvedReference, 'reference' | 'reason'>[];
  readonly unchecked?: Doubt;
}
export interface TitleChanged {
  readonly kind: 'changeTitle';
  readonly from: string;
  readonly to: string;
}
/** Why a page to a level reaches no one. */
export type NobodyReason = 'noWarRoom' | 'nobodyRequested' | 'nobodyFoundYet' | 'nobodyFound';
export interface Escalated {
  readonly kind: 'escalate';
  readonly level: NextLevel;
  /** Null if it reaches someone. */
  readonly nobody: NobodyReason | null;
  /** False if a person asked for it; true if no one acknowledged in time. */
  readonly isByClock: boolean;
}
export interface Resolved {
  readonly kind: 'resolve';
  readonly note?: string;
  /** The last alert to recover; all others behind the incident had already recovered. */
  readonly alert?: { readonly title: string | null };
}
export interface Reopened {
  readonly kind: 'reopen';
  /** A person's own words, or the firing alert. */
  readonly reason: string | AlertFiring;
}
export interface Cancelled {
  readonly kind: 'cancel';
  /** Null if the workflow was cancelled in Temporal. */
  readonly reason: string | null;
}
export interface InvestigatedAgain {
  readonly kind: 'investigateAgain';
  /** Empty means those that match. */
  readonly runbooks: readonly string[];
}
export interface Resumed {
  readonly kind: 'resumeFrom';
  readonly step: StepName;
  /** True if the incident was closed and a new run continues it. */
  readonly wasClosed: boolean;
}
/** An alert for an open incident. `noLonger`: services that no alert is about any more. A title is null if the alert asks for privacy and the room is public. */
export interface AlertUpdated {
  readonly kind: 'alertUpdated';
  readonly alert:
    | ({ readonly outcome: 'updated' | 'repeated' } & AlertFiring)
    | { readonly outcome: 'partlyRecovered'; readonly title: string | null; readonly noLonger?: readonly string[] }
    | { readonly outcome: 'alreadyResolved'; readonly title: string | null }
    | { readonly outcome: 'recovered'; readonly title: string | null; readonly incidentId: string }
    /** `what` names the alert and says why it ended. */
    | { readonly outcome: 'notRecovered'; readonly what: string | null; readonly isResolved: boolean }
    | {
        readonly outcome: 'stillFiring';
        readonly title: string | null;
        readonly incidentId: string;
        readonly resolvedBy: string | null;
        readonly resolvedAt: string | null;
      }
    | { readonly outcome: 'noted'; readonly title: string | null; readonly status: EventStatus; readonly severity: Severity };
}
export interface CommandRefused {
  readonly kind: 'refused';
  /** As sent, so it may be an unknown command. */
  readonly command: string;
  /** As returned to the sender. */
  readonly reason: string;
}
export interface StepBlocked {
  readonly kind: 'blocked';
  readonly step: StepName;
  readonly problem: Problem;
}
export interface Degraded {
  readonly kind: 'degraded';
  /** A node of the response, work that follows from a command, or `call of …`, `invitation of …`. */
  readonly what: string;
  readonly problem: Problem;
}
export interface WarRoomOpened {
  readonly kind: 'warRoom';
  readonly name: string;
  readonly privacy: ChannelPrivacy;
  /** False if an existing channel was reused. */
  readonly created: boolean;
  /** Name of the room that it replaces; null if it is the first. */
  readonly insteadOf: string | null;
}
/** Why a page decided on earlier is obsolete. */
export type Obsolescence = 'resolved' | 'cancelled' | 'acknowledged';
/** What identifies a page. */
export interface CallIdentity {
  /** As written; empty means everyone. */
  readonly references: readonly string[];
  readonly reason: CallReason['kind'];
  /** The level, for an escalation. */
  readonly level?: number;
}
export interface CallDropped extends CallIdentity {
  readonly kind: 'call';
  readonly because: Obsolescence;
}
/** People were paged outside the chat. */
export interface Paged {
  readonly kind: 'paged';
  /** The service's name in the configuration. */
  readonly pager: string;
  readonly reason: PageReason;
}
export interface AskedForNews {
  readonly kind: 'reminder';
}
/** A resolved incident whose workflow was cancelled in Temporal. */
export interface Closed {
  readonly kind: 'close';
}
/** Stands for entries that could not all be kept. */
export interface Omitted {
  readonly kind: 'omitted';
  readonly count: number;
}

/** What happened, as data. It contains text from people and alerts, but none of our own wording. */
export type EntryData =
  | Declared
  | Acknowledged
  | Declined
  | Noted
  | SeverityChanged
  | Assigned
  | RespondersAdded
  | TitleChanged
  | Escalated
  | Resolved
  | Reopened
  | Cancelled
  | InvestigatedAgain
  | Investigated
  | Resumed
  | AlertUpdated
  | CommandRefused
  | StepBlocked
  | Degraded
  | WarRoomOpened
  | CallDropped
  | Paged
  | AskedForNews
  | Closed
  | Omitted
  | ProposalEntry
  | ToldEntry;
export type EntryKind = EntryData['kind'];

/** When something happened, and by which request. */
export interface Recorded {
  /** When it happened, according to whoever did it (RFC 3339, UTC). */
  readonly at: string;
  /** When the workflow recorded it. */
  readonly recordedAt: string;
  readonly requestId: string | null;
  /** The sender's value for `at`, if it cannot be true. */
  readonly disbelieved?: string;
}

/** An entry in words, as older code wrote it and external readers see it. `actor` is for people: "ann (via root)". */
export interface WordedEntry {
  readonly at: string;
  readonly recordedAt: string;
  readonly actor: string;
  /** `declared`, `acknowledge`, `refused`…; older code may have used other kinds. */
  readonly kind: string;
  /** One sentence. It is untrusted text if a person or an alert wrote it. */
  readonly text: string;
  readonly requestId: string | null;
  /** Set if the actor is shown by name: the id behind it. */
  readonly by?: Acting;
  /** For an entry of kind `omitted`: how many entries it stands for. */
  readonly count?: number;
  /** For a note that is someone's message: the message alone, and whose it is. `text` has all of it. */
  readonly note?: string;
  readonly quoted?: QuotedMessage;
}

export type TimelineEntry = (Recorded & Acting & EntryData) | WordedEntry;
