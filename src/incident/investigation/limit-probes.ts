import type { SelectedProbe } from '../model/finding';
import type { ProbeDefinition } from '../model/runbook';
import { assertNever } from '../text/assert-never';

/** Further containers, or further questions to data sources, would add little and keep everyone waiting. */
export const MAX_PROBES = 24;
const MAX_SLUG = 48;

export interface Candidate {
  readonly selected: SelectedProbe;
  readonly runs: ProbeDefinition['runs'];
}

/** As many probes as may run, each with a key of its own. `services` are the names of the services, nearest first. */
export function limitProbes(candidates: readonly Candidate[], services: readonly string[], leftOut: string[]): readonly SelectedProbe[] {
  const all = uniqueKeys(candidates);
  const kept = new Set([...keep(all, 'container', services, leftOut), ...keep(all, 'source', services, leftOut)]);
  return all.filter((candidate) => kept.has(candidate)).map(({ selected }) => selected);
}

/** A part of a key that is made of a target or of a service's name. */
export function slug(text: string): string {
  const plain = text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return plain.slice(0, MAX_SLUG).replace(/-+$/, '') || 'target';
}

/** Targets may share a slug. Later ones get a number: the first that no other key has. */
function uniqueKeys(candidates: readonly Candidate[]): readonly Candidate[] {
  const natural = new Set(candidates.map(({ selected }) => selected.key));
  const taken = new Set<string>();
  return candidates.map((candidate) => {
    const { selected } = candidate;
    let key = selected.key;
    for (let number = 2; taken.has(key) || (key !== selected.key && natural.has(key)); number += 1) key = `${selected.key}-${number}`;
    taken.add(key);
    return { ...candidate, selected: { ...selected, key } };
  });
}

/** Control probes first, then those with the highest weights; of equal ones, those of the nearest services. */
function keep(all: readonly Candidate[], runs: Candidate['runs'], services: readonly string[], leftOut: string[]): readonly Candidate[] {
  const candidates = all.filter((candidate) => candidate.runs === runs);
  if (candidates.length <= MAX_PROBES) return candidates;
  const rank = ({ selected }: Candidate): number => (selected.control ? 10 : selected.weight);
  const distance = ({ selected }: Candidate): number => (selected.service === undefined ? -1 : services.indexOf(selected.service));
  const ranked = [...candidates].sort((a, b) => rank(b) - rank(a) || distance(a) - distance(b));
  const names = ranked.slice(MAX_PROBES).map(({ selected }) => selected.key);
  leftOut.push(
    `${names.length} ${names.length === 1 ? words(runs).one : words(runs).many} beyond the limit of ${MAX_PROBES}: ${names.slice(0, 10).join(', ')}${names.length > 10 ? '…' : ''}`,
  );
  return ranked.slice(0, MAX_PROBES);
}

function words(runs: Candidate['runs']): { readonly one: string; readonly many: string } {
  switch (runs) {
    case 'container':
      return { one: 'probe', many: 'probes' };
    case 'source':
      return { one: 'probe of data sources', many: 'probes of data sources' };
    default:
      return assertNever(runs);
  }
}
