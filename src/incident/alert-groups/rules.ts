import { RECOVERY_ACTIONS, type RecoveryAction } from '../model/alert-outcome';
import type { Severity } from '../model/severity';

/**
 * What a rule does with an alert. `joinDependency`: it joins the open incident of a service that its own needs. `record`: it is kept
 * and shown, and opens nothing.
 */
export const RULE_ACTIONS = ['open', 'join', 'joinDependency', 'record'] as const;
export type RuleAction = (typeof RULE_ACTIONS)[number];

export { RECOVERY_ACTIONS, type RecoveryAction };

/** Which alerts a rule or a maintenance applies to. All given conditions must hold; an empty one holds for every alert. */
export interface AlertCondition {
  /** Names of senders, or their types. */
  readonly source?: readonly string[] | undefined;
  readonly severity?: readonly Severity[] | undefined;
  /** By label: the accepted values; `*` accepts any. */
  readonly labels?: Readonly<Record<string, readonly string[]>> | undefined;
}

export type AlertRule = { readonly name: string; readonly when: AlertCondition } & (
  | { readonly do: 'open' | 'joinDependency' | 'record' }
  | {
      readonly do: 'join';
      /** Labels whose values must be equal. */
      readonly by: readonly string[];
      /** How long after its last alert an incident takes in further ones, in milliseconds. */
      readonly withinMs: number;
    }
);

/** How a group of alerts is followed, whatever its rule. Times are in milliseconds. */
export interface AlertTimes {
  /** A recovery counts after this long without firing again. */
  readonly settleMs: number;
  /** A group that fires again within this time after its recovery reopens its incident. */
  readonly reopenWithinMs: number;
  /** A firing group without deliveries for so long is reported as quiet. */
  readonly staleAfterMs: number;
}

/** The configuration of alerts, read and checked once. */
export interface AlertRules extends AlertTimes {
  readonly rules: readonly AlertRule[];
  readonly onRecovery: Readonly<Record<Severity, RecoveryAction>>;
  /** Short digest of the whole, to tell which configuration a decision was made by. */
  readonly digest: string;
}

/** They apply where no configured rule does. */
export const DEFAULT_RULES: readonly AlertRule[] = [
  { name: 'default-open', when: { severity: ['critical', 'high', 'medium'] }, do: 'open' },
  { name: 'default-record', when: {}, do: 'record' },
];
