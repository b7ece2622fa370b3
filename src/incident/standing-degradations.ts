import type { Degradation, IncidentState } from './state';

/** What is degraded as things stand: each trouble once, and none that a later round has mended. */
export function standingDegradations({ degradations, nodes }: Pick<IncidentState, 'degradations' | 'nodes'>): readonly Degradation[] {
  const mended = new Set(nodes.filter(({ status }) => status === 'done').map(({ name }) => name));
  const seen = new Set<string>();
  return degradations.filter(({ what, problem }) => {
    const trouble = `${what}: ${problem.message}`;
    if (mended.has(what) || seen.has(trouble)) return false;
    seen.add(trouble);
    return true;
  });
}
