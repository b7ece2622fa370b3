import type { Incident, IncidentPolicy } from './incident';

/** What holds for an incident of the severity that it has now: the severity's own, else what holds for all. */
export function currentPolicy({ policy, severity }: Incident): Omit<IncidentPolicy, 'bySeverity'> {
  const own = policy.bySeverity[severity];
  return {
    archiveAfterMs: own.archiveAfterMs ?? policy.archiveAfterMs,
    archiveChannel: own.archiveChannel ?? policy.archiveChannel,
    repeatLastLevel: own.repeatLastLevel ?? policy.repeatLastLevel,
  };
}
