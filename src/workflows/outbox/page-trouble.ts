import type { Problem } from '../../incident/model/state';
import { newsOf } from '../../incident/war-room/news';
import type { IncidentAccess } from '../incident-access';

/** Records that a service could not be told something, and tells the room the first time, because people there rely on pages. */
export function tellTrouble(incident: IncidentAccess, what: string, problem: Problem, isTriedAgain = false): void {
  const isKnown = hasTrouble(incident, what);
  incident.record.degrade(what, problem, isTriedAgain);
  if (!isKnown) sayNewest(incident);
}

/** Records that people were paged. If there was trouble, tells the room that it is over. */
export function tellPaged(incident: IncidentAccess, what: string, paged: Parameters<IncidentAccess['record']['tell']>[0]): void {
  const wasKnown = hasTrouble(incident, what);
  incident.record.clearDegradation(what);
  incident.record.tell(paged);
  if (wasKnown) sayNewest(incident);
}

function hasTrouble(incident: IncidentAccess, what: string): boolean {
  return incident.state().degradations.some((known) => known.what === what);
}

function sayNewest(incident: IncidentAccess): void {
  const news = newsOf(incident.state());
  if (news !== null) incident.say('news', news, `pages-${incident.nextNumber()}`);
}
