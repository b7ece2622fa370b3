import { withTeams } from '../incident/declaration/teams';
import type { HeartbeatSettings } from '../incident/heartbeats/heartbeat-settings';
import type { IncidentRules } from '../incident/model/config-types';

interface Naming {
  readonly rules: Pick<IncidentRules, 'policy' | 'teams'>;
  readonly heartbeats: Readonly<Record<string, Pick<HeartbeatSettings, 'users'>>>;
}

/** Everyone whom the configuration names, once each: for alerts, at escalation levels, in teams and for heartbeats. */
export function configuredPeople({ rules: { policy, teams }, heartbeats }: Naming): readonly string[] {
  const named = [
    ...Object.values(policy.bySeverity).flatMap(({ responders, levels }) => [...responders, ...levels.flatMap(({ users }) => users)]),
    ...Object.values(teams).flat(),
    ...Object.values(heartbeats).flatMap(({ users }) => users),
  ];
  return withTeams(named, teams);
}
