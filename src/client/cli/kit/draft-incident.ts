import { createIncident } from '../../../incident/declaration/create-incident';
import type { IncidentRules } from '../../../incident/model/config-types';
import type { Incident } from '../../../incident/model/incident';
import { placeholderIncidentId } from '../../../incident/model/incident-id';
import type { StartRequest } from '../../temporal/incident-start';

/**
 * The incident as it would be created now. Without an explicit id, the id is not known before the start. @throws
 * InvalidInputError
 */
export function draftOf(request: StartRequest, rules: IncidentRules): Incident {
  const incidentId = request.incidentId ?? placeholderIncidentId(rules.idPrefix);
  return createIncident({ request: { ...request, incidentId }, rules, receivedAt: new Date().toISOString() });
}
