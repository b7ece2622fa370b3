import type { CallPeople } from '../model/effects';
import type { Incident } from '../model/incident';
import type { PageEnding, PageLog, PageReason, PagerLog } from '../model/page';
import type { IncidentState } from '../model/state';
import { hasEnded } from './call-relevance';
import { isUnacknowledged, later } from './escalation';

/** People are paged outside the chat if they have not been paged in it after this long, in milliseconds. */
export const SLACK_WAIT_MS = 60_000;

/** For one service: as many as twenty schedules of fifty people. Limited, because the list is part of the state. */
const MAX_RECIPIENTS = 1_000;

const NO_PAGES: PageLog = { pagers: [], slackAwayIn: null };

/** A page through one service. Plain data, because it may outlive a run. */
export interface WantedPage {
  readonly pager: string;
  readonly key: string;
  readonly reason: PageReason;
  readonly references: readonly string[];
  /** The number of reopenings when it became due. */
  readonly episode: number;
  /** True if an acknowledgement does not stop it: a person asked for it, or it became due after the acknowledgement. */
  readonly isByPerson: boolean;
}

/** The pages for the start, for a page in the chat, or because no one can be paged there: one for each service in use. */
export function pagesFor(state: IncidentState, why: 'started' | 'slackUnreachable' | CallPeople): readonly WantedPage[] {
  const { incident, incidentId, reopenings } = state;
  if (incident === null) return [];
  const about = typeof why === 'string' ? { reason: { kind: why } as const, isByPerson: false } : withCall(state, why);
  if (about === null) return [];
  const { reason, isByPerson } = about;
  const references = typeof why === 'string' || why.everybody ? everyone(state, incident) : why.references;
  const key = `${incidentId}/page/${reopenings}.${nameOf(reason)}`;
  const sent = logOf(state).pagers.filter(({ keys, givenUp }) => keys.includes(key) && !givenUp?.includes(key));
  const already = new Set(sent.map(({ name }) => name));
  const used = pagersOf(incident, incident.severity).filter((name) => !already.has(name));
  const from = typeof why !== 'string' && why.why.kind === 'severity' ? pagersOf(incident, why.why.from) : [];
  return used.filter((name) => !from.includes(name)).map((pager) => ({ pager, key, reason, references, episode: reopenings, isByPerson }));
}

/** False once the page is obsolete. It may have waited hours for its service, and the severity may have fallen meanwhile. */
export function isPageWanted(state: IncidentState, { pager, episode, isByPerson }: WantedPage): boolean {
  const { incident, reopenings } = state;
  if (incident === null || episode !== reopenings || hasEnded(state)) return false;
  return (isByPerson || isUnacknowledged(state)) && pagersOf(incident, incident.severity).includes(pager);
}

/** An ending as it is to be sent. Plain data, because it may outlive a run. */
export interface WantedEnding {
  readonly pager: string;
  readonly ending: PageEnding;
  /** The number of reopenings after which it is obsolete; absent if it must be sent even after a reopening. */
  readonly episode?: number;
}

/**
 * False once the ending is obsolete: an acknowledgement when the incident has ended, and a resolution when it was reopened.
 *
 * But where the service keeps one alert for the incident, the resolution is sent, or given up, before the next page:
 * PagerDuty and Opsgenie add a page to an alert that is still open, and call no one
 * (https://developer.pagerduty.com/docs/events-api-v2/trigger-events/, https://docs.opsgenie.com/docs/alert-deduplication).
 */
export function isEndingWanted(state: IncidentState, { ending, episode }: WantedEnding): boolean {
  if (episode !== undefined && episode !== state.reopenings) return false;
  return ending === 'resolved' || !hasEnded(state);
}

