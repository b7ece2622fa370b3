import { cleanText } from '../../text/clean-text';
import { type Fields, isFields, own } from '../../text/read-fields';
import { DESCRIPTION_CHARS } from '../../text/text-limits';
import { faulty, unfit } from '../../text/unfit';
import type { FieldProblems } from '../field-problems';
import { alertLabels } from '../labels';
import { type ReadSeverity, readSeverity } from '../severity-words';
import { whyNotRecovered } from '../state-reason';
import { readTimestamp } from '../timestamps';
import { type GroupedState, readGroupedState } from './grouped-state';

export type Texts = Readonly<Record<string, string>>;

export interface GroupedAlert {
  readonly state: GroupedState;
  /** Why the alert has not recovered although its tool calls it resolved; null for all others. */
  readonly notRecovered: ReturnType<typeof whyNotRecovered>;
  readonly severity: ReadSeverity;
  readonly labels: Texts;
  readonly annotations: Texts;
  readonly startsAt: string;
  /** As the payload gives it; null if it cannot be read. */
  readonly givenStart: string | null;
  /** Whatever the payload gives as the alert's links; many of the values are not links. */
  readonly links: readonly unknown[];
  readonly fingerprint: string;
}

/** A notification of several alerts that their tool grouped into one incident. */
export interface AlertGroup {
  readonly fields: Fields;
  /** The group's own state; undefined if it is missing or unknown. */
  readonly state: GroupedState | undefined;
  readonly groupLabels: Texts;
  readonly commonLabels: Texts;
  readonly commonAnnotations: Texts;
  readonly alerts: readonly GroupedAlert[];
}

const ALERT_LINKS = ['dashboardURL', 'panelURL', 'imageURL', 'generatorURL'];

/**
 * Reads a group and its alerts. A fault in one alert or secondary field is recorded as a problem and loses nothing else.
 * @throws InvalidInputError naming `alerts`, or its first entry if none of them is an alert.
 */
export function readAlertGroup(fields: Fields, receivedAt: string, problems: FieldProblems): AlertGroup {
  const list = own(fields, 'alerts');
  if (!Array.isArray(list)) throw unfit('alerts', list, 'is not a list', 'a list of alerts');
  if (list.length === 0) throw faulty('alerts', 'is empty', 'at least one alert');
  if (!list.some(isFields)) throw unfit('alerts[0]', list[0], 'is not an alert', 'an object');
  const state = readGroupedState(own(fields, 'status'), 'status', problems, 'the state of its alerts');
  // Alertmanager's API uses the shorter name for a group's labels.
  const labelled = own(fields, 'groupLabels') === undefined ? 'labels' : 'groupLabels';
  const groupLabels = alertLabels(own(fields, labelled), labelled, problems);
  const commonLabels = alertLabels(own(fields, 'commonLabels'), 'commonLabels', problems);
  const context = { state, shared: { ...groupLabels, ...commonLabels }, receivedAt, problems };
  return {
    fields,
    state,
    groupLabels,
    commonLabels,
    commonAnnotations: readAnnotations(own(fields, 'commonAnnotations'), 'commonAnnotations', problems),
    alerts: list.flatMap((alert, index) => readAlert(alert, `alerts[${index}]`, context) ?? []),
  };
}

interface Context {
  readonly state: GroupedState | undefined;
  /** Labels of all alerts in the group. */
  readonly shared: Texts;
  readonly receivedAt: string;
  readonly problems: FieldProblems;
}

function readAlert(raw: unknown, at: string, { state: groupState, shared, receivedAt, problems }: Context): GroupedAlert | null {
  if (!isFields(raw)) {
    problems.note(at, raw, 'nothing');
    return null;
  }
  const told = readGroupedState(own(raw, 'status') ?? own(raw, 'state'), `${at}.status`, problems, groupState ?? 'firing');
  const state = told ?? groupState ?? 'firing';
  const fingerprint = own(raw, 'fingerprint');
  const labels = alertLabels(own(raw, 'labels'), `${at}.labels`, problems);
  const annotations = readAnnotations(own(raw, 'annotations'), `${at}.annotations`, problems);
  const start = readTimestamp(own(raw, 'startsAt'), receivedAt);
  if (start.from === 'unread') problems.note(`${at}.startsAt`, own(raw, 'startsAt'), `${receivedAt}, the time of receipt`);
  return {
    state,
    notRecovered: state === 'resolved' ? whyNotRecovered(annotations.grafana_state_reason) : null,
    severity: severityOf(labels, shared, at, problems),
    labels,
    annotations,
    startsAt: start.at,
    givenStart: start.from === 'given' ? start.at : null,
    links: ALERT_LINKS.map((name) => own(raw, name)),
    fingerprint: typeof fingerprint === 'string' && fingerprint !== '' ? fingerprint : canonicalLabels(labels),
  };
}

/** From the alert itself, else from the group. */
function severityOf(labels: Texts, shared: Texts, at: string, problems: FieldProblems): ReadSeverity {
  const given = [labels.severity, labels.priority, shared.severity, shared.priority].find(
    (text) => text !== undefined && text.trim() !== '',
  );
  const read = readSeverity(given);
  if (read.isOdd) problems.note(`${at}.labels.severity`, given, read.defaulted ? `${read.severity}, the default` : read.severity);
  return read;
}

/** Annotations are prose: longer than labels, with line breaks kept. */
function readAnnotations(raw: unknown, field: string, problems: FieldProblems): Texts {
  return alertLabels(raw, field, problems, { clean: (text) => cleanText(text, DESCRIPTION_CHARS) });
}

/** The same text for the same labels, whatever their order. */
export function canonicalLabels(labels: Texts): string {
  return JSON.stringify(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)));
}
