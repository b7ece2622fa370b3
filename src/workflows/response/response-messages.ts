import type { Incident } from '../../incident/model/incident';
import type { Resolution } from '../../incident/model/responders';
import type { CallForPeopleMessage, RoomMessage } from '../../incident/model/room-message';
import type { IncidentState } from '../../incident/model/state';
import { peopleToCall } from '../../incident/people/join-people';
import { summaryFacts } from '../../incident/response/summary-facts';
import { linkLabel } from '../../incident/text/links';
import { callButtons } from '../../incident/war-room/buttons';
import type { ResponseContext } from './response-context';

const MAX_BOOKMARKED_LINKS = 3;

/** The initial page. */
export function firstCall(context: ResponseContext, incident: Incident, people: Resolution): CallForPeopleMessage {
  return {
    kind: 'callForPeople',
    incident: { id: incident.id, title: incident.title, severity: incident.severity },
    why: null,
    takenBy: context.state().acknowledgedBy,
    called: peopleToCall(context.state(), people, false),
    unresolved: people.unresolved,
    assigned: context.request.autoAssign !== false,
    buttons: callButtons(context.state()),
    revision: context.state().revision ?? 0,
  };
}

/** The links of the bookmark bar. */
export function linksOf({ temporalUrl, links }: Incident): { title: string; url: string }[] {
  return [
    ...(temporalUrl ? [{ title: 'Temporal UI', url: temporalUrl }] : []),
    ...links.slice(0, MAX_BOOKMARKED_LINKS).map((url) => ({ title: linkLabel(url), url })),
  ];
}

/** Null if nothing has been scored. */
export function summaryOf(state: IncidentState): RoomMessage | null {
  const { incidentId, overallStatus, score } = state;
  if (score === null) return null;
  return { kind: 'summary', incidentId, overallStatus: overallStatus ?? 'partial', score, facts: summaryFacts(state) };
}
