import type { Finding } from '../../model/finding';
import type { MetricFact } from '../../model/investigation/fact';
import type { Support } from '../../model/investigation/hypothesis';
import type { ServiceScope, Signal } from '../../model/investigation/service';
import { type MetricEvidence, rankServices } from '../metrics/rank-services';
import type { Candidate } from './candidates';

/** The services whose metrics explain those of the affected ones. */
export function metricCandidates(findings: readonly Finding[], scope: ServiceScope, signal: Signal | null): readonly Candidate[] {
  const holders = new Map<MetricFact, Finding>();
  for (const finding of findings) for (const fact of finding.facts ?? []) if (fact.kind === 'metric') holders.set(fact, finding);
  const supports = (evidence: readonly MetricEvidence[]): readonly Support[] =>
    evidence.flatMap(({ fact, text }) => {
      const finding = holders.get(fact);
      return finding === undefined ? [] : { finding: finding.key, text };
    });
  const { suspects } = rankServices({ facts: [...holders.keys()], scope, signal });
  return suspects.flatMap(({ service, cause, strength, confidence, for: reasons, against }): readonly Candidate[] => {
    const [first] = reasons;
    const finding = first === undefined ? undefined : holders.get(first.fact);
    if (first === undefined || finding === undefined) return [];
    const place = { service, component: finding.component, target: null };
    const weighed = { strength, confidence, against: supports(against) };
    return [{ place, cause, basis: 'metrics', finding, text: first.text, also: supports(reasons.slice(1)), weighed }];
  });
}
