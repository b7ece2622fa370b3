import type { Incident, IncidentPolicy } from './incident';

/** The policy for the incident's current severity: the severity's own values, else the general ones. */
export function currentPolicy({ policy, severity }: Incident): Omit<IncidentPolicy, 'bySeverity'> {
  const own = policy.bySeverity[severity];
  return {
    archiveAfterMs: own.archiveAfterMs ?? policy.archiveAfterMs,
    archiveChannel: own.archiveChannel ?? policy.archiveChannel,
    repeatLastLevel: own.repeatLastLevel ?? policy.repeatLastLevel,
  };
}
