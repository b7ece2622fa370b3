import type { NormalizedEvent } from '../model/incident';
import { labelsWithin } from './labels';

/** A group keeps every delivery in its history, and Temporal limits the history to 50 MB. */
const MAX_LABEL_CHARS = 24_000;
/** Labels that decide privacy are kept whole, up to this length together. */
const MAX_PRIVATE_CHARS = 100_000;
const MAX_DESCRIPTION = 4_000;

/**
 * The event as sent to its group: long labels are cut, the longest first. Labels that may make an incident private come
 * first and are kept whole: privacy must not depend on how long the others are.
 */
export function boundedEvent(event: NormalizedEvent, privateLabels: readonly string[]): NormalizedEvent {
  const decisive = new Set(privateLabels.map((label) => label.split('=')[0] ?? label));
  const names = Object.keys(event.labels);
  const kept = new Map([
    ...labelsWithin(
      event.labels,
      names.filter((name) => decisive.has(name)),
      MAX_PRIVATE_CHARS,
    ),
    ...labelsWithin(
      event.labels,
      names.filter((name) => !decisive.has(name)),
      MAX_LABEL_CHARS,
    ),
  ]);
  return {
    ...event,
    // In their original order, because an incident keeps the first ones.
    labels: Object.fromEntries(names.flatMap((name) => (kept.has(name) ? [[name, kept.get(name) ?? '']] : []))),
    description: event.description.slice(0, MAX_DESCRIPTION),
  };
}
