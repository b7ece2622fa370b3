import type { IncidentDoor } from '../incident/alert-groups/incident-door';
import { asksForDependency, type DependencySearch, judgeAlert } from '../incident/alert-groups/judge-alert';
import type { ActiveMaintenance } from '../incident/alert-groups/maintenance';
import type { AlertRules } from '../incident/alert-groups/rules';
import { incidentForAlert } from '../incident/declaration/create-incident';
import { needsOf, openDependencies } from '../incident/investigation/services/open-dependencies';
import type { IncidentRules } from '../incident/model/config-types';
import type { ServiceCatalog } from '../incident/model/investigation/service';
import type { AlertActivities, LocalAlertActivities } from './alert-interface';
import { defineActivity } from './define-activity';

export interface AlertDependencies {
  readonly incidents: IncidentDoor;
  readonly alertRules: AlertRules;
  /** By which an incident is made. */
  readonly rules: IncidentRules;
  readonly services: () => Promise<ServiceCatalog>;
  /** The maintenances that are going on at a time (RFC 3339, UTC). @throws a retryable error while that is not known. */
  readonly maintenance: (at: string) => Promise<readonly ActiveMaintenance[]>;
}

/** How a group of alerts decides, and how it reaches its incident. */
export function alertActivities(dependencies: AlertDependencies): AlertActivities & LocalAlertActivities {
  const { incidents, alertRules, maintenance } = dependencies;
  return {
    judgeAlert: defineActivity(async ({ at, event, users, ...facts }) => {
      const isAsked = asksForDependency(alertRules.rules, facts);
      const dependency = isAsked ? await findDependency(dependencies, { event, users, at }) : undefined;
      const decision = judgeAlert(alertRules, facts, await maintenance(at), dependency);
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

/** The open incident of a service that the alert's service needs. Listings lag behind, so each is looked at before it is named. */
async function findDependency(
  { incidents, rules, services: catalog }: AlertDependencies,
  { event, users, at }: Pick<Parameters<LocalAlertActivities['judgeAlert']>[0], 'event' | 'users' | 'at'>,
): Promise<DependencySearch> {
  const { services } = await catalog();
  const needs = needsOf(incidentForAlert(event, users, rules, at), services);
  if ('whyNot' in needs) return needs;
  for (const dependency of openDependencies(needs, await incidents.openIncidents()))
    if ((await incidents.look(dependency.incidentId)) === 'open') return dependency;
  return { whyNot: `none of these has an open incident: ${needs.words}` };
}
