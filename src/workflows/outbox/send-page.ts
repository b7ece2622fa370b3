import {
  isEndingWanted,
  isPageWanted,
  pagerLogOf,
  troubleOfEnding,
  troubleOfPage,
  withEnding,
  withoutPage,
  withPage,
  withRecipients,
} from '../../incident/escalation/pages';
import type { PageEndRequest, PageRequest } from '../../incident/model/page';
import { couldSucceedLater, problemOf } from '../calls/judge-failure';
import { whileWanted } from '../calls/while-wanted';
import type { EndItem, PageItem } from '../contract/run-handover';
import type { IncidentAccess } from '../incident-access';
import { tellPaged, tellTrouble } from './page-trouble';

const REFUSED_REMEDY = 'Page those people another way, and correct their addresses.';
/** With their growing delays they take as long as the attempts of a page: after about a minute, the room learns of it. */
const FIRST_ATTEMPTS = 6;

/** Pages people through one service. The attempt is cancelled once the page is obsolete, since a late one would wake people again. */
export async function sendPage(incident: IncidentAccess, item: PageItem): Promise<void> {
  const { record, activities } = incident;
  const { pager, reason } = item;
  const trouble = troubleOfPage(pager);
  const isWanted = (): boolean => isPageWanted(incident.state(), item);
  const giveUp = (): void => {
    record.clearDegradation(trouble);
    record.change({ pages: withoutPage(incident.state(), item) });
  };
  if (!isWanted()) return giveUp();
  record.change({ pages: withPage(incident.state(), item, incident.patches) });
  const page = requestOf(incident, item);
  const about = { activityId: `page.${pager}.${incident.nextNumber()}`, summary: `${pager}: ${reason.kind}` };
  const answer = await whileWanted(isWanted, () => activities.call('sendPage', { pager, page }, about));
  if (answer === null) return giveUp();
  tellPaged(incident, trouble, { kind: 'paged', pager, reason });
  const { refused, recipients } = answer.value;
  if (recipients !== undefined) record.change({ pages: withRecipients(incident.state(), item, recipients) });
  if (refused.length === 0) return;
  const problem = { code: 'notify_refused', message: `it paged the others, but not ${refused.join(', ')}`, mend: REFUSED_REMEDY };
  tellTrouble(incident, trouble, problem);
}

/**
 * Tells one service that its pages are acknowledged or resolved. Further pages of the service wait for that, so if it fails
 * for a while, the room is told.
 */
export async function endPages(incident: IncidentAccess, item: EndItem): Promise<void> {
  const { record } = incident;
  const { pager, ending } = item;
  const isWanted = (): boolean => isEndingWanted(incident.state(), item);
  const ended = isWanted() ? await whileWanted(isWanted, () => askToEnd(incident, item)) : null;
  record.clearDegradation(troubleOfEnding(pager));
  if (ended !== null) return record.clearDegradation(troubleOfPage(pager));
  // A resolution that was given up after a reopening; the next ending covers its pages too.
  if (ending === 'resolved') record.change({ pages: withEnding(incident.state(), pager, null) });
}

async function askToEnd(incident: IncidentAccess, item: EndItem): Promise<unknown> {
  const { activities } = incident;
  const { pager, ending } = item;
  const input = { pager, ending, end: endRequestOf(incident, item) };
  const about = () => ({ activityId: `endPages.${pager}.${incident.nextNumber()}`, summary: `${pager}: ${ending}` });
  try {
    return await activities.call('endPages', input, { ...about(), attempts: FIRST_ATTEMPTS });
  } catch (error) {
    if (!couldSucceedLater(error)) throw error;
    const problem = problemOf(error);
    const message = `the pages are not marked ${ending} yet: ${problem.message}; retrying for up to an hour, and further pages wait for that`;
    tellTrouble(incident, troubleOfEnding(pager), { ...problem, message });
  }
  return activities.call('endPages', input, about());
}

function requestOf(incident: IncidentAccess, { pager, key, reason, references }: PageItem): PageRequest {
  const { incidentId, incident: parsed, warRoom } = incident.state();
  if (parsed === null) throw new Error('no one is paged before the incident is parsed');
  const { severity, title, privacy, temporalUrl } = parsed;
  const links = { incident: temporalUrl ?? null, room: warRoom?.url ?? null };
  const about = { key, incidentId, ...alertOf(incident, pager), severity, references };
  return { ...about, title, reason, links, isPrivate: privacy === 'private' };
}

function endRequestOf(incident: IncidentAccess, { key, pager }: EndItem): PageEndRequest {
  const { incidentId, incident: parsed } = incident.state();
  const { references = [], recipients, keys: pageKeys = [] } = pagerLogOf(incident.state(), pager) ?? {};
  const known = recipients === undefined ? {} : { recipients };
  const about = { key, incidentId, ...alertOf(incident, pager), severity: parsed?.severity ?? 'medium', references };
  return { ...about, ...known, pageKeys };
}

function alertOf(incident: IncidentAccess, pager: string): { readonly alert?: number } {
  const alert = pagerLogOf(incident.state(), pager)?.alert;
  return alert === undefined ? {} : { alert };
}
