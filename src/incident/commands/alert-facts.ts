import { keptLabels, valuesOf } from '../alerts/labels';
import type { Incident, NormalizedEvent } from '../model/incident';

const MAX_LABELS = 100;
const MAX_LINKS = 50;
const MAX_TOLD = 10;
const MAX_DESCRIPTION = 300;

/** What an alert says that the incident does not know. */
export interface AlertFacts {
  /** Those that it takes over. Labels and links are added, never overwritten: probes and rules rely on them. */
  readonly labels: Readonly<Record<string, string>>;
  readonly links: readonly string[];
  /** For people, one phrase a kind of fact: `new labels: zone=b`. */
  readonly phrases: readonly string[];
  /** Each fact by itself and without words of ours, to remember that it was told. */
  readonly facts: readonly string[];
}

export function alertFacts(incident: Incident, event: NormalizedEvent): AlertFacts {
  const labels = newLabels(incident, event);
  const links = newLinks(incident, event);
  const added = Object.entries(labels);
  const changed = changedLabels(incident, event);
  const isRetold = event.description !== '' && event.description !== incident.description;
  const description = isRetold ? [event.description.slice(0, MAX_DESCRIPTION)] : [];
  return {
    labels,
    links,
    phrases: [
      ...phrase('new labels', added.map(labelText)),
      ...phrase(
        'changed labels',
        changed.map(([key, value]) => `${labelText([key, value])} (was ${incident.labels[key]})`),
      ),
      ...phrase('new links', links),
      ...description.map((text) => `description now: ${text}`),
    ],
    facts: [
      ...added.map((label) => `newLabel:${labelText(label)}`),
      ...changed.map((label) => `changedLabel:${labelText(label)}`),
      ...links.map((link) => `link:${link}`),
      ...description.map((text) => `description:${text}`),
    ],
  };
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
function changedLabels(incident: Incident, event: NormalizedEvent): [string, string][] {
  return Object.entries(keptLabels(event.labels)).filter(([key, value]) => {
    const known = Object.hasOwn(incident.labels, key) ? valuesOf(incident.labels[key] ?? '') : null;
    const parts = value.split(',').map((part) => part.trim());
    return known !== null && !known.includes(value) && parts.some((part) => !known.includes(part));
  });
}

const labelText = ([key, value]: readonly [string, string]): string => `${key}=${value}`;

function newLinks(incident: Incident, event: NormalizedEvent): string[] {
  const known = new Set(incident.links);
  return [...new Set(event.links)].filter((link) => !known.has(link)).slice(0, Math.max(0, MAX_LINKS - known.size));
}

function phrase(what: string, items: readonly string[]): string[] {
  if (items.length === 0) return [];
  const more = items.length > MAX_TOLD ? ` and ${items.length - MAX_TOLD} more` : '';
  return [`${what}: ${items.slice(0, MAX_TOLD).join(', ').slice(0, 1_000)}${more}`];
}
