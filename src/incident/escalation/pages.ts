import type { CallPeople } from '../model/effects';
import type { Incident } from '../model/incident';
import type { PageEnding, PageLog, PageReason, PagerLog } from '../model/page';
import type { IncidentState } from '../model/state';
import { hasEnded } from './call-relevance';
import { isUnacknowledged, later } from './escalation';

/** People are paged outside the chat if they have not been paged in it after this long, in milliseconds. */
export const SLACK_WAIT_MS = 60_000;

const NO_PAGES: PageLog = { pagers: [], slackAwayIn: null };

/** A page through one service. Plain data, because it may outlive a run. */
export interface WantedPage {
  readonly pager: string;
  readonly key: string;
  readonly reason: PageReason;
  readonly references: readonly string[];
  /** The number of reopenings when it became due. */
  readonly episode: number;
  /** True if a person asked for it, so that an acknowledgement does not stop it. */
  readonly isByPerson: boolean;
}

/** The pages for the start, for a page in the chat, or because no one can be paged there: one for each service in use. */
export function pagesFor(state: IncidentState, why: 'started' | 'slackUnreachable' | CallPeople): readonly WantedPage[] {
  const { incident, incidentId, reopenings } = state;
  if (incident === null) return [];
  const about = typeof why === 'string' ? { reason: { kind: why } as const, isByPerson: false } : withCall(why);
  if (about === null) return [];
  const { reason, isByPerson } = about;
  const references = typeof why === 'string' || why.everybody ? everyone(state, incident) : why.references;
  const key = `${incidentId}/page/${reopenings}.${nameOf(reason)}`;
  const already = new Set(logOf(state).pagers.flatMap(({ name, keys }) => (keys.includes(key) ? [name] : [])));
  const used = pagersOf(incident, incident.severity).filter((name) => !already.has(name));
  const from = typeof why !== 'string' && why.why.kind === 'severity' ? pagersOf(incident, why.why.from) : [];
  return used.filter((name) => !from.includes(name)).map((pager) => ({ pager, key, reason, references, episode: reopenings, isByPerson }));
}

/** False once the page is obsolete. It may have waited hours for its service. */
export function isPageWanted(state: IncidentState, { episode, isByPerson }: Pick<WantedPage, 'episode' | 'isByPerson'>): boolean {
  return episode === state.reopenings && !hasEnded(state) && (isByPerson || isUnacknowledged(state));
}

/** The endings that the status asks for, for services that have paged someone and have not been told of the ending yet. */
export function dueEndings(state: IncidentState): readonly { readonly pager: string; readonly ending: PageEnding }[] {
  const ending = hasEnded(state) ? 'resolved' : isUnacknowledged(state) ? null : 'acknowledged';
  if (ending === null) return [];
  return logOf(state)
    .pagers.filter((log) => log.ending === null || (log.ending === 'acknowledged' && ending === 'resolved'))
    .map(({ name }) => ({ pager: name, ending }));
}

/**
 * When people are to be paged because they have not been paged in the chat; null if they have, or need not be.
 * @param waitingSince When the oldest page that is still waiting for the chat was decided on; null if none is.
 */
export function slackAwayAt(state: IncidentState, waitingSince: string | null): string | null {
  const { incident, nodes, reopenings, pages } = state;
  if (incident === null || !isUnacknowledged(state) || pages?.slackAwayIn === reopenings) return null;
  if (pagersOf(incident, incident.severity).length === 0) return null;
  const first = nodes.find(({ name }) => name === 'callForPeople');
  const isFirstDue = reopenings === 0 && first !== undefined && UNFINISHED.has(first.status);
  const since = isFirstDue ? (nodes.find(({ name }) => name === 'parseIncidentEvent')?.endedAt ?? waitingSince) : waitingSince;
  return since === null ? null : later(since, SLACK_WAIT_MS);
}

const UNFINISHED: ReadonlySet<string> = new Set(['pending', 'running', 'blocked', 'waiting']);

/** Notes a page before it is sent: after that, it may have been. */
export function withPage(log: PageLog | undefined, { pager, key, references }: WantedPage): PageLog {
  const before = log?.pagers.find(({ name }) => name === pager);
  const open = before === undefined || before.ending === 'resolved' ? { keys: [], references: [], ending: null } : before;
  return withPager(log, {
    name: pager,
    keys: [...new Set([...open.keys, key])],
    references: [...new Set([...open.references, ...references])],
    ending: open.ending,
  });
}

export function withEnding(log: PageLog | undefined, pager: string, ending: PageEnding): PageLog {
  const before = log?.pagers.find(({ name }) => name === pager);
  return withPager(log, { name: pager, keys: before?.keys ?? [], references: before?.references ?? [], ending });
}

export function withSlackAway(log: PageLog | undefined, reopenings: number): PageLog {
  return { ...(log ?? NO_PAGES), slackAwayIn: reopenings };
}

/** The degradation's name while a page through the service is still to be sent. It travels from run to run, so it must not change. */
export function troubleOfPage(pager: string): string {
  return `page through ${pager}`;
}

/** The service that such a degradation is about; null for any other degradation. */
export function pagerNamedBy(trouble: string): string | null {
  return /^page through (.+)$/s.exec(trouble)?.[1] ?? null;
}

function withPager(log: PageLog | undefined, changed: PagerLog): PageLog {
  const { pagers, slackAwayIn } = log ?? NO_PAGES;
  return { pagers: [...pagers.filter(({ name }) => name !== changed.name), changed], slackAwayIn };
}

/** Null for pages of single people: the services page by their own schedules. */
function withCall({ why }: CallPeople): Pick<WantedPage, 'reason' | 'isByPerson'> | null {
  switch (why.kind) {
    case 'escalation':
      return { reason: { kind: 'escalated', level: why.level }, isByPerson: why.by !== null };
    case 'severity':
      return { reason: { kind: 'raised', to: why.to }, isByPerson: false };
    case 'reopened':
      return { reason: { kind: 'reopened' }, isByPerson: false };
    case 'added':
    case 'assigned':
    case 'late':
      return null;
  }
}

function nameOf(reason: PageReason): string {
  switch (reason.kind) {
    case 'escalated':
      return `level-${reason.level}`;
    case 'raised':
      return `raised-${reason.to}`;
    case 'started':
    case 'slackUnreachable':
    case 'reopened':
      return reason.kind;
  }
}

function everyone({ assigned }: IncidentState, { users }: Incident): readonly string[] {
  return [...new Set([...users, ...assigned.map(({ reference }) => reference)])];
}

function pagersOf({ policy }: Incident, severity: Incident['severity']): readonly string[] {
  return (policy.pagers ?? []).flatMap(({ name, severities }) => (severities.includes(severity) ? [name] : []));
}

function logOf({ pages }: Pick<IncidentState, 'pages'>): PageLog {
  return pages ?? NO_PAGES;
}
