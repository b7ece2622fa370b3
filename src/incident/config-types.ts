import type { RequestedPrivacy } from './incident';
import type { Severity } from './severity';

/** What of the configuration the domain's decisions depend on. Read and checked once by config.ts; frozen. */
export interface IncidentRules {
  /** `PROD` in PROD-20260101-001. */
  readonly idPrefix: string;
  /** Called when a request names nobody, by severity. */
  readonly defaultResponders: Readonly<Record<Severity, readonly string[]>>;
  readonly privacy: {
    /** Used when a request says nothing. */
    readonly default: RequestedPrivacy;
    /** `key` or `key=value`: an incident with such a label is private. */
    readonly privateLabels: readonly string[];
    /** An incident for which one of these people is asked is private: exact references, or a local part before `@`. */
    readonly privateUsers: readonly string[];
  };
  /** Probed when neither request nor alert names a target. */
  readonly defaultTargets: readonly string[];
  readonly acknowledgeWithinMs: Readonly<Record<Severity, number>>;
  readonly archiveAfterMs: number;
}
