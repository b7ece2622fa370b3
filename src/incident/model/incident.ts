import { limitedMemo } from '../text/limited-text';
import type { FiringAlerts } from './firing-alerts';
import type { PagerUse } from './page';
import type { Severity } from './severity';

export const CHANNEL_PRIVACIES = ['public', 'private', 'auto'] as const;
export type RequestedPrivacy = (typeof CHANNEL_PRIVACIES)[number];
/** The actual privacy of a channel. A `private` incident never gets a public channel. */
export type ChannelPrivacy = 'public' | 'private';

export const EVENT_STATUSES = ['firing', 'resolved', 'acknowledged', 'ignored'] as const;
export type EventStatus = (typeof EVENT_STATUSES)[number];

/** A secondary field that could not be read. The alert still counts, with a replacement value. */
export interface FieldProblem {
  /** As the payload names it: `severity`, `alerts[2].labels`. */
  readonly field: string;
  /** The raw value: text as given, anything else as JSON, cut to one line. Untrusted text. */
  readonly value: string;
  /** The replacement, as human-readable text: "medium, the default". */
  readonly taken: string;
}

/**
 * `dataVanished`: the alert ended because its data did. `ruleChanged`: its rule was paused, changed or deleted. `silenced`:
 * someone silenced it, or another alert inhibits it. `notAnAlert`: a valid message that reports no alert, such as a test or the
 * confirmation of a subscription.
 */
export const STATUS_NOTE_KINDS = ['dataVanished', 'ruleChanged', 'silenced', 'notAnAlert'] as const;

/** Why the status differs from the payload's own word. */
export interface StatusNote {
  readonly kind: (typeof STATUS_NOTE_KINDS)[number];
  /** One human-readable sentence, including the tool's own reason. Untrusted text. */
  readonly text: string;
}

/** The source of the alerts that report late heartbeats; no configured source can have this name. */
export const HEARTBEAT_SOURCE = 'heartbeat';

/** One alert of any vendor, in the project's own terms. */
export interface NormalizedEvent {
  /** The vendor's format: `alertmanager`, `generic`. */
  readonly source: string;
  readonly status: EventStatus;
  readonly severity: Severity;
  /** True if the payload named no known severity and the default was used. */
  readonly severityDefaulted: boolean;
  /** The severity as the payload spelled it, for the reader to judge; null if absent. */
  readonly severityRaw: string | null;
  readonly title: string;
  /** The alert's own name (`alertname`, `alert_name`), else its title. */
  readonly alertName: string;
  readonly description: string;
  /** Identity of the vendor's group, always prefixed with the source; null if the payload has none. */
  readonly fingerprint: string | null;
  /** When the trouble started (RFC 3339, UTC). The time of receipt if the payload has no usable one. */
  readonly startedAt: string;
  /** Absolute http(s) links only. */
  readonly links: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  // Every parser sets the next three fields. They are absent from events that an older version read, which histories still
  // hold.
  /** Secondary fields that could not be read; bounded. */
  readonly problems?: readonly FieldProblem[];
  /** Null if the status is what the payload says. */
  readonly statusNote?: StatusNote | null;
  /** Its firing alerts; for a single alert, the alert itself. */
  readonly firing?: FiringAlerts;
}

/** People who are paged together if no one acknowledged in time. */
export interface EscalationLevel {
  /** Display name: `level 1`, `database leads`. */
  readonly name: string;
  /** References as elsewhere: emails, names, @groups. Empty means everyone paged so far, again. */
  readonly users: readonly string[];
}

/** A level still to be paged, and which one it is. */
export interface NextLevel {
  /** 1 for the first level. */
  readonly number: number;
  readonly level: EscalationLevel;
  /** True if it was paged before and no one acknowledged. */
  readonly again: boolean;
}

/** How soon people must react to incidents of one severity. Times are in milliseconds. */
export interface SeverityPolicy {
  /** From the start or a reopening to the first escalation. */
  readonly acknowledgeWithinMs: number;
  /** From one level to the next. */
  readonly escalateEveryMs: number;
  /** How long an acknowledged incident may stay quiet before someone is asked for an update. */
  readonly remindAfterMs: number;
  /** Who is paged, level by level. Empty means everyone paged at the start. */
  readonly levels: readonly EscalationLevel[];
  /** Paged at the start, and again when the severity rises to this one. */
  readonly responders: readonly string[];
  /** The next three are set only if the severity has its own values; otherwise the incident's policy applies. */
  readonly archiveAfterMs?: number | undefined;
  readonly archiveChannel?: boolean | undefined;
  readonly repeatLastLevel?: number | undefined;
}

