import type { IncidentPolicy, RequestedPrivacy } from './incident';

/** What of the configuration the domain's decisions depend on. Read and checked once by config.ts; frozen. */
export interface IncidentRules {
  /** `PROD` in PROD-20260101-001. */
  readonly idPrefix: string;
  readonly privacy: {
    /** Used when a request says nothing. */
    readonly default: RequestedPrivacy;
    /** `key` or `key=value`: an incident with such a label is private. */
    readonly privateLabels: readonly string[];
    /** An incident for which one of these people is asked is private: exact references, or a local part before `@`. */
    readonly privateUsers: readonly string[];
  };
  /** Named lists of people; `@name` among the people of an incident stands for them. */
  readonly teams: Readonly<Record<string, readonly string[]>>;
  /** Probed when neither request nor alert names a target. */
  readonly defaultTargets: readonly string[];
  /** Times and people by severity; `responders` of a severity are called when a request names nobody. */
  readonly policy: IncidentPolicy;
}
