import type { IncidentPolicy, RequestedPrivacy } from './incident';

/** The configuration that the domain's decisions depend on. It is read and checked once, by config.ts, and then frozen. */
export interface IncidentRules {
  /** `PROD` in PROD-20260101-001. */
  readonly idPrefix: string;
  readonly privacy: {
    /** Used if a request does not say. */
    readonly default: RequestedPrivacy;
    /** `key` or `key=value`: an incident with such a label is private. */
    readonly privateLabels: readonly string[];
    /** An incident that requests one of these people is private: exact references, or a local part before `@`. */
    readonly privateUsers: readonly string[];
  };
  /** Named lists of people; `@name` among an incident's people stands for them. */
  readonly teams: Readonly<Record<string, readonly string[]>>;
  /** Probed if neither the request nor the alert names a target. */
  readonly defaultTargets: readonly string[];
  /** Times and people by severity; `responders` of a severity are paged if a request names no one. */
  readonly policy: IncidentPolicy;
}
