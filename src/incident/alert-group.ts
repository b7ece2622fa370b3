import { cleanLine, cleanText } from './clean-text';
import { InvalidInputError } from './errors';
import { firingAlerts } from './firing-alerts';
import type { NormalizedEvent, StatusNote } from './incident';
import { mergeLabels, readLabels } from './labels';
import { readLinks } from './links';
import { type Fields, isFields, own, shown } from './read-fields';
import { readableTitle } from './readable-title';
import { worstSeverity } from './severity';
import { type ReadSeverity, readSeverity } from './severity-words';
import { whyNotRecovered } from './state-reason';
import { DESCRIPTION_CHARS, NAME_CHARS, TITLE_CHARS } from './text-limits';
import { lenientTimestamp } from './timestamps';

type Texts = Readonly<Record<string, string>>;

export interface GroupedAlert {
  readonly isFiring: boolean;
  /** Why it has not recovered although its tool calls it resolved; null for all others. */
  readonly notRecovered: StatusNote['kind'] | null;
  readonly labels: Texts;
  readonly annotations: Texts;
  readonly startsAt: string;
  /** As the payload names it, null when that cannot be read. */
  readonly givenStart: string | null;
  /** Whatever the tool gives as its own links; most are none. */
  readonly links: readonly unknown[];
  readonly fingerprint: string;
}

/** A notification of several alerts that their tool has grouped: one incident. */
export interface AlertGroup {
  readonly fields: Fields;
  /** As the group says of itself; undefined when it says nothing. */
  readonly status: 'firing' | 'resolved' | undefined;
  readonly groupLabels: Texts;
  readonly commonLabels: Texts;
  readonly commonAnnotations: Texts;
  readonly alerts: readonly GroupedAlert[];
}

/** How a source differs from the others that send such groups. */
export interface GroupReading {
  readonly source: string;
  readonly fingerprint: string | null;
  /** The alerts' names are for people, so the title always begins with one. */
  readonly nameFirst?: boolean;
  /** Stands in for a title where no alert has one. */
  readonly fallbackTitle?: string | undefined;
}

const ALERT_LINKS = ['dashboardURL', 'panelURL', 'generatorURL'];
const TITLE_ANNOTATIONS = ['title', 'summary'];
const DESCRIPTION_ANNOTATIONS = ['description', 'message', 'info'];
const MAX_DESCRIPTIONS = 20;

/** Checks a group and reads its alerts. @throws InvalidInputError naming the field: `alerts[2].labels`. */
export function readAlertGroup(fields: Fields, receivedAt: string): AlertGroup {
  const list = own(fields, 'alerts');
  if (!Array.isArray(list)) throw new InvalidInputError('alerts', `${shown(list)} is no list`, 'a list of alerts');
  if (list.length === 0) throw new InvalidInputError('alerts', 'the list is empty', 'at least one alert');
  const status = readStatus(own(fields, 'status'), 'status');
  return {
    fields,
    status,
    groupLabels: readLabels(own(fields, 'groupLabels'), 'groupLabels'),
    commonLabels: readLabels(own(fields, 'commonLabels'), 'commonLabels'),
    commonAnnotations: readAnnotations(own(fields, 'commonAnnotations'), 'commonAnnotations'),
    alerts: list.map((alert, index) => readAlert(alert, `alerts[${index}]`, status, receivedAt)),
  };
}

/**
 * The group as one event. It fires while it says so or any of its alerts does: one that lists only some of its alerts
 * may still have others that fire. The gravest severity of those that fire is its own.
 */
export function eventOfGroup(
  group: AlertGroup,
  { source, fingerprint, nameFirst = false, fallbackTitle = '' }: GroupReading,
  receivedAt: string,
): NormalizedEvent {
  const { alerts, commonLabels, commonAnnotations, groupLabels } = group;
  const firing = alerts.filter(({ isFiring }) => isFiring);
  const speaking = firing.length > 0 ? firing : alerts;
  const severity = gravest(speaking, { ...groupLabels, ...commonLabels });
  const annotations = { ...speaking[0]?.annotations, ...commonAnnotations };
  const named = commonLabels.alertname ?? groupLabels.alertname ?? speaking[0]?.labels.alertname ?? '';
  const alertName = cleanLine(named, NAME_CHARS);
  const isFiring = group.status === 'firing' || firing.length > 0;
  const statusNote = isFiring ? null : noteOf(alerts);
  const title = titleOf(alertName, annotations, speaking.length, nameFirst) || cleanLine(fallbackTitle, TITLE_CHARS);
  if (title === '') throw new InvalidInputError('title', 'no title was found', 'an annotation title or summary, or a label alertname');
  return {
    source,
    status: isFiring ? 'firing' : statusNote === null ? 'resolved' : 'ignored',
    severity: severity.severity,
    severityDefaulted: severity.defaulted,
    severityRaw: severity.raw,
    title,
    alertName: alertName || title,
    description: describe(commonAnnotations, speaking),
    fingerprint,
    startedAt: speaking.map(({ startsAt }) => startsAt).sort()[0] ?? receivedAt,
    links: linksOf(group, speaking, annotations),
    // Privacy and probes look at labels, so what only one of the alerts says counts as well; those that fire come first.
    labels: {
      ...mergeLabels([groupLabels, commonLabels, ...[...speaking, ...alerts].map(({ labels }) => labels)]),
      alerts: countOf(group),
    },
    problems: [],
    statusNote,
    firing: firingAlerts(firing.map(({ fingerprint, givenStart }) => ({ fingerprint, startedAt: givenStart }))),
  };
}

