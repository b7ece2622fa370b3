import type { PageEndRequest, PageRequest } from '../incident/model/page';

/** Email addresses of the people paged, for services that do not know whom to page; others ignore them. */
interface Addressed {
  readonly recipients: readonly string[];
}

export type Page = Omit<PageRequest, 'references'> & Addressed;
export type PageEnd = Omit<PageEndRequest, 'references'> & Addressed;

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
