import { keptLabels, valuesOf } from '../alerts/labels';
import type { AlertNews } from '../model/alert-outcome';
import type { Incident, NormalizedEvent } from '../model/incident';

const MAX_LABELS = 100;
const MAX_LINKS = 50;
/** An entry keeps at most this many items of each list, and at most this many characters. */
const MAX_TOLD = 10;
const MAX_TOLD_CHARS = 1_000;
const MAX_DESCRIPTION = 300;

/** What an alert says that the incident does not know yet. */
export interface AlertFacts {
  /** Labels to add. Existing labels and links are never overwritten, because probes and rules rely on them. */
  readonly labels: Readonly<Record<string, string>>;
  readonly links: readonly string[];
  /** By kind, for the timeline. */
  readonly news: readonly AlertNews[];
  /** Each fact on its own, to remember what people have been told. */
  readonly facts: readonly string[];
}

export function alertFacts(incident: Incident, event: NormalizedEvent): AlertFacts {
  const labels = newLabels(incident, event);
  const links = newLinks(incident, event);
  const added = Object.entries(labels);
  const changed = changedLabels(incident, event);
  const isRetold = event.description !== '' && event.description !== incident.description;
  const description = isRetold ? [event.description.slice(0, MAX_DESCRIPTION)] : [];
  const addedLabels = firstOf(added.map(labelText), (label) => label);
  const changedOnes = firstOf(
    changed.map((entry) => ({ label: labelText(entry), was: incident.labels[entry[0]] ?? '' })),
    ({ label, was }) => label + was,
  );
  const newOnes = firstOf(links, (link) => link);
  return {
    labels,
    links,
    news: [
      ...(added.length === 0 ? [] : [{ kind: 'newLabels', labels: addedLabels.first, more: addedLabels.more } as const]),
      ...(changed.length === 0 ? [] : [{ kind: 'changedLabels', labels: changedOnes.first, more: changedOnes.more } as const]),
      ...(links.length === 0 ? [] : [{ kind: 'newLinks', links: newOnes.first, more: newOnes.more } as const]),
      ...description.map((text) => ({ kind: 'description', text }) as const),
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

/** Labels with a value that the incident's label lacks: alerts of a group come and go in any order. */
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

/** As many items as an entry keeps (at least one), and how many more there are. */
function firstOf<Item>(items: readonly Item[], textOf: (item: Item) => string): { first: readonly Item[]; more: number } {
  let chars = 0;
  const end = items.findIndex((item, index) => {
    chars += textOf(item).length;
    return index > 0 && (index >= MAX_TOLD || chars > MAX_TOLD_CHARS);
  });
  const first = end === -1 ? items : items.slice(0, end);
  return { first, more: items.length - first.length };
}
