import { createHash } from 'node:crypto';
import type { MaintenanceWindow } from '../incident/alert-groups/maintenance';
import type { AlertRule, AlertRules } from '../incident/alert-groups/rules';
import { SEVERITIES, type Severity } from '../incident/model/severity';
import { JOIN_WITHIN_MS } from './alerts-schema';
import type { ConfigFile } from './file-schema';

/** The configured rules for alerts; a rule without a name is called by its number. */
export function alertRulesOf({ alerts, maintenance }: Pick<ConfigFile, 'alerts' | 'maintenance'>): AlertRules {
  const { onRecovery, settle: settleMs, reopenWithin: reopenWithinMs, staleAfter: staleAfterMs } = alerts;
  return {
    rules: alerts.rules.map((rule, index) => ruleOf(rule, `rule-${index + 1}`)),
    onRecovery: Object.fromEntries(
      SEVERITIES.map((severity) => [severity, typeof onRecovery === 'string' ? onRecovery : (onRecovery[severity] ?? 'resolve')]),
    ) as Record<Severity, AlertRules['onRecovery'][Severity]>,
    settleMs,
    reopenWithinMs,
    staleAfterMs,
    digest: createHash('sha256')
      .update(JSON.stringify([alerts, maintenance]))
      .digest('hex')
      .slice(0, 12),
  };
}

function ruleOf({ name, when, do: action, by = [], within }: ConfigFile['alerts']['rules'][number], unnamed: string): AlertRule {
  const about = { name: name ?? unnamed, when };
  return action === 'join' ? { ...about, do: action, by, withinMs: within ?? JOIN_WITHIN_MS } : { ...about, do: action };
}

/** The configured maintenances. */
export function maintenanceOf({ maintenance }: Pick<ConfigFile, 'maintenance'>): readonly MaintenanceWindow[] {
  return maintenance.map(({ name, when, ...times }) => {
    if (!('rrule' in times)) return { name, when, times };
    const { rrule, for: forMs, timezone, since } = times;
    return { name, when, times: { rrule, forMs, timezone, since } };
  });
}
