import type { AlertFiring } from './alert-outcome';
import type { Role } from './responders';
import type { Severity } from './severity';

/** Why people are paged after the start. */
export type CallReason =
  /**
   * `level` counts from 1; `by` is null if the reason is that no one acknowledged in time, or, with `isDeclined`, that no one
   * who was called can take it.
   */
  | { readonly kind: 'escalation'; readonly level: number; readonly by: string | null; readonly isDeclined?: true }
  | { readonly kind: 'severity'; readonly from: Severity; readonly to: Severity }
  | { readonly kind: 'added'; readonly by: string }
  | { readonly kind: 'assigned'; readonly by: string; readonly role: Role | null }
  | { readonly kind: 'reopened'; readonly by: string; readonly reason: string | AlertFiring }
  /** These people were found later than the others paged for the reason `of`; null for the initial page. */
  | { readonly kind: 'late'; readonly of: CallReason | null };
