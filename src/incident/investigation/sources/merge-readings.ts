import type { Reading } from '../../model/investigation/reading';

type Fields = Readonly<Record<string, number | string | null>>;
export const EMPTY_READING: Reading = { fields: {}, evidence: [], facts: [], series: [] };

/** How the numbers of several services become one; all others are counts, and are added. */
const MERGED: Readonly<Record<string, (one: number, other: number) => number>> = {
  times: Math.max,
  minutesBefore: Math.min,
  minutesAfter: Math.min,
};

/** The readings of several services as one; `evidence` takes the most important line of each first. */
export function mergeReadings(readings: readonly Reading[]): Reading {
  const [only] = readings;
  if (only !== undefined && readings.length === 1) return only;
  const lines = Math.max(0, ...readings.map(({ evidence }) => evidence.length));
  return {
    fields: readings.map(({ fields }) => fields).reduce(mergeFields, {}),
    evidence: Array.from({ length: lines }, (_, line) => readings.flatMap(({ evidence }) => evidence[line] ?? [])).flat(),
    facts: readings.flatMap(({ facts }) => facts),
    series: readings.flatMap(({ series }) => series),
  };
}

function mergeFields(one: Fields, other: Fields): Fields {
  const merged: Record<string, number | string | null> = { ...one };
  for (const [name, value] of Object.entries(other)) {
    const known = merged[name] ?? null;
    merged[name] = typeof known === 'number' && typeof value === 'number' ? (MERGED[name] ?? added)(known, value) : (known ?? value);
  }
  return merged;
}

const added = (one: number, other: number): number => one + other;
