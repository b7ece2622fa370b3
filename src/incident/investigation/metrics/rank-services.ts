import type { CauseKind } from '../../model/investigation/cause-kind';
import type { MetricFact } from '../../model/investigation/fact';
import type { Conclusion } from '../../model/investigation/hypothesis';
import type { ScopedService, ServiceScope, Signal } from '../../model/investigation/service';
import { assertNever } from '../../text/assert-never';
import { type ServiceMetrics, serviceMetrics } from './service-metrics';

/** What speaks for or against a suspect. The finding that holds the fact is known by the fact's identity. */
export interface MetricEvidence {
  readonly fact: MetricFact;
  /** One sentence without a full stop. Untrusted text. */
  readonly text: string;
}

/** A service whose metrics explain the trouble. */
export interface Suspect {
  readonly service: string;
  readonly signal: Signal;
  readonly cause: CauseKind;
  /** 0–1, for comparison with other suspects: the explained share, and how unusual the metric is. */
  readonly strength: number;
  /** 0–1: how much of the affected service's increase is this service's own. */
  readonly explained: number;
  /** 0–95. */
  readonly confidence: number;
  readonly for: readonly MetricEvidence[];
  readonly against: readonly MetricEvidence[];
}

export interface ServiceRanking {
  readonly conclusion: Conclusion;
  /** Most likely first. */
  readonly suspects: readonly Suspect[];
}

export interface RankingInput {
  readonly facts: readonly MetricFact[];
  readonly scope: ServiceScope;
  /** What the alert is about; null if it is unknown. */
  readonly signal: Signal | null;
}

/**
 * Finds the services whose metrics explain the trouble of the affected ones. A caller's latency contains that of the services
 * that it calls, and their errors become its own. So the increase of each service, times its calls, is set against those of
 * the services that it needs; what they do not explain is its own.
 */
export function rankServices({ facts, scope, signal }: RankingInput): ServiceRanking {
  const about = signal ?? signalOf(facts, scope);
  const metrics = serviceMetrics(facts, scope, about);
  const alerted = metrics.affected.flatMap(({ name }) => metrics.factsOf(name, about));
  if (!alerted.some(({ verdict }) => verdict !== 'unclear')) return { conclusion: 'unknown', suspects: [] };
  const worse = [...new Set(alerted.filter((fact) => metrics.deviationOf(fact) > 0).map(({ metric }) => metric))];
  if (worse.length === 0) return { conclusion: 'looks_healthy', suspects: [] };
  const suspects = scope.flatMap((service) => suspect(service, worse, about, metrics) ?? []).sort((a, b) => b.strength - a.strength);
  return { conclusion: suspects.length === 0 ? 'no_cause_found' : 'cause_named', suspects };
}

/** Without a signal of the alert, the one that is most unusual at the affected services. */
function signalOf(facts: readonly MetricFact[], scope: ServiceScope): Signal {
  const affected = new Set(scope.filter(({ relation }) => relation === 'affected').map(({ name }) => name));
  const own = facts.filter(({ service, signal }) => service !== null && affected.has(service) && signal !== 'traffic');
  return [...own].sort((a, b) => (b.change ?? b.deviation) - (a.change ?? a.deviation))[0]?.signal ?? 'latency';
}

function suspect(service: ScopedService, worse: readonly string[], signal: Signal, metrics: ServiceMetrics): Suspect | null {
  const facts = metrics.factsOf(service.name, signal).filter((fact) => worse.includes(fact.metric) && metrics.deviationOf(fact) > 0);
  if (facts.length === 0) return null;
  const explained = facts.reduce((sum, fact) => sum + ownShare(service, fact, metrics), 0) / worse.length;
  const deviation = Math.max(...facts.map((fact) => metrics.deviationOf(fact)));
  const strength = (explained * deviation) / (deviation + 2);
  return {
    service: service.name,
    signal,
    cause: causeOf(signal),
    strength,
    explained,
    confidence: Math.round(80 * strength),
    for: facts.map((fact) => ({ fact, text: fact.text })),
    against: [],
  };
}

/** The share of the affected service's increase that this service adds itself, by one metric. */
function ownShare(service: ScopedService, { metric, signal }: MetricFact, metrics: ServiceMetrics): number {
  const total = ({ name }: ScopedService): number => {
    const fact = metrics.factsOf(name, signal).find((one) => one.metric === metric);
    return fact === undefined ? 0 : metrics.increaseOf(fact) * (metrics.callsOf(name) ?? 1);
  };
  const all = total(service);
  const passedOn = metrics.dependenciesOf(service.name).reduce((sum, dependency) => sum + Math.min(all, total(dependency)), 0);
  const affected = Math.max(...metrics.affected.map(total));
  return affected === 0 ? 0 : Math.min(1, Math.max(0, all - passedOn) / affected);
}

function causeOf(signal: Signal): CauseKind {
  switch (signal) {
    case 'latency':
      return 'slow';
    case 'errors':
    case 'availability':
      return 'errors_returned';
    case 'traffic':
      return 'traffic_surge';
    case 'saturation':
      return 'cpu_saturated';
    default:
      return assertNever(signal);
  }
}
