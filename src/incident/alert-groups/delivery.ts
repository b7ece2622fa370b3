import type { NormalizedEvent } from '../model/incident';

/** No vendor's id begins with it, because those are hashed. */
export const RECONCILED = 'reconciled-';

/** One alert as it was delivered: the payload of the signal `alertDelivered`. */
export interface AlertDelivery {
  /**
   * The vendor's message id, or the SHA-256 of the raw body and the minute of its receipt; each further event of a body adds its
   * index. What was found by asking the source has an id of our own, which begins with `reconciled-`.
   */
  readonly id: string;
  /** True if the id is the vendor's or our own. Two deliveries with equal bodies in one minute may still be two. */
  readonly isVendorId: boolean;
  /** When the gateway received it (RFC 3339, UTC). */
  readonly receivedAt: string;
  readonly event: NormalizedEvent;
  /**
   * For what was found by asking the source: how many deliveries the group had handled in the state that was compared. Once it has
   * handled another, this delivery no longer applies.
   */
  readonly basedOn?: number;
  /** Who is paged if it opens an incident; absent or empty: those whom the configuration names. */
  readonly users?: readonly string[];
}