/** The endings that the status asks for, for services that have paged someone and have not been told of the ending yet. */
export function dueEndings(state: IncidentState): readonly WantedEnding[] {
  const ending = hasEnded(state) ? 'resolved' : isUnacknowledged(state) ? null : 'acknowledged';
  if (ending === null) return [];
  return logOf(state)
    .pagers.filter((log) => log.ending === null || (log.ending === 'acknowledged' && (ending === 'resolved' || isAnother(state, log))))
    .map(({ name }) => ({ pager: name, ending, ...(isOfMessages(state, name) ? { episode: state.reopenings } : {}) }));
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

/** True if the incident was acknowledged after the service's current alert had begun. */
function isAnother({ acknowledgedAt }: IncidentState, { acknowledgedBefore }: PagerLog): boolean {
  return acknowledgedBefore !== undefined && acknowledgedBefore !== acknowledgedAt;
}

/**
 * Notes a page before it is sent: after that, it may have been. An earlier acknowledgement does not end it.
 * @param has.byHand Whether it begins another alert if the service's alert was acknowledged. Absent in older runs.
 */
export function withPage(state: IncidentState, { pager, key, references }: WantedPage, has: { readonly byHand: boolean }): PageLog {
  const before = pagerLogOf(state, pager);
  const isNew = before === undefined || before.ending === 'resolved';
  const fresh: PagerLog = { name: pager, keys: [], references: [], ending: isUnacknowledged(state) ? null : 'acknowledged' };
  const { givenUp, ...open } = has.byHand ? inOpenAlert(state, isNew ? fresh : before, key) : isNew ? fresh : before;
  const others = givenUp?.filter((other) => other !== key) ?? [];
  return withPager(state, {
    ...open,
    keys: [...new Set([...open.keys, key])],
    references: [...new Set([...open.references, ...references])],
    ...(others.length === 0 ? {} : { givenUp: others }),
  });
}

/** The log once its alert is one for which a page calls people. A page that may have been sent already stays where it is. */
function inOpenAlert(state: IncidentState, log: PagerLog, key: string): PagerLog {
  const { acknowledgedBefore, ...same } = log;
  if (log.keys.includes(key) && !log.givenUp?.includes(key)) return log;
  const isSilent = log.ending === 'acknowledged' && acknowledgedBefore === undefined && log.keys.length > 0;
  const next = isSilent ? { ...same, alert: (log.alert ?? 1) + 1 } : same;
  if (isUnacknowledged(state)) return { ...next, ending: null };
  return isSilent || log.keys.length === 0 ? { ...next, acknowledgedBefore: state.acknowledgedAt ?? '' } : log;
}

/** Notes that a page was given up although it may have been sent. */
export function withoutPage(state: IncidentState, { pager, key }: WantedPage): PageLog {
  const before = pagerLogOf(state, pager);
  if (before === undefined || !before.keys.includes(key)) return logOf(state);
  return withPager(state, { ...before, givenUp: [...new Set([...(before.givenUp ?? []), key])] });
}

/** Notes which addresses a page was sent to. */
export function withRecipients(state: IncidentState, { pager, references }: WantedPage, recipients: readonly string[]): PageLog {
  const before = pagerLogOf(state, pager);
  if (before === undefined) return logOf(state);
  return withPager(state, {
    ...before,
    references: before.references.filter((reference) => !references.includes(reference)),
    recipients: [...new Set([...(before.recipients ?? []), ...recipients])].slice(0, MAX_RECIPIENTS),
  });
}

/** Notes an ending that is to be sent; null if it turned out to be obsolete, so that the next one covers these pages too. */
export function withEnding(state: IncidentState, pager: string, ending: PageEnding | null): PageLog {
  const { acknowledgedBefore: _, ...before } = pagerLogOf(state, pager) ?? { name: pager, keys: [], references: [], ending };
  return withPager(state, { ...before, ending });
}

export function withSlackAway(state: IncidentState): PageLog {
  return { ...logOf(state), slackAwayIn: state.reopenings };
}

/** The degradation's name while a page through the service is still to be sent. It travels from run to run, so it must not change. */
export function troubleOfPage(pager: string): string {
  return `page through ${pager}`;
}

/** The same, while the service is still to be told that its pages have ended, or if it could not be told. */
export function troubleOfEnding(pager: string): string {
  return `end of pages through ${pager}`;
}

/** The service that such a degradation is about, and whether only the end of its pages failed; null for any other degradation. */
export function pagerNamedBy(trouble: string): { readonly pager: string; readonly isEnding: boolean } | null {
  const [, end, pager] = /^(end of pages|page) through (.+)$/s.exec(trouble) ?? [];
  return pager === undefined ? null : { pager, isEnding: end !== 'page' };
}

function withPager(state: IncidentState, changed: PagerLog): PageLog {
  const { pagers, slackAwayIn } = logOf(state);
  return { pagers: [...pagers.filter(({ name }) => name !== changed.name), changed], slackAwayIn };
}

/** Null for pages of single people: the services page by their own schedules. */
function withCall(state: IncidentState, { why }: CallPeople): Pick<WantedPage, 'reason' | 'isByPerson'> | null {
  switch (why.kind) {
    case 'escalation':
      return { reason: { kind: 'escalated', level: why.level }, isByPerson: why.by !== null };
    case 'severity':
      // An acknowledgement at the lower severity does not count for the people of further services.
      return { reason: { kind: 'raised', to: why.to }, isByPerson: !isUnacknowledged(state) };
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

function isOfMessages({ incident }: IncidentState, pager: string): boolean {
  return incident?.policy.pagers?.find(({ name }) => name === pager)?.sendsMessages ?? false;
}

export function pagerLogOf(state: Pick<IncidentState, 'pages'>, pager: string): PagerLog | undefined {
  return logOf(state).pagers.find(({ name }) => name === pager);
}

function logOf({ pages }: Pick<IncidentState, 'pages'>): PageLog {
  return pages ?? NO_PAGES;
}
