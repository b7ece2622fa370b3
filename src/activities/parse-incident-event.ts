import { keptLabels } from '../incident/alerts/labels';
import { parseEvents } from '../incident/alerts/parse-events';
import { createIncident } from '../incident/declaration/create-incident';
import { decidePrivacy } from '../incident/declaration/privacy';
import type { IncidentRules } from '../incident/model/config-types';
import type { Incident } from '../incident/model/incident';
import { defineActivity } from './define-activity';
import type { Activities } from './interface';

export interface ParsingDependencies {
  readonly rules: IncidentRules;
  /** Address of a run in the Temporal UI; null if the UI's address is unknown. */
  readonly temporalRunUrl: (run: { workflowId: string; runId: string }) => string | null;
}

export function parsingActivities(dependencies: ParsingDependencies): Pick<Activities, 'parseIncidentEvent' | 'readAlertUpdate'> {
  const { rules, temporalRunUrl } = dependencies;
  return {
    parseIncidentEvent: defineActivity(async ({ request, receivedAt }, run): Promise<Incident> => {
      return { ...createIncident({ request, rules, receivedAt }), temporalUrl: temporalRunUrl(run) };
    }),
    readAlertUpdate: defineActivity(async ({ event, source, title, receivedAt }) =>
      parseEvents(event, { receivedAt, source, fallbackTitle: title }).map((read) => ({
        // Privacy is decided from all labels, but only the labels that an incident keeps are passed on.
        event: { ...read, labels: keptLabels(read.labels) },
        isPrivate: decidePrivacy({ requested: undefined, labels: read.labels, users: [], rules: rules.privacy }).privacy === 'private',
      })),
    ),
  };
}
