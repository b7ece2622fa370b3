import type { IncidentPolicy, SeverityPolicy } from '../incident/incident';
import { SEVERITIES, type Severity } from '../incident/severity';
import { withTeams } from '../incident/teams';
import type { ConfigFile } from './file-schema';

const MINUTE_MS = 60_000;

/** What holds for a severity of which the configuration says nothing. */
const DEFAULT_TIMES: Readonly<Record<Severity, Omit<SeverityPolicy, 'levels' | 'responders'>>> = {
  critical: { acknowledgeWithinMs: 5 * MINUTE_MS, escalateEveryMs: 5 * MINUTE_MS, remindAfterMs: 30 * MINUTE_MS },
  high: { acknowledgeWithinMs: 15 * MINUTE_MS, escalateEveryMs: 15 * MINUTE_MS, remindAfterMs: 60 * MINUTE_MS },
  medium: { acknowledgeWithinMs: 60 * MINUTE_MS, escalateEveryMs: 60 * MINUTE_MS, remindAfterMs: 240 * MINUTE_MS },
  low: { acknowledgeWithinMs: 240 * MINUTE_MS, escalateEveryMs: 240 * MINUTE_MS, remindAfterMs: 1_440 * MINUTE_MS },
};

/** Times and people by severity, teams spelled out. */
export function policyOf(file: ConfigFile): IncidentPolicy {
  return {
    archiveAfterMs: file.archiveAfter,
    archiveChannel: file.archiveChannel,
    repeatLastLevel: file.repeatLastLevel,
    bySeverity: Object.fromEntries(SEVERITIES.map((severity) => [severity, severityPolicy(file, severity)])) as Record<
      Severity,
      SeverityPolicy
    >,
  };
}

function severityPolicy(file: ConfigFile, severity: Severity): SeverityPolicy {
  const times = DEFAULT_TIMES[severity];
  const { defaultResponders: responders, teams } = file;
  return {
    acknowledgeWithinMs: file.acknowledgeWithin[severity] ?? times.acknowledgeWithinMs,
    escalateEveryMs: file.escalateEvery[severity] ?? times.escalateEveryMs,
    remindAfterMs: file.remindAfter[severity] ?? times.remindAfterMs,
    responders: withTeams(Array.isArray(responders) ? responders : (responders[severity] ?? []), teams),
    levels: (file.escalation[severity] ?? []).map((level, index) => ({
      name: Array.isArray(level) ? `level ${index + 1}` : level.name,
      users: withTeams(Array.isArray(level) ? level : level.users, teams),
    })),
  };
}
