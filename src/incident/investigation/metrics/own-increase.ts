import type { ServiceMetrics, Symptom } from './service-metrics';

/** What became worse at a service itself, and by which symptom it shows. */
export interface Own {
  readonly service: string;
  readonly symptom: Symptom;
  /** In the unit of the trouble: seconds of waiting, or failed calls. */
  readonly amount: number;
}

/** A dependency whose errors reach at least this share of a caller's calls can make the caller slow: it retries, or waits in vain. */
const HARMFUL_SHARE = 0.005;
/** What a symptom explains of the other one is never certain, so a part stays with the caller. */
const CROSSED = 0.9;

/**
 * The increase of each service, less what the services that it needs explain. If they became worse in the other way only (they
 * fail, and their caller is slow; or they are slow, and their caller fails), the caller's own increase goes to them, by how
 * unusual they are.
 */
export function ownIncreases(symptom: Symptom, metrics: ServiceMetrics): readonly Own[] {
  return metrics.services.flatMap(({ name }) => {
    const amount = ownIncrease(name, symptom, metrics);
    if (amount === 0) return [];
    const { causes, certainty } = crossed(name, symptom, metrics);
    const passed = causes.map(({ service, share }): Own => ({ service, symptom: other(symptom), amount: amount * certainty * share }));
    return [{ service: name, symptom, amount: amount * (1 - certainty) }, ...passed];
  });
}

function ownIncrease(service: string, symptom: Symptom, metrics: ServiceMetrics): number {
  const passedOn = metrics.dependenciesOf(service, symptom).reduce((sum, name) => sum + metrics.increaseOf(name, symptom), 0);
  return Math.max(0, metrics.increaseOf(service, symptom) - passedOn);
}

/** Below this service, what became worse by the other symptom, and how certain it is that it explains this one. */
function crossed(service: string, symptom: Symptom, metrics: ServiceMetrics) {
  const below = new Set<string>();
  const visit = (name: string): void => {
    for (const dependency of metrics.dependenciesOf(name, other(symptom))) {
      if (below.has(dependency) || !isHarmful(name, dependency, other(symptom), metrics)) continue;
      below.add(dependency);
      visit(dependency);
    }
  };
  visit(service);
  const own = [...below].map((name) => ({ service: name, amount: ownIncrease(name, other(symptom), metrics) }));
  const total = own.reduce((sum, { amount }) => sum + amount, 0);
  if (total === 0) return { causes: [], certainty: 0 };
  const certainty =
    CROSSED *
    Math.max(...own.filter(({ amount }) => amount > 0).map(({ service: name }) => significance(metrics.worst(name, other(symptom)))));
  return { causes: own.map(({ service: name, amount }) => ({ service: name, share: amount / total })), certainty };
}

function isHarmful(caller: string, dependency: string, symptom: Symptom, metrics: ServiceMetrics): boolean {
  if (metrics.worst(dependency, symptom) === 0) return false;
  if (symptom === 'waiting') return doubled(dependency, metrics);
  const failing = metrics.symptomFacts(dependency, 'failing').find(({ value }) => value !== null);
  const whole = Math.max(Math.abs(failing?.usual ?? 0), Math.abs(failing?.before ?? 0), Math.abs(failing?.value ?? 0));
  return whole > 0 && metrics.increaseOf(dependency, 'failing') / whole >= HARMFUL_SHARE * metrics.callsOf(caller);
}

function doubled(service: string, metrics: ServiceMetrics): boolean {
  return metrics
    .symptomFacts(service, 'waiting')
    .some((fact) => metrics.deviationOf(fact) > 0 && (fact.value ?? 0) >= 2 * (fact.before ?? fact.usual ?? 0));
}

/** 0–1: half at two deviations beyond the usual range, and nearly 1 far beyond. */
export function significance(deviation: number): number {
  return deviation / (deviation + 2);
}

function other(symptom: Symptom): Symptom {
  return symptom === 'waiting' ? 'failing' : 'waiting';
}
