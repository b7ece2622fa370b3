import type { IncidentDoor } from '../incident/alert-groups/incident-door';
import { judgeAlert } from '../incident/alert-groups/judge-alert';
import type { ActiveMaintenance } from '../incident/alert-groups/maintenance';
import type { AlertRules } from '../incident/alert-groups/rules';
import type { AlertActivities, LocalAlertActivities } from './alert-interface';
import { defineActivity } from './define-activity';

export interface AlertDependencies {
  readonly incidents: IncidentDoor;
  readonly alertRules: AlertRules;
  /** The maintenances that are going on at a time (RFC 3339, UTC). @throws a retryable error while that is not known. */
  readonly maintenance: (at: string) => Promise<readonly ActiveMaintenance[]>;
}

/** How a group of alerts decides, and how it reaches its incident. */
export function alertActivities({ incidents, alertRules, maintenance }: AlertDependencies): AlertActivities & LocalAlertActivities {
  return {
    judgeAlert: defineActivity(async ({ at, ...facts }) => {
      const decision = judgeAlert(alertRules, facts, await maintenance(at));
      const opens = decision.do === 'open' || decision.do === 'join';
      return { decision, hint: opens ? await incidents.hint() : null };
    }),
    lookAtIncident: defineActivity(({ incidentId }) => incidents.look(incidentId)),
    openIncident: defineActivity((request) => incidents.open(request)),
    joinIncident: defineActivity((request) => incidents.join(request)),
    tellIncident: defineActivity((request) => incidents.tell(request)),
    noteOnIncident: defineActivity(async (request) => {
      await incidents.note(request);
      return null;
    }),
  };
}
