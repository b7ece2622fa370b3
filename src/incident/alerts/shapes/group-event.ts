import { firingAlerts } from '../../model/firing-alerts';
import type { NormalizedEvent, StatusNote } from '../../model/incident';
import { SEVERITIES } from '../../model/severity';
import { cleanLine, cleanText } from '../../text/clean-text';
import { readLinks } from '../../text/links';
import { own, plainText } from '../../text/read-fields';
import { DESCRIPTION_CHARS, NAME_CHARS, TITLE_CHARS } from '../../text/text-limits';
import { faulty } from '../../text/unfit';
import { alertNameOf, failedQueryOf } from '../alert-name';
import type { FieldProblems } from '../field-problems';
import { mergeLabels } from '../labels';
import { readableTitle } from '../readable-title';
import { endedText } from '../state-reason';
import type { AlertGroup, GroupedAlert, Texts } from './alert-group';

/** How a source differs from others that send such groups. */
export interface GroupReading {
  readonly source: string;
  /** The group's identity, derived from the group itself and its relevant alerts. */
  readonly identify: (group: AlertGroup) => string | null;
  /** True if the alerts' names are human-readable, so the title always starts with one. */
  readonly nameFirst?: boolean;
  /** Used if no alert has a title. */
  readonly fallbackTitle?: string | undefined;
  readonly problems: FieldProblems;
}

const TITLE_ANNOTATIONS = ['title', 'summary'];
const DESCRIPTION_ANNOTATIONS = ['description', 'message', 'info'];
const MAX_DESCRIPTIONS = 20;
const MAX_NAMED = 5;
/**
 * Labels that do not help to title a rule without a name: `alertname` is then empty, and the others only say how bad it
 * is.
 */
const SEVERITY_LABELS = new Set(['alertname', 'severity', 'priority']);

/** The group as events: one for the group, and one for its silenced alerts, which opens nothing and says so. */
export function eventsOfGroup(group: AlertGroup, reading: GroupReading): readonly NormalizedEvent[] {
  const silenced = group.alerts.filter(({ state }) => state === 'silenced');
  const heard = group.alerts.filter(({ state }) => state !== 'silenced');
  if (silenced.length === 0) return [eventOf(group, reading)];
  const quiet = {
    ...eventOf({ ...group, alerts: silenced }, reading),
    status: 'ignored' as const,
    statusNote: silencedNote(silenced.map(({ labels }) => labels)),
  };
  return heard.length === 0 ? [quiet] : [eventOf({ ...group, alerts: heard }, reading), { ...quiet, problems: [] }];
}

/**
 * Firing if the group says so or any of its alerts is: a group that lists only some of its alerts may have others that
 * are firing. Its severity is that of the most severe firing alert, whose name it takes if the alerts share none.
 */
function eventOf(group: AlertGroup, { source, identify, nameFirst = false, fallbackTitle = '', problems }: GroupReading): NormalizedEvent {
  const { alerts, commonLabels, commonAnnotations, groupLabels } = group;
  const firing = alerts.filter(({ state }) => state === 'firing');
  const speaking = gravestFirst(firing.length > 0 ? firing : alerts);
  const [lead] = speaking;
  if (lead === undefined) throw faulty('alerts', 'is empty', 'at least one alert');
  const annotations = { ...lead.annotations, ...commonAnnotations };
  const failed = failedQueryOf(lead.labels, annotations);
  const shared = { alertname: commonLabels.alertname ?? groupLabels.alertname ?? '' };
  const alertName = (failed === null && alertNameOf(shared)) || alertNameOf(lead.labels);
  const told = failed ?? first(TITLE_ANNOTATIONS.map((key) => annotations[key]));
  const title =
    titleOf({ name: alertName, told, annotations, count: speaking.length, nameFirst: nameFirst || failed !== null }) ||
    cleanLine(fallbackTitle, TITLE_CHARS) ||
    titleFromLabels(lead.labels, speaking.length);
  if (title === '') throw faulty('title', 'no title was found', 'an annotation title or summary, or a label');
  const isFiring = group.state === 'firing' || firing.length > 0;
  const statusNote = isFiring ? null : notRecoveredNote(alerts);
  return {
    source,
    status: isFiring ? 'firing' : statusNote === null ? 'resolved' : 'ignored',
    severity: lead.severity.severity,
    severityDefaulted: lead.severity.defaulted,
    severityRaw: lead.severity.raw,
    title,
    alertName: alertName || title,
    description: describe(commonAnnotations, speaking, failed),
    fingerprint: identify(group),
    startedAt: earliest(speaking),
    links: readLinks(linksOf(group, speaking, annotations)),
    // Privacy and probes look at labels, so a label of a single alert counts too; firing alerts come first.
    labels: {
      ...mergeLabels([groupLabels, commonLabels, ...[...speaking, ...alerts].map(({ labels }) => labels)]),
      alerts: countOf(group),
    },
    problems: problems.list(),
    statusNote,
    firing: firingAlerts(firing.map(({ fingerprint, givenStart }) => ({ fingerprint, startedAt: givenStart }))),
  };
}

