import type { Severity } from './severity';

/** Why people are paged outside the chat. */
export type PageReason =
  | { readonly kind: 'started' }
  /** `level` counts from 1. */
  | { readonly kind: 'escalated'; readonly level: number }
  /** Only through services that are used from this severity on. */
  | { readonly kind: 'raised'; readonly to: Severity }
  /** The chat could not be reached, or refused, so no one has been paged in it. */
  | { readonly kind: 'slackUnreachable' }
  | { readonly kind: 'reopened' };

/** How pages end: no one else is paged, or the service's own incident is closed. */
export type PageEnding = 'acknowledged' | 'resolved';

/** A service that pages people, as the policy names it. */
export interface PagerUse {
  readonly name: string;
  /** It is used for incidents of these severities. */
  readonly severities: readonly Severity[];
  /**
   * True if each page is a message of its own there. Then a page after a reopening need not wait until the earlier ones are
   * resolved. Absent if the service keeps one alert for the incident, and in older histories.
   */
  readonly sendsMessages?: true;
}

interface PageSubject {
  /** The same in each attempt, and never used for anything else. A service recognises a repeated attempt by it. */
  readonly key: string;
  /** The service's own key for the trouble, so that it can be acknowledged and resolved. */
  readonly incidentId: string;
  /** As in `PagerLog`. */
  readonly alert?: number;
  readonly severity: Severity;
  /** The people paged, as written: emails, names, `@groups`, `@oncall:NAME`. */
  readonly references: readonly string[];
}

export interface PageRequest extends PageSubject {
  /** Text from outside. Not sent if the incident is private. */
  readonly title: string;
  readonly reason: PageReason;
  /** Where people continue. Not sent if the incident is private. */
  readonly links: { readonly incident: string | null; readonly room: string | null };
  /** A private incident's page says its id, its severity and why people are paged; nothing else. */
  readonly isPrivate: boolean;
}

/** The incident was acknowledged or resolved, so its pages must stop. */
export interface PageEndRequest extends PageSubject {
  /** The addresses that were paged, besides the references; absent if no service has named any. */
  readonly recipients?: readonly string[];
  /** The keys of all pages that may have been sent, for services that keep each page apart. */
  readonly pageKeys: readonly string[];
}

/** What one service was asked to do since the incident started or was last reopened. */
export interface PagerLog {
  readonly name: string;
  /** Keys of the pages that were sent, or were being sent. */
  readonly keys: readonly string[];
  /** Of those keys, the ones given up before the service had answered. They may be sent again if they are wanted again. */
  readonly givenUp?: readonly string[];
  /** The people of the pages, as written, except of those pages whose addresses are known. */
  readonly references: readonly string[];
  /** The addresses that were paged: whoever is on call may be someone else by the time the pages end. */
  readonly recipients?: readonly string[];
  /** The last ending that was asked for; null if none was, or if it no longer holds. */
  readonly ending: PageEnding | null;
  /**
   * Which of the incident's alerts in the service is the current one, from 2 on; absent for the first. A page that follows an
   * acknowledgement begins another alert, because services call no one for an alert that was acknowledged.
   */
  readonly alert?: number;
  /** When the acknowledgement was made that came before the current alert, and so does not apply to it. */
  readonly acknowledgedBefore?: string;
}

/** Pages outside the chat. */
export interface PageLog {
  readonly pagers: readonly PagerLog[];
  /** The number of reopenings when people were last paged because no one could be paged in the chat; null if they never were. */
  readonly slackAwayIn: number | null;
}
