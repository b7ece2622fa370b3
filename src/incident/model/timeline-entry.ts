import type { AlertFiring } from './alert-outcome';
import type { CallReason } from './call-reason';
import type { ToldEntry } from './commands';
import type { ChannelPrivacy, EventStatus, NextLevel } from './incident';
import type { Problem, StepName } from './plan';
import type { Doubt, Role, UnresolvedReference } from './responders';
import type { Severity } from './severity';

/** Who did something, and how the actor came in where that is known: the operating system's user, `slack`, `webhook`. */
export interface Acting {
  readonly actor: string;
  readonly via?: string;
}

export interface Declared {
  readonly kind: 'declared';
}
export interface Acknowledged {
  readonly kind: 'acknowledge';
  /** The actor was typed by a person, and nobody knows whether there is such a one. */
  readonly unchecked?: Doubt;
}
export interface Noted {
  readonly kind: 'addNote';
  readonly note: string;
}
export interface SeverityChanged {
  readonly kind: 'changeSeverity';
  readonly from: Severity;
  readonly to: Severity;
}
export interface Assigned {
  readonly kind: 'assign';
  readonly person: string;
  /** Null: the incident itself. */
  readonly role: Role | null;
  /** Who had the role before; null: nobody. */
  readonly from: string | null;
  readonly unchecked?: Doubt;
}
export interface RespondersAdded {
  readonly kind: 'addResponders';
  /** As written. */
  readonly called: readonly string[];
  readonly notFound: readonly Pick<UnresolvedReference, 'reference' | 'reason'>[];
  readonly unchecked?: Doubt;
}
export interface TitleChanged {
  readonly kind: 'changeTitle';
  readonly from: string;
  readonly to: string;
}
/** Why a call of a level reaches nobody. */
export type NobodyReason = 'noWarRoom' | 'nobodyFound';
export interface Escalated {
  readonly kind: 'escalate';
  readonly level: NextLevel;
  /** Null: it reaches somebody. */
  readonly nobody: NobodyReason | null;
  /** False: a person asked for it. True: nobody has acknowledged in time. */
  readonly isByClock: boolean;
}
export interface Resolved {
  readonly kind: 'resolve';
  readonly note?: string;
  /** Every alert behind it has recovered; this was the last. */
  readonly alert?: { readonly title: string | null };
}
export interface Reopened {
  readonly kind: 'reopen';
  /** As a person has written it, or the alert that fires. */
  readonly reason: string | AlertFiring;
}
export interface Cancelled {
  readonly kind: 'cancel';
  /** Null: the workflow was cancelled in Temporal. */
  readonly reason: string | null;
}
export interface InvestigatedAgain {
  readonly kind: 'investigateAgain';
  /** Empty: those that match. */
  readonly runbooks: readonly string[];
}
export interface Resumed {
  readonly kind: 'resumeFrom';
  readonly step: StepName;
  /** True: the incident was closed, and a new run took it up. */
  readonly wasClosed: boolean;
}
/** An alert that came for an open incident. A title is null where the alert asks for privacy and the room is public. */
export interface AlertUpdated {
  readonly kind: 'alertUpdated';
  readonly alert:
    | ({ readonly outcome: 'updated' | 'repeated' } & AlertFiring)
    | { readonly outcome: 'partlyRecovered' | 'alreadyResolved'; readonly title: string | null }
    /** `what`: the alert, and why it has ended. */
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
  /** As it was sent: it may be none that we know. */
  readonly command: string;
  /** As it was answered. */
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
  /** False: a channel that stood already was taken over. */
  readonly created: boolean;
  /** Name of the room that it replaces; null: it is the first. */
  readonly insteadOf: string | null;
}
/** Why a call that was decided earlier is not made any more. */
export type Obsolescence = 'resolved' | 'cancelled' | 'acknowledged';
/** What tells a call for people from others. */
export interface CallIdentity {
  /** As written; empty: everybody. */
  readonly references: readonly string[];
  readonly reason: CallReason['kind'];
  /** Of an escalation: which level. */
  readonly level?: number;
}
export interface CallDropped extends CallIdentity {
  readonly kind: 'call';
  readonly because: Obsolescence;
}
export interface AskedForNews {
  readonly kind: 'reminder';
}
/** A resolved incident whose workflow was cancelled in Temporal. */
export interface Closed {
  readonly kind: 'close';
}
/** Stands for entries that were too many. */
export interface Omitted {
  readonly kind: 'omitted';
  readonly count: number;
}

/** What happened, as data: what a person or an alert wrote is in it, no word of ours is. */
export type EntryData =
  | Declared
  | Acknowledged
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
  | Resumed
  | AlertUpdated
  | CommandRefused
  | StepBlocked
  | Degraded
  | WarRoomOpened
  | CallDropped
  | AskedForNews
  | Closed
  | Omitted
  | ToldEntry;
export type EntryKind = EntryData['kind'];

/** When something happened, and by which request. */
export interface Recorded {
  /** When it happened, by the one who did it (RFC 3339, UTC). */
  readonly at: string;
  /** When the workflow recorded it. */
  readonly recordedAt: string;
  readonly requestId: string | null;
  /** A time that the sender gave for `at`, and that cannot be true. */
  readonly disbelieved?: string;
}

/**
 * An entry with its words: as older code has written it, and as everything outside reads it. `actor` is for people:
 * "ann (via root)".
 */
export interface WordedEntry {
  readonly at: string;
  readonly recordedAt: string;
  readonly actor: string;
  /** `declared`, `acknowledge`, `refused`…; one of older code may be none of today's. */
  readonly kind: string;
  /** One sentence. Hostile text where a person or an alert wrote it. */
  readonly text: string;
  readonly requestId: string | null;
  /** Of an entry of kind `omitted`: how many entries it stands for. */
  readonly count?: number;
}

export type TimelineEntry = (Recorded & Acting & EntryData) | WordedEntry;
