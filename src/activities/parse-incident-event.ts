import { keptLabels } from '../incident/alerts/labels';
import { parseEvents } from '../incident/alerts/parse-events';
import { createIncident, incidentAsTold, incidentForAlert } from '../incident/declaration/create-incident';
import { decidePrivacy } from '../incident/declaration/privacy';
import { matchServices } from '../incident/investigation/services/match-services';
import type { IncidentRules } from '../incident/model/config-types';
import type { Incident } from '../incident/model/incident';
import type { ServiceCatalog } from '../incident/model/investigation/service';
import { defineActivity } from './define-activity';
import type { Activities } from './interface';

export interface ParsingDependencies {
  readonly rules: IncidentRules;
  readonly services: () => Promise<ServiceCatalog>;
  /** Address of a run in the Temporal UI; null if the UI's address is unknown. */
  readonly temporalRunUrl: (run: { workflowId: string; runId: string }) => string | null;
}

/** They travel with the incident, and are shown in listings. */
const MAX_SERVICES = 20;

export function parsingActivities(dependencies: ParsingDependencies): Pick<Activities, 'parseIncidentEvent' | 'readAlertUpdate'> {
  const { rules, services: catalog, temporalRunUrl } = dependencies;
  return {
    parseIncidentEvent: defineActivity(async ({ request, receivedAt }, run): Promise<Incident> => {
      const input = { request, rules, receivedAt };
      const { services: known } = await catalog();
      // Reading a large event once more is for those who have a services file.
      const services = known.length === 0 ? [] : matchServices(incidentAsTold(input), known).slice(0, MAX_SERVICES);
      return {
        ...createIncident(input),
        ...(services.length === 0 ? {} : { services: services.map(({ name }) => name) }),
        temporalUrl: temporalRunUrl(run),
      };
    }),
    readAlertUpdate: defineActivity(async ({ event, source, title, receivedAt }) => {
      const { services } = await catalog();
      return parseEvents(event, { receivedAt, source, fallbackTitle: title }).map((read) => {
        const about = services.length === 0 ? [] : matchServices(incidentForAlert(read, [], rules, receivedAt), services);
        return {
          // Privacy is decided from all labels, but only the labels that an incident keeps are passed on.
          event: { ...read, labels: keptLabels(read.labels) },
          isPrivate: decidePrivacy({ requested: undefined, labels: read.labels, users: [], rules: rules.privacy }).privacy === 'private',
          ...(about.length === 0 ? {} : { services: about.slice(0, MAX_SERVICES).map(({ name, title }) => ({ name, title })) }),
        };
      });
    }),
  };
}
