import { withTeams } from '../incident/declaration/teams';
import type { IncidentPolicy, SeverityPolicy } from '../incident/model/incident';
import type { PagerUse } from '../incident/model/page';
import { SEVERITIES, type Severity } from '../incident/model/severity';
import { type ConfigFile, FOR_ALL } from './file-schema';

const MINUTE_MS = 60_000;

/** Defaults for a severity that the configuration does not mention. */
const DEFAULT_TIMES: Readonly<Record<Severity, Omit<SeverityPolicy, 'levels' | 'responders'>>> = {
  critical: { acknowledgeWithinMs: 5 * MINUTE_MS, escalateEveryMs: 5 * MINUTE_MS, remindAfterMs: 30 * MINUTE_MS },
  high: { acknowledgeWithinMs: 15 * MINUTE_MS, escalateEveryMs: 15 * MINUTE_MS, remindAfterMs: 60 * MINUTE_MS },
  medium: { acknowledgeWithinMs: 60 * MINUTE_MS, escalateEveryMs: 60 * MINUTE_MS, remindAfterMs: 240 * MINUTE_MS },
  low: { acknowledgeWithinMs: 240 * MINUTE_MS, escalateEveryMs: 240 * MINUTE_MS, remindAfterMs: 1_440 * MINUTE_MS },
};

/** Times and people by severity, with teams expanded. */
export function policyOf(file: ConfigFile): IncidentPolicy {
  return {
    ...(file.notify.length === 0 ? {} : { pagers: file.notify.map(pagerUse) }),
    ...(file.slack.broadcast === undefined ? {} : { broadcast: file.slack.broadcast }),
    archiveAfterMs: forAll(file.archiveAfter, FOR_ALL.archiveAfter),
    archiveChannel: forAll(file.archiveChannel, FOR_ALL.archiveChannel),
    repeatLastLevel: forAll(file.repeatLastLevel, FOR_ALL.repeatLastLevel),
    bySeverity: Object.fromEntries(SEVERITIES.map((severity) => [severity, severityPolicy(file, severity)])) as Record<
      Severity,
      SeverityPolicy
    >,
  };
}

/** The others keep one alert for an incident: PagerDuty, Opsgenie and many receivers of webhooks. */
const MESSAGE_TYPES: ReadonlySet<ConfigFile['notify'][number]['type']> = new Set(['ntfy', 'email']);

function pagerUse({ name, type, when }: ConfigFile['notify'][number]): PagerUse {
  return { name, severities: when.severity, ...(MESSAGE_TYPES.has(type) ? { sendsMessages: true } : {}) };
}

function severityPolicy(file: ConfigFile, severity: Severity): SeverityPolicy {
  const times = DEFAULT_TIMES[severity];
  const { defaultResponders: responders, teams } = file;
  return {
    acknowledgeWithinMs: file.acknowledgeWithin[severity] ?? times.acknowledgeWithinMs,
    escalateEveryMs: file.escalateEvery[severity] ?? times.escalateEveryMs,
    remindAfterMs: file.remindAfter[severity] ?? times.remindAfterMs,
    responders: withTeams(Array.isArray(responders) ? responders : (responders[severity] ?? []), teams),
    ...given('archiveAfterMs', ownOf(file.archiveAfter, severity)),
    ...given('archiveChannel', ownOf(file.archiveChannel, severity)),
    ...given('repeatLastLevel', ownOf(file.repeatLastLevel, severity)),
    levels: (file.escalation[severity] ?? []).map((level, index) => ({
      name: Array.isArray(level) ? `level ${index + 1}` : level.name,
      users: withTeams(Array.isArray(level) ? level : level.users, teams),
    })),
  };
}

type BySeverity<Value> = { readonly [Level in Severity]?: Value | undefined };

function forAll<Value extends number | boolean>(setting: Value | BySeverity<Value>, usual: Value): Value {
  return typeof setting === 'object' ? usual : setting;
}

function ownOf<Value extends number | boolean>(setting: Value | BySeverity<Value>, severity: Severity): Value | undefined {
  return typeof setting === 'object' ? setting[severity] : undefined;
}

/** Omitted rather than undefined, because a policy travels as JSON. */
function given<Key extends string, Value>(key: Key, value: Value | undefined): { readonly [Name in Key]?: Value } {
  return (value === undefined ? {} : { [key]: value }) as { readonly [Name in Key]?: Value };
}
