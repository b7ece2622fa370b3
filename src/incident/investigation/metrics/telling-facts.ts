import type { MetricFact } from '../../model/investigation/fact';

/**
 * The facts that causes are ranked by, in their order: a history has no room for hundreds that say that a metric is as usual. Of
 * each service and signal the first counts, whatever it says, and any that is unusual; the ranking is the same without the rest.
 */
export function tellingFacts(facts: readonly MetricFact[]): readonly MetricFact[] {
  const seen = new Set<string>();
  return facts.filter(({ service, signal, value, deviation, change }) => {
    const key = JSON.stringify([service, signal]);
    const isFirst = value !== null && !seen.has(key);
    if (isFirst) seen.add(key);
    return isFirst || deviation > 0 || (change ?? 0) > 0;
  });
}
