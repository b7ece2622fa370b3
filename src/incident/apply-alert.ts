import { viaOf } from './acting';
import { withSeverity } from './change-severity';
import { type Change, HEADLINE, NEWS } from './command-change';
import type { ReadAlertUpdate, Refusal } from './commands';
import type { Incident, NormalizedEvent } from './incident';
import { keptLabels, valuesOf } from './labels';
import { resolve } from './life-cycle';
import { worstSeverity } from './severity';
import type { IncidentState, TimelineEntry } from './state';

const MAX_LABELS = 100;
const MAX_LINKS = 50;
const MAX_TOLD = 10;
const MAX_DESCRIPTION = 300;

/**
 * Applies a further alert. A graver one raises the severity, none ever lowers it; a recovery resolves the incident; an
 * acknowledgement in another tool is noted, for nobody has taken the incident here.
 */
export function applyAlert(state: IncidentState, update: ReadAlertUpdate, at: string, nowIso: string): Change | Refusal {
  const { actor, via } = update;
  const event = wouldLeak(state, update) ? withoutWords(update.event) : update.event;
  const source = `alert:${event.source}`;
  const by = viaOf(source, [actor, via]);
  if (event.status === 'resolved' && state.status !== 'resolved') {
    const change = resolve(state, { actor: source, at, nowIso, note: `the alert has recovered: ${event.title}` });
    return 'code' in change ? change : { ...change, actor: by, kind: 'resolve' };
  }
  if (event.status === 'firing' && state.status !== 'resolved' && state.incident !== null) {
    return { ...takeOver(state, state.incident, event, nowIso), actor: by };
  }
  const text = noted(state, event);
  const isNew = event.status === 'firing' && state.status === 'resolved' && !isToldSinceResolved(state, text);
  return { state, text, effects: isNew ? [NEWS] : [], actor: by };
}

/** What an alert says that asks for privacy must not be told in a public room, unless somebody chose the room to be public. */
function wouldLeak({ incident }: IncidentState, { isPrivate }: ReadAlertUpdate): boolean {
  return isPrivate && incident?.privacy === 'public' && incident.privacyReason !== 'asked for';
}

/** Status and severity count all the same. */
function withoutWords(event: NormalizedEvent): NormalizedEvent {
  const title = 'an alert that asks for privacy; its words are not shown in this public room, start-incident opens a private one';
  return { ...event, title, alertName: '', description: '', labels: {}, links: [] };
}

function noted(state: IncidentState, { status, title, severity }: NormalizedEvent): string {
  if (status === 'resolved') return `the alert has recovered, too: ${title}`;
  if (status !== 'firing') return `the alert is ${status}: ${title}`;
  if (state.status === 'resolved') {
    const mend = `incident reopen ${state.incidentId} --reason TEXT`;
    return `the alert fires again, the incident stays resolved: ${title}; if it is not over after all: ${mend}`;
  }
  return `the alert fires with severity ${severity}, before the incident could be read: ${title}`;
}

/** Takes what is new into the incident. Labels and links are added, never overwritten: probes and rules rely on them. */
function takeOver(state: IncidentState, incident: Incident, event: NormalizedEvent, nowIso: string): Change {
  const severity = worstSeverity(incident.severity, event.severity);
  const raised = severity !== incident.severity;
  const labels = newLabels(incident, event);
  const links = newLinks(incident, event);
  const told = [
    ...(raised ? [`severity raised from ${incident.severity} to ${severity}`] : []),
    ...tell(
      'new labels',
      Object.entries(labels).map(([key, value]) => `${key}=${value}`),
    ),
    ...tell('changed labels', changedLabels(incident, event)),
    ...tell('new links', links),
    ...describeChange(incident, event),
  ];
  const fuller: Incident = { ...incident, labels: { ...incident.labels, ...labels }, links: [...incident.links, ...links] };
  const retold = { ...state, incident: fuller };
  const changed = raised ? withSeverity(retold, fuller, severity, nowIso) : { state: retold, effects: [] };
  const text = `the alert fires again: ${[event.title, ...told].join('; ')}`;
  // A storm repeats itself: the room hears of an alert only when it says something new.
  const isNew = told.length > 0 && !isTold(state.timeline, text);
  return {
    state: changed.state,
    text,
    effects: [...(raised ? [HEADLINE] : []), ...(isNew ? [NEWS] : []), ...changed.effects],
  };
}

/** An incident that was reopened and resolved again hears of it again. */
function isToldSinceResolved({ timeline }: IncidentState, text: string): boolean {
  return isTold(timeline.slice(timeline.findLastIndex(({ kind }) => kind === 'resolve') + 1), text);
}

function isTold(timeline: readonly TimelineEntry[], text: string): boolean {
  return timeline.some((entry) => entry.kind === 'alertUpdated' && entry.text === text);
}

function newLabels(incident: Incident, event: NormalizedEvent): Record<string, string> {
  const room = Math.max(0, MAX_LABELS - Object.keys(incident.labels).length);
  return Object.fromEntries(
    Object.entries(keptLabels(event.labels))
      .filter(([key]) => !Object.hasOwn(incident.labels, key))
      .slice(0, room),
  );
}

/** Those with a value that the incident's label does not hold: alerts of a group come and go, in any order. */
function changedLabels(incident: Incident, event: NormalizedEvent): string[] {
  return Object.entries(keptLabels(event.labels))
    .filter(([key, value]) => {
      const known = Object.hasOwn(incident.labels, key) ? valuesOf(incident.labels[key] ?? '') : null;
      const parts = value.split(',').map((part) => part.trim());
      return known !== null && !known.includes(value) && parts.some((part) => !known.includes(part));
    })
    .map(([key, value]) => `${key}=${value} (was ${incident.labels[key]})`);
}

function newLinks(incident: Incident, event: NormalizedEvent): string[] {
  const known = new Set(incident.links);
  return [...new Set(event.links)].filter((link) => !known.has(link)).slice(0, Math.max(0, MAX_LINKS - known.size));
}

function describeChange({ description }: Incident, event: NormalizedEvent): string[] {
  if (event.description === '' || event.description === description) return [];
  return [`description now: ${event.description.slice(0, MAX_DESCRIPTION)}`];
}

function tell(what: string, items: readonly string[]): string[] {
  if (items.length === 0) return [];
  const more = items.length > MAX_TOLD ? ` and ${items.length - MAX_TOLD} more` : '';
  return [`${what}: ${items.slice(0, MAX_TOLD).join(', ').slice(0, 1_000)}${more}`];
}
