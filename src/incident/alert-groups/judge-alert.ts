import { valuesOf } from '../alerts/labels';
import type { OpenDependency } from '../model/investigation/service';
import type { Severity } from '../model/severity';
import { assertNever } from '../text/assert-never';
import { hashOf } from '../text/identity';
import type { ActiveMaintenance } from './maintenance';
import {
  type AlertCondition,
  type AlertRule,
  type AlertRules,
  type AlertTimes,
  DEFAULT_RULES,
  type RecoveryAction,
  type RuleAction,
} from './rules';

/** What rules look at. */
export interface AlertFacts {
  /** The sender's name, and its type. */
  readonly instance: string;
  readonly source: string;
  readonly severity: Severity;
  readonly labels: Readonly<Record<string, string>>;
}

/** A rule's decision on an alert, with all that the group needs to follow it. Workflow code never reads the configuration. */
export interface Decision extends AlertTimes {
  readonly do: RuleAction | 'mute';
  /** Name of the rule or the maintenance. */
  readonly rule: string;
  /** The configuration that the rule comes from. */
  readonly digest: string;
  readonly onRecovery: RecoveryAction;
  /** For `join`: which incident it belongs to, and for how long that one takes in alerts. */
  readonly join?: { readonly key: string; readonly withinMs: number };
  /** For `joinDependency`: the incident that it joins. */
  readonly dependency?: OpenDependency;
  /** The rule `joinDependency` that was passed over, and why; absent if there was none. */
  readonly passedOver?: string;
  /** For `mute`: when the maintenance ends (RFC 3339, UTC). */
  readonly mutedUntil?: string;
}

/** The open incident that a rule `joinDependency` joins, or why there is none. */
export type DependencySearch = OpenDependency | { readonly whyNot: string };

const NOT_SEARCHED: DependencySearch = { whyNot: 'no open incident was searched for' };

/** Why a rule does or does not apply. */
export interface RuleTrial {
  readonly rule: AlertRule;
  /** Null if it applies. */
  readonly whyNot: string | null;
}

/** Every rule in order up to the first that applies, which is the last of the list. */
export function tryRules(
  rules: readonly AlertRule[],
  facts: AlertFacts,
  dependency: DependencySearch = NOT_SEARCHED,
): readonly RuleTrial[] {
  const trials: RuleTrial[] = [];
  for (const rule of [...rules, ...DEFAULT_RULES]) {
    const whyNot = whyNotMet(rule.when, facts) ?? whyNotJoined(rule, facts, dependency);
    trials.push({ rule, whyNot });
    if (whyNot === null) break;
  }
  return trials;
}

/** True if a rule needs to know whether a dependency has an open incident. */
export function asksForDependency(rules: readonly AlertRule[], facts: AlertFacts): boolean {
  return rules.some((rule) => rule.do === 'joinDependency' && whyNotMet(rule.when, facts) === null);
}

/** The decision of the first maintenance that applies, else of the first rule. */
export function judgeAlert(
  config: AlertRules,
  facts: AlertFacts,
  active: readonly ActiveMaintenance[] = [],
  dependency: DependencySearch = NOT_SEARCHED,
): Decision {
  const maintenance = active.find(({ when }) => whyNotMet(when, facts) === null);
  if (maintenance !== undefined)
    return { ...settingsFor(config, facts.severity), ...NOT_QUIET, do: 'mute', rule: maintenance.name, mutedUntil: maintenance.to };
  // The last default rule applies to every alert.
  const trials = tryRules(config.rules, facts, dependency);
  const rule = trials.at(-1)?.rule as AlertRule;
  const passed = trials.find(({ rule: one, whyNot }) => whyNot !== null && asksForDependency([one], facts));
  return {
    ...settingsFor(config, facts.severity),
    do: rule.do,
    rule: rule.name,
    ...(rule.do === 'join' ? { join: { key: joinKey(rule, facts), withinMs: rule.withinMs } } : {}),
    ...(rule.do === 'joinDependency' && 'incidentId' in dependency ? { dependency } : {}),
    ...(passed === undefined ? {} : { passedOver: `${passed.rule.name}: ${passed.whyNot}` }),
  };
}

/** A sender may report an alert only once during a long maintenance. If it counted as quiet by its end, it would open no incident. */
const NOT_QUIET = { staleAfterMs: 100 * 366 * 86_400_000 } as const;

/** What follows from the configuration whatever the rule. */
export function settingsFor(config: AlertRules, severity: Severity): AlertTimes & Pick<Decision, 'digest' | 'onRecovery'> {
  const { settleMs, reopenWithinMs, staleAfterMs, digest, onRecovery } = config;
  return { settleMs, reopenWithinMs, staleAfterMs, digest, onRecovery: onRecovery[severity] };
}

/** Why a condition does not hold; null if it does. */
export function whyNotMet({ source, severity, labels = {} }: AlertCondition, facts: AlertFacts): string | null {
  if (source !== undefined && !source.includes(facts.instance) && !source.includes(facts.source))
    return `source ${facts.instance} is not ${source.join(' or ')}`;
  if (severity !== undefined && !severity.includes(facts.severity)) return `severity ${facts.severity} is not ${severity.join(' or ')}`;
  for (const [name, accepted] of Object.entries(labels)) {
    const value = Object.hasOwn(facts.labels, name) ? facts.labels[name] : undefined;
    if (value === undefined) return `no label ${name}`;
    const values = valuesOf(value);
    if (!accepted.includes('*') && !accepted.some((one) => values.includes(one))) return `label ${name} is not ${accepted.join(' or ')}`;
  }
  return null;
}

/** Why an alert that meets the rule's conditions has no incident to join; null if it has, or if the rule joins none. */
function whyNotJoined(rule: AlertRule, facts: AlertFacts, dependency: DependencySearch): string | null {
  switch (rule.do) {
    case 'join':
      return missingLabel(rule.by, facts);
    case 'joinDependency':
      return 'whyNot' in dependency ? dependency.whyNot : null;
    case 'open':
    case 'record':
      return null;
    default:
      return assertNever(rule);
  }
}

/** Alerts without a label to join by belong to no incident of that rule. */
function missingLabel(by: readonly string[], { labels }: AlertFacts): string | null {
  const missing = by.find((name) => !Object.hasOwn(labels, name));
  return missing === undefined ? null : `no label ${missing} to join by`;
}

function joinKey(rule: AlertRule & { do: 'join' }, { labels }: AlertFacts): string {
  return hashOf(JSON.stringify([rule.name, ...rule.by.map((name) => [name, labels[name]])])).slice(0, 16);
}
