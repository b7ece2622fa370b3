import { hasEnded } from '../../incident/escalation/call-relevance';
import { isPageWanted, troubleOfPage, withPage } from '../../incident/escalation/pages';
import type { PageEndRequest, PageRequest } from '../../incident/model/page';
import { whileWanted } from '../calls/while-wanted';
import type { OutboxItem, PageItem } from '../contract/run-handover';
import type { IncidentAccess } from '../incident-access';

type EndItem = Extract<OutboxItem, { readonly kind: 'endPages' }>;

const REFUSED_REMEDY = 'Page those people another way, and correct their addresses.';

/** Pages people through one service. The attempt is cancelled once the page is obsolete, since a late one would wake people again. */
export async function sendPage(incident: IncidentAccess, item: PageItem): Promise<void> {
  const { record, activities } = incident;
  const { pager, reason } = item;
  const isWanted = (): boolean => isPageWanted(incident.state(), item);
  if (!isWanted()) return record.clearDegradation(troubleOfPage(pager));
  record.change({ pages: withPage(incident.state().pages, item) });
  const page = requestOf(incident, item);
  const about = { activityId: `page.${pager}.${incident.nextNumber()}`, summary: `${pager}: ${reason.kind}` };
  const answer = await whileWanted(isWanted, () => activities.call('sendPage', { pager, page }, about));
  record.clearDegradation(troubleOfPage(pager));
  if (answer === null) return;
  record.tell({ kind: 'paged', pager, reason });
  const { refused } = answer.value;
  if (refused.length === 0) return;
  const problem = { code: 'notify_refused', message: `it did not page ${refused.join(', ')}, but the others`, mend: REFUSED_REMEDY };
  record.degrade(troubleOfPage(pager), problem);
}

/** Tells one service that its pages are acknowledged or resolved. An acknowledgement is pointless once the incident has ended. */
export async function endPages(incident: IncidentAccess, { key, pager, ending }: EndItem): Promise<void> {
  const { record, activities } = incident;
  const isWanted = (): boolean => ending === 'resolved' || !hasEnded(incident.state());
  if (!isWanted()) return;
  const end = endRequestOf(incident, { key, pager });
  const about = { activityId: `endPages.${pager}.${incident.nextNumber()}`, summary: `${pager}: ${ending}` };
  await whileWanted(isWanted, () => activities.call('endPages', { pager, ending, end }, about));
  record.clearDegradation(troubleOfPage(pager));
}

function requestOf(incident: IncidentAccess, { key, reason, references }: PageItem): PageRequest {
  const { incidentId, incident: parsed, warRoom } = incident.state();
  if (parsed === null) throw new Error('no one is paged before the incident is parsed');
  const { severity, title, privacy, temporalUrl } = parsed;
  const links = { incident: temporalUrl ?? null, room: warRoom?.url ?? null };
  return { key, incidentId, severity, references, title, reason, links, isPrivate: privacy === 'private' };
}

function endRequestOf(incident: IncidentAccess, { key, pager }: Pick<EndItem, 'key' | 'pager'>): PageEndRequest {
  const { incidentId, incident: parsed, pages } = incident.state();
  const log = pages?.pagers.find(({ name }) => name === pager);
  const severity = parsed?.severity ?? 'medium';
  return { key, incidentId, severity, references: log?.references ?? [], pageKeys: log?.keys ?? [] };
}
