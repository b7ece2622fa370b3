import { HEARTBEAT_SOURCE } from '../model/incident';
import type { Severity } from '../model/severity';
import { tryRules } from './judge-alert';
import type { AlertCondition, AlertRule } from './rules';

/** A rule that never decides, and why. */
export interface RuleWarning {
  readonly rule: string;
  readonly why: string;
}

/** Rules that can never decide. `sources` are the names and types that alerts may come from; empty if any may. */
export function ruleWarnings(rules: readonly AlertRule[], sources: readonly string[]): readonly RuleWarning[] {
  return rules.flatMap((rule, index) => {
    const unknown = sources.length === 0 ? [] : (rule.when.source ?? []).filter((name) => !sources.includes(name));
    if (rule.when.source !== undefined && unknown.length === rule.when.source.length)
      return [{ rule: rule.name, why: `no source is called ${unknown.join(' or ')}` }];
    const before = rules.slice(0, index).find((other) => takesAllOf(other, rule));
    return before === undefined ? [] : [{ rule: rule.name, why: `${before.name}, which comes before it, takes all its alerts` }];
  });
}

/** A heartbeat whose silence opens no incident, and the rule that only records it. */
export interface DisarmedHeartbeat {
  readonly heartbeat: string;
  readonly rule: string;
}

/** Heartbeats that are watched in vain: the first rule that applies to them records them, usually one that is meant for all the rest. */
export function disarmedHeartbeats(
  rules: readonly AlertRule[],
  heartbeats: Readonly<Record<string, { readonly severity: Severity }>>,
): readonly DisarmedHeartbeat[] {
  return Object.entries(heartbeats).flatMap(([heartbeat, { severity }]) => {
    const facts = { instance: HEARTBEAT_SOURCE, source: HEARTBEAT_SOURCE, severity, labels: { heartbeat } };
    const rule = tryRules(rules, facts).at(-1)?.rule;
    return rule?.do === 'record' ? [{ heartbeat, rule: rule.name }] : [];
  });
}

/**
 * True if every alert that the later rule applies to is taken by the earlier one. An earlier `join` passes over alerts without its
 * labels, an earlier `joinDependency` over those whose dependencies are well.
 */
function takesAllOf(earlier: AlertRule, later: AlertRule): boolean {
  const wanted = later.do === 'join' ? later.by : [];
  const named = new Set([...Object.keys(later.when.labels ?? {}), ...wanted]);
  if (earlier.do === 'joinDependency' && later.do !== 'joinDependency') return false;
  if (earlier.do === 'join' && !earlier.by.every((label) => named.has(label))) return false;
  return covers(earlier.when, later.when);
}

function covers(wide: AlertCondition, narrow: AlertCondition): boolean {
  const labels = Object.entries(wide.labels ?? {}).every(([name, accepted]) => {
    const needed = narrow.labels?.[name];
    return needed !== undefined && (accepted.includes('*') || isWithin(needed, accepted));
  });
  return labels && coversList(wide.source, narrow.source) && coversList(wide.severity, narrow.severity);
}

/** An absent list accepts everything. */
function coversList(wide: readonly string[] | undefined, narrow: readonly string[] | undefined): boolean {
  return wide === undefined || (narrow !== undefined && isWithin(narrow, wide));
}

function isWithin(some: readonly string[], all: readonly string[]): boolean {
  return some.every((one) => all.includes(one));
}
