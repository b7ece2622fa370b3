import type { Config } from '../config';
import { disarmedHeartbeats, ruleWarnings } from '../incident/alert-groups/rule-warnings';
import { HEARTBEAT_SOURCE } from '../incident/model/incident';

type RulesConfig = Pick<Config, 'file' | 'alertRules' | 'sources' | 'heartbeats' | 'rules'>;

/**
 * What is configured under `alerts`. A rule that never decides, or that only records a heartbeat, is worth reporting, but it is
 * not a failure.
 * @throws Error naming each such rule, with what to do.
 */
export function lookAtRules({ file, alertRules: { rules }, sources, heartbeats, rules: { privacy } }: RulesConfig): string {
  const named = Object.entries(sources).flatMap(([name, { type }]) => [name, type]);
  // A rule for heartbeats may be there before the first heartbeat.
  const shut = privacy.default === 'private' ? rules.filter((rule) => rule.do === 'joinDependency') : [];
  const never = [
    ...ruleWarnings(rules, named.length === 0 ? [] : [...named, HEARTBEAT_SOURCE]),
    ...shut.map(({ name: rule }) => ({ rule, why: 'privacy.default is private, and it joins no private incident' })),
  ];
  const disarmed = disarmedHeartbeats(rules, heartbeats);
  if (never.length + disarmed.length === 0)
    return rules.length === 0 ? 'none configured, so the defaults apply' : `${rules.length} configured`;
  const found = [
    ...never.map(({ rule, why }) => `rule ${rule} never decides: ${why}`),
    ...disarmed.map(({ heartbeat, rule }) => `heartbeat ${heartbeat}: the rule ${rule} only records it, so silence opens no incident`),
  ];
  const place = `under alerts in ${file ?? 'incident.config.yaml'}`;
  const remedies = [
    ...(never.length === 0 ? [] : [`Change or remove the rule ${place}. To see which rule decides: incident parse FILE --rules`]),
    ...(disarmed.length === 0 ? [] : [`Put this rule before it ${place}: ${ARMING}`]),
  ];
  throw Object.assign(new Error(found.join('\n')), { hint: remedies.join('\n') });
}

const ARMING = `{ name: heartbeats, when: { source: ${HEARTBEAT_SOURCE} }, do: open }`;