/** One alert that has not recovered is enough: what it looked at may still be broken. */
function noteOf(alerts: readonly GroupedAlert[]): StatusNote | null {
  const first = alerts.find(({ notRecovered }) => notRecovered !== null);
  if (first === undefined || first.notRecovered === null) return null;
  const { notRecovered: kind, labels, annotations } = first;
  const name = cleanLine(labels.alertname ?? '', NAME_CHARS) || 'an alert';
  const why = kind === 'ruleChanged' ? 'its rule was paused, changed or deleted' : 'its data vanished';
  const reason = cleanLine(annotations.grafana_state_reason ?? '', NAME_CHARS);
  return { kind, text: `${name} ended because ${why} (${reason}), not because it recovered` };
}

function readAlert(raw: unknown, at: string, groupStatus: 'firing' | 'resolved' | undefined, receivedAt: string): GroupedAlert {
  if (!isFields(raw)) throw new InvalidInputError(at, `${shown(raw)} is no alert`, 'an object');
  const status = readStatus(own(raw, 'status'), `${at}.status`) ?? groupStatus ?? 'firing';
  const fingerprint = own(raw, 'fingerprint');
  const labels = readLabels(own(raw, 'labels'), `${at}.labels`);
  const annotations = readAnnotations(own(raw, 'annotations'), `${at}.annotations`);
  const startsAt = lenientTimestamp(own(raw, 'startsAt'), receivedAt);
  return {
    isFiring: status === 'firing',
    notRecovered: status === 'firing' ? null : whyNotRecovered(annotations.grafana_state_reason),
    labels,
    annotations,
    startsAt,
    givenStart: startsAt === receivedAt ? null : startsAt,
    links: ALERT_LINKS.map((name) => own(raw, name)),
    fingerprint: typeof fingerprint === 'string' && fingerprint !== '' ? fingerprint : canonicalLabels(labels),
  };
}

/** Annotations are prose: longer than labels, and their line breaks stay. */
function readAnnotations(raw: unknown, field: string): Texts {
  return readLabels(raw, field, (text) => cleanText(text, DESCRIPTION_CHARS));
}

function readStatus(raw: unknown, field: string): 'firing' | 'resolved' | undefined {
  if (raw === undefined || raw === null || raw === '') return undefined;
  // Alertmanager's own API wraps it: {"state": "active"}.
  const word = isFields(raw) ? own(raw, 'state') : raw;
  if (word === 'firing' || word === 'active') return 'firing';
  if (word === 'resolved') return 'resolved';
  throw new InvalidInputError(field, `${shown(raw)} is no status`, 'firing, resolved');
}

function gravest(alerts: readonly GroupedAlert[], common: Texts): ReadSeverity {
  const read = alerts.map(({ labels }) => {
    const raw = first([labels.severity, labels.priority, common.severity, common.priority]);
    return readSeverity(raw, 'labels.severity');
  });
  const known = read.filter(({ defaulted }) => !defaulted);
  const [start = readSeverity(null, 'labels.severity')] = known.length > 0 ? known : read.filter(({ raw }) => raw !== null);
  return known.reduce((worst, next) => (worstSeverity(worst.severity, next.severity) === worst.severity ? worst : next), start);
}

/** Empty: there is none. */
function titleOf(name: string, annotations: Texts, count: number, nameFirst: boolean): string {
  const many = count > 1 ? ` (${count} alerts)` : '';
  const told = cleanLine(first(TITLE_ANNOTATIONS.map((key) => annotations[key])), TITLE_CHARS - many.length);
  const readable = readableTitle(name);
  if (told !== '' && ((count === 1 && !nameFirst) || readable === '' || told.includes(readable))) return `${told}${many}`;
  if (told !== '') return `${cleanLine(`${readable}: ${told}`, TITLE_CHARS - many.length)}${many}`;
  // Without a name, the first words of what is told are better than no incident.
  const words = readable === '' ? first(DESCRIPTION_ANNOTATIONS.map((key) => annotations[key])) : readable;
  const title = cleanLine(words, TITLE_CHARS - many.length);
  return title === '' ? '' : `${title}${many}`;
}

/** What all alerts share, else what each of them says. */
function describe(common: Texts, speaking: readonly GroupedAlert[]): string {
  const told = [common, ...speaking.map(({ annotations }) => annotations)].map((annotations) =>
    first(DESCRIPTION_ANNOTATIONS.map((key) => annotations[key])),
  );
  const unique = [...new Set(told.filter((text) => text !== ''))];
  const more = unique.length > MAX_DESCRIPTIONS ? [`and ${unique.length - MAX_DESCRIPTIONS} more`] : [];
  return cleanText([...unique.slice(0, MAX_DESCRIPTIONS), ...more].join('\n'), DESCRIPTION_CHARS);
}

function linksOf({ fields }: AlertGroup, speaking: readonly GroupedAlert[], annotations: Texts): readonly string[] {
  const { runbook_url: runbook, dashboard_url: dashboard, ...others } = annotations;
  return readLinks([
    runbook,
    dashboard,
    ...Object.values(others),
    ...speaking.map(({ annotations: { runbook_url } }) => runbook_url),
    ...speaking.flatMap(({ links }) => links),
    own(fields, 'externalURL'),
  ]);
}

/** How many alerts, those included that the tool counted and did not send. */
function countOf({ alerts, fields }: AlertGroup): string {
  const unsent = own(fields, 'truncatedAlerts');
  return String(alerts.length + (typeof unsent === 'number' && Number.isSafeInteger(unsent) && unsent > 0 ? unsent : 0));
}

/** The same text for the same labels in whatever order. */
export function canonicalLabels(labels: Texts): string {
  return JSON.stringify(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function first(texts: readonly (string | undefined)[]): string {
  return texts.find((text) => text !== undefined && text.trim() !== '') ?? '';
}