/** The configured times and people, fixed for every severity when the incident is parsed. */
export interface IncidentPolicy {
  /** How long after resolution the workflow stays open for `reopen`, in milliseconds. */
  readonly archiveAfterMs: number;
  /** Whether the Slack channel is then archived too. */
  readonly archiveChannel: boolean;
  /** How many times the last level is paged again if no one acknowledges. */
  readonly repeatLastLevel: number;
  readonly bySeverity: Readonly<Record<Severity, SeverityPolicy>>;
  /** The services that page people outside the chat; absent if there are none, and in older histories. */
  readonly pagers?: readonly PagerUse[];
  /** The channel that shows a card for each incident of these severities; absent if there is none, and in older histories. */
  readonly broadcast?: { readonly channel: string; readonly severities: readonly Severity[] };
}

/** The parsed, validated incident that every later step works with. */
export interface Incident {
  /** The workflow has the same id: `[A-Z0-9-]{1,64}`. */
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  readonly severityDefaulted: boolean;
  readonly description: string;
  /** Where it came from: the event's source, or `manual`. */
  readonly source: string;
  /** The alert's own name. */
  readonly sourceAlert: string;
  readonly channelName: string;
  readonly privacy: ChannelPrivacy;
  /** Why the room is private or public, as human-readable text: "label security=true". */
  readonly privacyReason: string;
  /** When the incident was created (RFC 3339, UTC). */
  readonly createdAt: string;
  /** When the trouble started (RFC 3339, UTC). */
  readonly startedAt: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly links: readonly string[];
  readonly fingerprint: string | null;
  /**
   * Secondary fields of the alert that could not be read. Absent, like the next field, without an alert or in older
   * histories.
   */
  readonly problems?: readonly FieldProblem[];
  /** The alerts that fired when it was opened. */
  readonly firing?: FiringAlerts;
  /** What probes look at: URLs and HOST:PORT, from the request, then the alert's labels and links, then the configuration. */
  readonly targets: readonly string[];
  /** It names more targets than an incident keeps. */
  readonly hasMoreTargets?: true;
  /** Names of the services that it is about; absent if it is about none, and in older histories. */
  readonly services?: readonly string[];
  /** The people requested, as written: emails, display names, user names, real names, @groups. */
  readonly users: readonly string[];
  /** Names of the requested runbooks; empty means those whose conditions match. */
  readonly runbooks: readonly string[];
  readonly declaredBy: string;
  /** This run in the Temporal UI, if the worker knows the UI's address. */
  readonly temporalUrl?: string | null;
  readonly policy: IncidentPolicy;
}

/** Start input of the workflow. `incidentId` is required, and so is `event` or `title`. */
export interface IncidentRequest {
  readonly incidentId: string;
  /** Raw alert as received: a JSON value, of any supported source. */
  readonly event?: unknown;
  /** How to read `event`; default: recognised by its shape. */
  readonly source?: string;
  readonly title?: string;
  readonly severity?: Severity;
  readonly description?: string;
  readonly users?: readonly string[];
  readonly labels?: Readonly<Record<string, string>>;
  readonly targets?: readonly string[];
  readonly channelPrivacy?: RequestedPrivacy;
  /** Default true. If false, no war room is created and none is scored. */
  readonly createChannel?: boolean;
  /** Default true. If false, people are looked up and invited, but no one is assigned. */
  readonly autoAssign?: boolean;
  readonly runbooks?: readonly string[];
  /** Workflow id of the group of alerts that opens it. */
  readonly group?: string;
  readonly actor: string;
  /** The person's name, if `actor` is an id, as with commands. */
  readonly actorName?: string;
  /** Through what the actor acted, as with commands; here, the operating system's user. */
  readonly via?: string;
}

/** The policy for the incident's current severity: the severity's own values, else the general ones. */
export function currentPolicy({ policy, severity }: Incident): Omit<IncidentPolicy, 'bySeverity'> {
  const own = policy.bySeverity[severity];
  return {
    archiveAfterMs: own.archiveAfterMs ?? policy.archiveAfterMs,
    archiveChannel: own.archiveChannel ?? policy.archiveChannel,
    repeatLastLevel: own.repeatLastLevel ?? policy.repeatLastLevel,
  };
}

/** A marker, not display text: the next run compares it with the memo, so it never changes. */
const PRIVATE = '(private)';

/** The title as shown to everyone who can list incidents. A private incident does not show its own. */
export function publicTitleOf({ privacy, title }: Incident): string {
  return privacy === 'private' ? PRIVATE : limitedMemo(title);
}

/** Whether a title that everyone may read, or its absence, shows that the incident is public. Until it is known, it counts as private. */
export const isOfPublic = (title: string | null): title is string => title !== null && title !== PRIVATE;
