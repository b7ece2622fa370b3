import type { MetricFact } from '../../model/investigation/fact';
import type { ScopedService, ServiceScope, Signal } from '../../model/investigation/service';

/** What spreads along calls: waiting and failing. Availability and errors are two views of the second. */
export type Symptom = 'waiting' | 'failing';

const SIGNALS_OF: Readonly<Record<Symptom, readonly Signal[]>> = { waiting: ['latency'], failing: ['availability', 'errors'] };

/** The metric facts of an incident, by service. */
export interface ServiceMetrics {
  readonly services: ServiceScope;
  readonly affected: readonly ScopedService[];
  /** The services that this one needs. Where nothing measures the symptom at one of them, what that one needs takes its place. */
  readonly dependenciesOf: (service: string, symptom: Symptom) => readonly string[];
  readonly factsOf: (service: string, ...signals: readonly Signal[]) => readonly MetricFact[];
  readonly symptomFacts: (service: string, symptom: Symptom) => readonly MetricFact[];
  /** How far a metric is from usual, in robust standard deviations; positive is worse. */
  readonly deviationOf: (fact: MetricFact) => number;
  /** How far the most unusual metric of a symptom is from usual; 0 if none became worse. */
  readonly worst: (service: string, symptom: Symptom) => number;
  /**
   * How much worse than usual a service became, times its calls: seconds of waiting, or failed calls. Only the first metric of
   * a signal counts, which should be a mean, because only means add up along calls. 0 if no metric of the symptom is unusual.
   */
  readonly increaseOf: (service: string, symptom: Symptom) => number;
  /** How many calls the service usually takes. */
  readonly callsOf: (service: string) => number;
}

export function serviceMetrics(facts: readonly MetricFact[], scope: ServiceScope, symptom: Symptom): ServiceMetrics {
  const byService = new Map<string | null, MetricFact[]>();
  for (const fact of facts) byService.set(fact.service, [...(byService.get(fact.service) ?? []), fact]);
  const needs = withoutCircles(scope);
  const affected = scope.filter(({ relation }) => relation === 'affected');
  const factsOf = (service: string, ...signals: readonly Signal[]) =>
    (byService.get(service) ?? []).filter(({ signal }) => signals.includes(signal));
  const symptomFacts = (service: string, wanted: Symptom) => factsOf(service, ...SIGNALS_OF[wanted]);
  const sinceJustBefore = changedOf(affected.flatMap(({ name }) => symptomFacts(name, symptom)));
  const callsOf = countCalls(scope, (service) => measuredCalls(factsOf(service, 'traffic')));
  const deviationOf = (fact: MetricFact) => (sinceJustBefore ? (fact.change ?? fact.deviation) : fact.deviation);
  const worst = (service: string, wanted: Symptom) => Math.max(0, ...symptomFacts(service, wanted).map(deviationOf));
  return {
    services: scope,
    affected,
    dependenciesOf: (service, wanted) => measuredBelow(service, needs, (name) => symptomFacts(name, wanted).length > 0),
    factsOf,
    symptomFacts,
    deviationOf,
    worst,
    increaseOf: (service, wanted) => {
      const fact = symptomFacts(service, wanted).find(({ value }) => value !== null);
      const usual = (sinceJustBefore ? fact?.before : null) ?? fact?.usual ?? null;
      if (fact === undefined || fact.value === null || usual === null || worst(service, wanted) === 0) return 0;
      const worse = fact.signal === 'availability' ? usual - fact.value : fact.value - usual;
      return Math.max(0, worse) * callsOf(service);
    },
    callsOf,
  };
}

/**
 * What each service needs, without calls that lead back to a caller of the service: else services that call each other would
 * explain each other, and nobody would be to blame.
 */
function withoutCircles(scope: ServiceScope): ReadonlyMap<string, readonly string[]> {
  const byName = new Map(scope.map((service) => [service.name, service]));
  const needs = new Map<string, readonly string[]>();
  const visit = (name: string, callers: ReadonlySet<string>): void => {
    if (needs.has(name)) return;
    const path = new Set([...callers, name]);
    const forward = (byName.get(name)?.dependsOn ?? []).filter((needed) => byName.has(needed) && !path.has(needed));
    needs.set(name, forward);
    for (const needed of forward) visit(needed, path);
  };
  for (const { name } of scope) visit(name, new Set());
  return needs;
}

/** The nearest services below this one at which the symptom is measured. */
function measuredBelow(service: string, needs: ReadonlyMap<string, readonly string[]>, isMeasured: (name: string) => boolean) {
  const passed = new Set([service]);
  const found = new Set<string>();
  // A set is walked in the order of insertion, and what is added on the way is walked too.
  for (const name of passed) {
    for (const needed of needs.get(name) ?? []) {
      if (isMeasured(needed)) found.add(needed);
      else passed.add(needed);
    }
  }
  return [...found];
}

/**
 * Whether metrics are compared with the level just before the trouble, or with their whole history. Some levels differ from
 * their history for reasons of their own, long before the trouble; but if the alert's own metric was already bad just before,
 * the alert came late, and that level says nothing.
 */
function changedOf(alerted: readonly MetricFact[]): boolean {
  return alerted.some(({ change }) => change !== null && change > 0) || !alerted.some(({ deviation }) => deviation > 0);
}

function measuredCalls(traffic: readonly MetricFact[]): number | null {
  const measured = traffic.flatMap(({ before, usual }) => [before ?? [], usual ?? []].flat());
  return measured.length === 0 ? null : Math.max(...measured);
}

/**
 * How many calls a service usually takes; where nothing measures it, as many as whoever calls it. The scope lists the nearest
 * services first, so each caller is known before those that it calls. If those of the affected services are not measured, all
 * count alike.
 */
function countCalls(scope: ServiceScope, measured: (service: string) => number | null): (service: string) => number {
  const calls = new Map<string, number>();
  if (!scope.some(({ name, relation }) => relation === 'affected' && measured(name) !== null)) return () => 1;
  for (const { name } of scope) {
    const callers = scope.filter(({ dependsOn }) => dependsOn.includes(name)).map((caller) => calls.get(caller.name) ?? 0);
    calls.set(name, measured(name) ?? Math.max(0, ...callers));
  }
  return (service) => calls.get(service) ?? 0;
}