/** Alerts of equal rank keep their order. */
function gravestFirst(alerts: readonly GroupedAlert[]): readonly GroupedAlert[] {
  return [...alerts].sort((a, b) => rankOf(a) - rankOf(b));
}

/**
 * If several have the default severity, one that was given comes first, then one that was unreadable, then one that was
 * missing.
 */
function rankOf({ severity: { severity, defaulted, raw } }: GroupedAlert): number {
  return 3 * SEVERITIES.indexOf(severity) + (defaulted ? (raw === null ? 2 : 1) : 0);
}

interface TitleParts {
  readonly name: string;
  /** What the alert's annotations say, or what failed; empty if there is nothing. */
  readonly told: string;
  readonly annotations: Texts;
  readonly count: number;
  readonly nameFirst: boolean;
}

/** Empty if there is none. */
function titleOf({ name, told, annotations, count, nameFirst }: TitleParts): string {
  const many = count > 1 ? ` (${count} alerts)` : '';
  const chars = TITLE_CHARS - many.length;
  const line = cleanLine(told, chars);
  const readable = readableTitle(name);
  if (line !== '' && ((count === 1 && !nameFirst) || readable === '' || line.includes(readable))) return `${line}${many}`;
  if (line !== '') return `${cleanLine(`${readable}: ${line}`, chars)}${many}`;
  // Without a name, the first words of the description are better than no incident.
  const title = cleanLine(readable === '' ? first(DESCRIPTION_ANNOTATIONS.map((key) => annotations[key])) : readable, chars);
  return title === '' ? '' : `${title}${many}`;
}

/** The other labels, for a rule without a name. */
function titleFromLabels(labels: Texts, count: number): string {
  const told = Object.entries(labels).filter(([name, value]) => !SEVERITY_LABELS.has(name) && value !== '');
  const many = count > 1 ? ` (${count} alerts)` : '';
  const line = told.slice(0, MAX_NAMED).map(([name, value]) => `${name}=${value}`);
  return line.length === 0 ? '' : `${cleanLine(`Alert: ${line.join(', ')}`, TITLE_CHARS - many.length)}${many}`;
}

/** The query that failed, then the description that all alerts share, or else what each of them says. */
function describe(common: Texts, speaking: readonly GroupedAlert[], failed: string | null): string {
  const unique = new Set(failed === null ? [] : [failed]);
  for (const annotations of [common, ...speaking.map((alert) => alert.annotations)]) {
    unique.add(first(DESCRIPTION_ANNOTATIONS.map((key) => annotations[key])));
  }
  unique.delete('');
  const more = unique.size > MAX_DESCRIPTIONS ? [`and ${unique.size - MAX_DESCRIPTIONS} more`] : [];
  return cleanText([...[...unique].slice(0, MAX_DESCRIPTIONS), ...more].join('\n'), DESCRIPTION_CHARS);
}

function* linksOf({ fields }: AlertGroup, speaking: readonly GroupedAlert[], annotations: Texts): Generator<unknown> {
  const { runbook_url: runbook, dashboard_url: dashboard, ...others } = annotations;
  yield* [runbook, dashboard, ...Object.values(others)];
  for (const alert of speaking) yield alert.annotations.runbook_url;
  for (const { links } of speaking) yield* links;
  yield own(fields, 'externalURL');
}

function earliest(alerts: readonly GroupedAlert[]): string {
  return alerts.map(({ startsAt }) => startsAt).sort()[0] ?? '';
}

/** The number of alerts, including those that the tool counted but did not send. */
function countOf({ alerts, fields }: AlertGroup): string {
  const unsent = Number(plainText(own(fields, 'truncatedAlerts')) ?? 0);
  return String(alerts.length + (Number.isSafeInteger(unsent) && unsent > 0 ? unsent : 0));
}

/** One alert that has not recovered is enough: what it watched may still be broken. */
function notRecoveredNote(alerts: readonly GroupedAlert[]): StatusNote | null {
  const over = alerts.find(({ notRecovered }) => notRecovered !== null);
  if (over === undefined || over.notRecovered === null) return null;
  const reason = cleanLine(over.annotations.grafana_state_reason ?? '', NAME_CHARS);
  return { kind: over.notRecovered, text: `${alertNameOf(over.labels) || 'an alert'} ${endedText(over.notRecovered, reason)}` };
}

/** About alerts with these labels. */
export function silencedNote(alerts: readonly Texts[]): StatusNote {
  const names = [...new Set(alerts.map((labels) => alertNameOf(labels) || 'an alert'))];
  const more = names.length > MAX_NAMED ? ` and ${names.length - MAX_NAMED} more` : '';
  const verb = alerts.length === 1 ? 'is' : 'are';
  return { kind: 'silenced', text: `${names.slice(0, MAX_NAMED).join(', ')}${more} ${verb} silenced, inhibited or muted at the source` };
}

function first(texts: readonly (string | undefined)[]): string {
  return texts.find((text) => text !== undefined && text.trim() !== '') ?? '';
}
