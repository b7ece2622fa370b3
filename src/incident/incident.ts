import type { Severity } from './severity';

export const CHANNEL_PRIVACIES = ['public', 'private', 'auto'] as const;
export type RequestedPrivacy = (typeof CHANNEL_PRIVACIES)[number];
/** What a channel is in the end. An incident that is `private` never gets a public channel. */
export type ChannelPrivacy = 'public' | 'private';

export const EVENT_STATUSES = ['firing', 'resolved', 'acknowledged', 'ignored'] as const;
export type EventStatus = (typeof EVENT_STATUSES)[number];

/** One alert of any vendor in our own words. */
export interface NormalizedEvent {
  /** The vendor's format: `alertmanager`, `generic`. */
  readonly source: string;
  readonly status: EventStatus;
  readonly severity: Severity;
  /** True when the payload named no severity that is known and the default was taken. */
  readonly severityDefaulted: boolean;
  /** The severity as the payload spelled it, for the reader to judge; null when absent. */
  readonly severityRaw: string | null;
  readonly title: string;
  /** The alert's own name (`alertname`, `alert_name`), else its title. */
  readonly alertName: string;
  readonly description: string;
  /** Identity of the vendor's group, always prefixed by the source; null when the payload has none. */
  readonly fingerprint: string | null;
  /** When the trouble began (RFC 3339, UTC). The receive time when the payload has none that is usable. */
  readonly startedAt: string;
  /** Absolute http(s) links only. */
  readonly links: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
}

/** How soon people must react and how long a resolved incident stays open; fixed when the incident is parsed. */
export interface IncidentPolicy {
  /** How long after resolution the workflow stays open for `reopen`, in milliseconds. */
  readonly archiveAfterMs: number;
  /** How long after the start somebody must have acknowledged, in milliseconds. */
  readonly acknowledgeWithinMs: number;
}

/** What every later step works with: the parsed, validated incident. */
export interface Incident {
  /** Also the workflow id: `[A-Z0-9-]{1,64}`. */
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
  /** Why the privacy is what it is, for people: "label security=true". */
  readonly privacyReason: string;
  /** When the incident was made (RFC 3339, UTC). */
  readonly createdAt: string;
  /** When the trouble began (RFC 3339, UTC). */
  readonly startedAt: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly links: readonly string[];
  readonly fingerprint: string | null;
  /** What probes look at: URLs and HOST:PORT, from the request, then the alert's labels and links, then configuration. */
  readonly targets: readonly string[];
  /** The people asked for, as written: emails, display names, user names, real names, @groups. */
  readonly users: readonly string[];
  /** Names of the runbooks asked for; empty: those whose conditions match. */
  readonly runbooks: readonly string[];
  readonly declaredBy: string;
  /** This run in the Temporal UI, when the worker knows the UI's address. */
  readonly temporalUrl?: string | null;
  readonly policy: IncidentPolicy;
}

/** Start input of the workflow: the original's parameters in our names. Only `incidentId` and one of `event` and `title` matter. */
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
  /** Default true. False: no war room is made and none is scored. */
  readonly createChannel?: boolean;
  /** Default true. False: people are resolved and invited, but nobody is assigned. */
  readonly autoAssign?: boolean;
  readonly runbooks?: readonly string[];
  readonly actor: string;
}
