import type { Incident } from '../incident/incident';
import { peopleToCall } from '../incident/join-people';
import { hostOf } from '../incident/links';
import type { Resolution } from '../incident/responders';
import type { CallForPeopleMessage, RoomMessage } from '../incident/room-message';
import type { IncidentState } from '../incident/state';
import { summaryLines } from '../incident/summary-lines';
import type { ResponseContext } from './response-context';

const MAX_BOOKMARKED_LINKS = 3;

/** The call for the people of the start. */
export function firstCall(context: ResponseContext, incident: Incident, people: Resolution): CallForPeopleMessage {
  return {
    kind: 'callForPeople',
    incident,
    why: null,
    takenBy: context.state().acknowledgedBy,
    called: peopleToCall(context.state(), people, false),
    unresolved: people.unresolved,
    assigned: context.request.autoAssign !== false,
  };
}

/** What goes on the bookmark bar. */
export function linksOf({ temporalUrl, links }: Incident): { title: string; url: string }[] {
  return [
    ...(temporalUrl ? [{ title: 'Run in Temporal', url: temporalUrl }] : []),
    ...links
      .slice(0, MAX_BOOKMARKED_LINKS)
      .map((url, index) => ({ title: `${index === 0 ? 'Alert' : `Alert link ${index + 1}`} (${hostOf(url)})`, url })),
  ];
}

/** Null: nothing has been scored. */
export function summaryOf(state: IncidentState): RoomMessage | null {
  const { incidentId, overallStatus, score } = state;
  if (score === null) return null;
  return { kind: 'summary', incidentId, overallStatus: overallStatus ?? 'partial', score, lines: summaryLines(state) };
}
