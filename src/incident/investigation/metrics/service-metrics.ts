import type { MetricFact } from '../../model/investigation/fact';
import type { ScopedService, ServiceScope, Signal } from '../../model/investigation/service';

/** The metric facts of an incident, by service. */
export interface ServiceMetrics {
  readonly scope: ServiceScope;
  readonly affected: readonly ScopedService[];
  /** The services that this one needs. */
  readonly dependenciesOf: (service: string) => readonly ScopedService[];
  readonly factsOf: (service: string, signal: Signal) => readonly MetricFact[];
  /** How many calls a service usually takes; where nothing measures it, as many as whoever calls it. Null if none is measured. */
  readonly callsOf: (service: string) => number | null;
  /** How far a metric is from usual, in robust standard deviations; positive is worse. */
  readonly deviationOf: (fact: MetricFact) => number;
  /** How much worse than usual a metric is, in its own unit; 0 if it is not unusual. */
  readonly increaseOf: (fact: MetricFact) => number;
}

export function serviceMetrics(facts: readonly MetricFact[], scope: ServiceScope, signal: Signal): ServiceMetrics {
  const byService = new Map<string | null, MetricFact[]>();
  for (const fact of facts) byService.set(fact.service, [...(byService.get(fact.service) ?? []), fact]);
  const byName = new Map(scope.map((service) => [service.name, service]));
  const affected = scope.filter(({ relation }) => relation === 'affected');
  const factsOf = (service: string, wanted: Signal) => (byService.get(service) ?? []).filter((fact) => fact.signal === wanted);
  const sinceJustBefore = changedOf(affected.flatMap(({ name }) => factsOf(name, signal)));
  const deviationOf = (fact: MetricFact) => (sinceJustBefore ? (fact.change ?? fact.deviation) : fact.deviation);
  return {
    scope,
    affected,
    dependenciesOf: (service) => (byName.get(service)?.dependsOn ?? []).flatMap((name) => byName.get(name) ?? []),
    factsOf,
    callsOf: callsOf(scope, (service) => measuredCalls(factsOf(service, 'traffic'))),
    deviationOf,
    increaseOf: (fact) => {
      const usual = sinceJustBefore ? (fact.before ?? fact.usual) : fact.usual;
      return deviationOf(fact) > 0 && fact.value !== null && usual !== null ? Math.abs(fact.value - usual) : 0;
    },
  };
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
  const measured = traffic.flatMap(({ before, usual }) => before ?? usual ?? []);
  const usual = traffic.flatMap((fact) => fact.usual ?? []);
  return measured.length === 0 ? null : Math.max(...measured, ...usual);
}

/** The scope lists the nearest services first, so each caller is known before those that it calls. */
function callsOf(scope: ServiceScope, measured: (service: string) => number | null): (service: string) => number | null {
  const calls = new Map<string, number>();
  if (!scope.some(({ name, relation }) => relation === 'affected' && measured(name) !== null)) return () => null;
  for (const { name } of scope) {
    const callers = scope.filter(({ dependsOn }) => dependsOn.includes(name)).map((caller) => calls.get(caller.name) ?? 0);
    calls.set(name, measured(name) ?? Math.max(0, ...callers));
  }
  return (service) => calls.get(service) ?? 0;
}
