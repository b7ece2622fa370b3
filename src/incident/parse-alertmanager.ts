import { cleanLine, cleanText } from './clean-text';
import { InvalidInputError } from './errors';
import type { NormalizedEvent } from './incident';
import { readLabels } from './labels';
import { readLinks } from './links';
import { type Fields, isFields, own, shown } from './read-fields';
import { readableTitle } from './readable-title';
import { worstSeverity } from './severity';
import { type ReadSeverity, readSeverity } from './severity-words';
import { DESCRIPTION_CHARS, NAME_CHARS, TITLE_CHARS } from './text-limits';
import { lenientTimestamp } from './timestamps';

interface Alert {
  readonly isFiring: boolean;
  readonly labels: Record<string, string>;
  readonly annotations: Record<string, string>;
  readonly startsAt: string;
  readonly generatorUrl: unknown;
  readonly fingerprint: string;
}

/** Whether a value has the shape of Alertmanager's webhook (version 4), or of a post to its own API. */
export function looksLikeAlertmanager(event: unknown): boolean {
  if (Array.isArray(event)) return event.length > 0 && event.every((alert) => isFields(alert) && isFields(own(alert, 'labels')));
  return (
    isFields(event) &&
    own(event, 'alerts') !== undefined &&
    ['receiver', 'groupLabels', 'groupKey', 'version'].some((name) => own(event, name) !== undefined)
  );
}

/**
 * Reads a notification group as one event: it fires while any of its alerts does, with the gravest severity of those.
 * https://prometheus.io/docs/alerting/latest/configuration/#webhook_config
 */
export function parseAlertmanager(event: unknown, receivedAt: string): readonly NormalizedEvent[] {
  if (!Array.isArray(event) && !isFields(event)) throw new InvalidInputError('body', `${shown(event)} is no notification`, 'a JSON object');
  const group: Fields = Array.isArray(event) ? { alerts: event } : (event as Fields);
  const list = own(group, 'alerts');
  if (!Array.isArray(list)) throw new InvalidInputError('alerts', `${shown(list)} is no list`, 'a list of alerts');
  if (list.length === 0) throw new InvalidInputError('alerts', 'the list is empty', 'at least one alert');
  const groupStatus = readGroupStatus(own(group, 'status'));
  const alerts = list.map((alert, index) => readAlert(alert, index, groupStatus, receivedAt));
  const firing = alerts.filter(({ isFiring }) => isFiring);
  const speaking = firing.length > 0 ? firing : alerts;
  const severity = gravest(speaking);
  const common = { labels: sectionOf(group, 'commonLabels'), annotations: sectionOf(group, 'commonAnnotations') };
  const first = speaking[0] as Alert;
  const name = cleanLine(common.labels.alertname ?? sectionOf(group, 'groupLabels').alertname ?? first.labels.alertname ?? '', NAME_CHARS);
  const annotations = { ...first.annotations, ...common.annotations };
  const title = titleOf(name, annotations, speaking.length);
  return [
    {
      source: 'alertmanager',
      status: firing.length > 0 ? 'firing' : 'resolved',
      severity: severity.severity,
      severityDefaulted: severity.defaulted,
      severityRaw: severity.raw,
      title,
      alertName: name || title,
      description: cleanText(annotations.description ?? annotations.message ?? annotations.info ?? '', DESCRIPTION_CHARS),
      fingerprint: cleanLine(`alertmanager:${identityOf(group, alerts)}`, 1_000),
      startedAt: speaking.map(({ startsAt }) => startsAt).sort()[0] ?? receivedAt,
      links: readLinks([
        annotations.runbook_url,
        annotations.dashboard_url,
        ...speaking.map(({ generatorUrl }) => generatorUrl),
        own(group, 'externalURL'),
      ]),
      labels: { ...first.labels, ...common.labels, alerts: String(alerts.length) },
    },
  ];
}

function readGroupStatus(raw: unknown): string | undefined {
  if (raw === undefined || raw === null) return undefined;
  if (raw === 'firing' || raw === 'resolved') return raw;
  throw new InvalidInputError('status', `${shown(raw)} is no status`, 'firing, resolved');
}

function readAlert(raw: unknown, index: number, groupStatus: string | undefined, receivedAt: string): Alert {
  const at = `alerts[${index}]`;
  if (!isFields(raw)) throw new InvalidInputError(at, `${shown(raw)} is no alert`, 'an object');
  const status = own(raw, 'status') ?? groupStatus ?? 'firing';
  if (status !== 'firing' && status !== 'resolved')
    throw new InvalidInputError(`${at}.status`, `${shown(status)} is no status`, 'firing, resolved');
  const fingerprint = own(raw, 'fingerprint');
  const labels = readLabels(own(raw, 'labels'), `${at}.labels`);
  return {
    isFiring: status === 'firing',
    labels,
    annotations: readLabels(own(raw, 'annotations'), `${at}.annotations`),
    startsAt: lenientTimestamp(own(raw, 'startsAt'), receivedAt),
    generatorUrl: own(raw, 'generatorURL'),
    fingerprint: typeof fingerprint === 'string' && fingerprint !== '' ? fingerprint : canonical(labels),
  };
}

function gravest(alerts: readonly Alert[]): ReadSeverity {
  const read = alerts.map(({ labels }) => readSeverity(labels.severity ?? labels.priority ?? null, 'labels.severity'));
  const known = read.filter(({ defaulted }) => !defaulted);
  const [first = { severity: 'medium', defaulted: true, raw: null } as ReadSeverity] = known.length > 0 ? known : read;
  return known.reduce((worst, next) => (worstSeverity(worst.severity, next.severity) === worst.severity ? worst : next), first);
}

function titleOf(name: string, annotations: Record<string, string>, count: number): string {
  const told = cleanLine(annotations.title ?? annotations.summary ?? '', TITLE_CHARS);
  const many = count > 1 ? ` (${count} alerts)` : '';
  const readable = readableTitle(name);
  if (told !== '' && count === 1) return told;
  if (told !== '')
    return cleanLine(readable === '' || told.includes(readable) ? `${told}${many}` : `${readable}: ${told}${many}`, TITLE_CHARS);
  if (readable === '') throw new InvalidInputError('title', 'no title was found', 'an annotation title or summary, or a label alertname');
  return `${readable}${many}`;
}

/** Receiver and group key; without one, receiver and group labels, else the labels that all alerts share. */
function identityOf(group: Fields, alerts: readonly Alert[]): string {
  const receiver = own(group, 'receiver');
  const prefix = typeof receiver === 'string' ? receiver : '';
  const groupKey = own(group, 'groupKey');
  const groupLabels = sectionOf(group, 'groupLabels');
  const hasLabels = Object.keys(groupLabels).length > 0;
  if (typeof groupKey === 'string' && groupKey !== '' && (hasLabels || !/^\{\}:\{\}$/.test(groupKey))) return `${prefix}:${groupKey}`;
  if (hasLabels) return `${prefix}:${canonical(groupLabels)}`;
  if (typeof groupKey === 'string' && groupKey !== '') {
    return `${prefix}:${groupKey}:${alerts
      .map(({ fingerprint }) => fingerprint)
      .sort()
      .join(',')}`;
  }
  const names = [...new Set(alerts.map(({ labels }) => labels.alertname ?? canonical(labels)))].sort();
  return `${prefix}:${names.join(',')}`;
}

function sectionOf(group: Fields, name: string): Record<string, string> {
  return readLabels(own(group, name), name);
}

function canonical(labels: Record<string, string>): string {
  return JSON.stringify(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)));
}
