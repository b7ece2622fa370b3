import type { PageReason } from '../incident/model/page';
import type { Severity } from '../incident/model/severity';

interface About {
  /** The same in each attempt, and never used for anything else. A service or a receiver recognises a repeated attempt by it. */
  readonly key: string;
  /** The service's own key for the trouble, so that it can be acknowledged and resolved. */
  readonly incidentId: string;
  readonly severity: Severity;
  /** Email addresses of the people paged, for services that do not know whom to page; others ignore them. */
  readonly recipients: readonly string[];
}

export interface Page extends About {
  /** Text from outside. Not sent if the incident is private. */
  readonly title: string;
  readonly reason: PageReason;
  /** Where people continue. Not sent if the incident is private. */
  readonly links: { readonly incident: string | null; readonly room: string | null };
  /** A private incident's page says its id, its severity and why people are paged; nothing else. */
  readonly isPrivate: boolean;
}

/** The incident was acknowledged or resolved, so its pages must stop. */
export interface PageEnd extends About {
  /** The keys of all pages sent for the incident so far, for services that keep each page apart. */
  readonly pageKeys: readonly string[];
}

export interface PageReceipt {
  /** Addresses that the service refused although it took the page for others. Paging them again would page those others twice. */
  readonly refused: readonly string[];
}

/**
 * Pages people outside the chat. Each method may be repeated with the same argument; each adapter says how a repetition is
 * recognised.
 */
export interface Pager {
  /** True if it must be told whom to page. */
  readonly needsRecipients?: true;
  /** @throws NotifyError */
  page(page: Page, signal?: AbortSignal): Promise<PageReceipt>;
  /** Stops the paging, and keeps the trouble open. @throws NotifyError */
  acknowledge(end: PageEnd, signal?: AbortSignal): Promise<void>;
  /** Closes the trouble. @throws NotifyError */
  resolve(end: PageEnd, signal?: AbortSignal): Promise<void>;
}

/** A secret that may be rotated. */
export interface Secret {
  readonly value: () => string;
  /** Reads it again, after the service refused it. */
  readonly refresh: () => string;
}

export const NONE_REFUSED: PageReceipt = { refused: [] };
