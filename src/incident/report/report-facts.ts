import type { Report } from '../model/report';
import { namesWithin } from '../text/number-words';
import { utcTime } from '../text/utc-time';

/** The report as JSON has all of them. */
const MAX_AFFECTED_CHARS = 250;

/** Who has acknowledged, for people. Reopening withdraws an earlier acknowledgement. */
export function acknowledgedBy({ acknowledged_by: by, reopenings }: Pick<Report, 'acknowledged_by' | 'reopenings'>): string {
  return by ?? `no one${since(reopenings)}`;
}

/** Who ended the incident, as facts: name and value. One that was resolved when it was cancelled has both. */
export function endedBy({
  incident,
  resolved_by: by,
  timeline,
}: Pick<Report, 'incident' | 'resolved_by' | 'timeline'>): [string, string][] {
  if (incident.status !== 'cancelled') return [['Resolved by', by ?? 'no one']];
  const cancelled = timeline.findLast(({ kind }) => kind === 'cancel');
  const how = cancelled === undefined ? 'unknown' : `${cancelled.actor}, ${utcTime(cancelled.at)}`;
  return [...(by === null ? [] : [['Resolved by', by] as [string, string]]), ['Cancelled by', how]];
}

/** How many escalation levels were paged, for people. Reopening starts from the first level again. */
export function levelsReached({ escalation: { reached }, reopenings }: Pick<Report, 'escalation' | 'reopenings'>): string {
  if (reached === 0) return `no escalation level has been reached${since(reopenings)}`;
  return `${reached} escalation ${reached === 1 ? 'level' : 'levels'} reached${since(reopenings)}`;
}

/** What is shown in place of a missing time. An incident that was not resolved when it was cancelled has no time to resolve. */
export function missingTime({ incident: { status } }: Pick<Report, 'incident'>, of: 'resolution' | 'other'): string {
  if (status === 'cancelled' && of === 'resolution') return 'none (cancelled)';
  return status === 'resolved' || status === 'cancelled' ? 'never' : 'not yet';
}

/** Who was paged outside the chat, through what, and how it ended: one line for each service. */
export function pageLines({ pages }: Pick<Report, 'pages'>): readonly string[] {
  return pages.map(({ through, people, count, ending, trouble }) => {
    if (count === 0) return `no page through ${through} was confirmed${trouble === null ? '' : `; trouble: ${trouble}`}`;
    const sent = `${count} ${count === 1 ? 'page' : 'pages'} through ${through}${people.length === 0 ? '' : ` to ${people.join(', ')}`}`;
    return `${sent}; ${trouble !== null ? `trouble: ${trouble}` : ending === null ? 'neither acknowledged nor resolved yet' : ending}`;
  });
}

/** The title of the probe that a recommendation comes from; its key if it has no finding. */
export function probeTitle({ investigation }: Pick<Report, 'investigation'>, key: string): string {
  return investigation?.findings.find(({ probe }) => probe === key)?.title ?? key;
}

/** Other incidents that were open at the last look. */
export function alsoOpen({ investigation }: Pick<Report, 'investigation'>): [string, string][] {
  const others = (investigation?.also_open ?? []).map(({ incident_id: id, service }) => `${id} (${service})`);
  return others.length === 0 ? [] : [['Also open', others.join(', ')]];
}

/** The services that are affected besides its own, as a fact; none if there are none. */
export function alsoAffected({ also_affected: services = [] }: Partial<Pick<Report, 'also_affected'>>): [string, string][] {
  const named = services.map(({ title, recovered }) => `${title}${recovered ? ' (recovered)' : ''}`);
  return named.length === 0 ? [] : [['Also affected', namesWithin(named, MAX_AFFECTED_CHARS)]];
}

/** The commands that show the alerts behind it; none if it is not known to have any. */
export function alertCommands({ alert_groups: groups }: Pick<Report, 'alert_groups'>, most = 3): readonly string[] {
  if (groups === null) return [];
  const { ids, has_more: hasMore } = groups;
  const more = Math.max(0, ids.length - most);
  const rest = hasMore ? [`and more than ${more} others`] : more > 0 ? [`and ${more} ${more === 1 ? 'other' : 'others'}`] : [];
  return [...ids.slice(0, most).map((id) => `incident alerts ${id}`), ...rest];
}

const since = (reopenings: number): string => (reopenings === 0 ? '' : ' since the incident was reopened');
