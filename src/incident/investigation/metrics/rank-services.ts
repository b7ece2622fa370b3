import type { CauseKind } from '../../model/investigation/cause-kind';
import type { MetricFact } from '../../model/investigation/fact';
import type { Conclusion } from '../../model/investigation/hypothesis';
import type { ServiceScope, Signal } from '../../model/investigation/service';
import { assertNever } from '../../text/assert-never';
import { ownIncreases, significance } from './own-increase';
import { type ServiceMetrics, type Symptom, serviceMetrics } from './service-metrics';

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

/** A suspect weaker than this is named on too many healthy days. */
const LEAST_STRENGTH = 0.5;
/** If nothing below the affected service is suspect, its own metrics alone have to be clearer: any of them may just be noisy. */
const LEAST_ALONE = 0.75;
/** And then they say little more than the alert did. */
const MOST_CONFIDENCE_ALONE = 60;
const MOST_CONFIDENCE = 95;
/** What a caller of a suspect keeps of its suspicion: the metrics of the suspect may hide that the caller is to blame. */
const CALLER_KEEPS = 0.3;

/**
 * Finds the services whose metrics explain the trouble of the affected ones. A caller's latency contains that of the services
 * that it calls, and their errors become its own. So the increase of each service, times its calls, is set against those of
 * the services that it needs; what they do not explain is its own.
 */
export function rankServices({ facts, scope, signal }: RankingInput): ServiceRanking {
  const symptom = symptomOf(signal) ?? worstSymptom(facts, scope);
  const metrics = serviceMetrics(facts, scope, symptom);
  const alerted = metrics.affected.flatMap(({ name }) => metrics.symptomFacts(name, symptom));
  if (!alerted.some(({ verdict }) => verdict !== 'unclear')) return { conclusion: 'unknown', suspects: [] };
  if (!alerted.some((fact) => metrics.deviationOf(fact) > 0)) return { conclusion: 'looks_healthy', suspects: [] };
  const suspects = withConfidence(suspectsOf(symptom, metrics), metrics);
  const [first] = suspects;
  const least = first !== undefined && isAffected(first, metrics) ? LEAST_ALONE : LEAST_STRENGTH;
  if (first === undefined || first.strength < least) return { conclusion: 'no_cause_found', suspects: [] };
  return { conclusion: 'cause_named', suspects };
}

function symptomOf(signal: Signal | null): Symptom | null {
  switch (signal) {
    case 'latency':
      return 'waiting';
    case 'errors':
    case 'availability':
      return 'failing';
    case 'traffic':
    case 'saturation':
    case null:
      return null;
    default:
      return assertNever(signal);
  }
}

/** The symptom that is more unusual at the affected services. */
function worstSymptom(facts: readonly MetricFact[], scope: ServiceScope): Symptom {
  const [waiting, failing] = (['waiting', 'failing'] as const).map((symptom) => {
    const metrics = serviceMetrics(facts, scope, symptom);
    return Math.max(0, ...metrics.affected.map(({ name }) => metrics.worst(name, symptom)));
  });
  return (failing ?? 0) > (waiting ?? 0) ? 'failing' : 'waiting';
}

function suspectsOf(symptom: Symptom, metrics: ServiceMetrics): readonly Suspect[] {
  const own = ownIncreases(symptom, metrics);
  const largest = Math.max(...own.map(({ amount }) => amount));
  const total = Math.max(...metrics.affected.map(({ name }) => metrics.increaseOf(name, symptom)));
  const confirmed = alertConfirmed(Math.max(...metrics.affected.map(({ name }) => metrics.worst(name, symptom))));
  const best = new Map<string, Suspect>();
  for (const one of own) {
    const strength = confirmed * (one.amount / largest) * significance(metrics.worst(one.service, one.symptom));
    if (strength <= (best.get(one.service)?.strength ?? 0)) continue;
    best.set(one.service, suspect(one.service, one.symptom, strength, total === 0 ? 0 : Math.min(1, one.amount / total), metrics));
  }
  for (const { name } of [...metrics.services].reverse()) {
    const kept = Math.max(
      0,
      ...metrics
        .dependenciesOf(name, symptom)
        .map((dependency) => CALLER_KEEPS * passed(name, dependency, symptom, metrics) * (best.get(dependency)?.strength ?? 0)),
    );
    if (kept > (best.get(name)?.strength ?? 0)) best.set(name, suspect(name, symptom, kept, 0, metrics));
  }
  return [...best.values()].sort((a, b) => b.strength - a.strength);
}

/** 0–1: how far the metrics of the affected services confirm the alert. Even a small deviation there does, since an alert fired. */
function alertConfirmed(deviation: number): number {
  return Math.sqrt(deviation / (deviation + 0.5));
}

/** 0–1: how much of a caller's increase comes from this dependency. */
function passed(caller: string, dependency: string, symptom: Symptom, metrics: ServiceMetrics): number {
  const all = metrics.increaseOf(caller, symptom);
  return all === 0 ? 0 : Math.min(1, metrics.increaseOf(dependency, symptom) / all);
}

const isAffected = ({ service }: Pick<Suspect, 'service'>, { affected }: ServiceMetrics): boolean =>
  affected.some(({ name }) => name === service);

/**
 * How sure the first is follows from its strength; the suspects share that by the cubes of their strengths, so that a second one
 * of nearly the same strength halves it and a weak one hardly counts. Both exponents were set on faults that were injected into
 * normal operation, so that nine of ten hypotheses above 70 are right; `docs/investigation.md` has the figures.
 */
function withConfidence(suspects: readonly Suspect[], metrics: ServiceMetrics): readonly Suspect[] {
  const sure = MOST_CONFIDENCE * (suspects[0]?.strength ?? 0) ** 1.5;
  const total = suspects.reduce((sum, { strength }) => sum + strength ** 3, 0);
  return suspects.map((one) => {
    const confidence = Math.round((sure * one.strength ** 3) / total);
    return { ...one, confidence: isAffected(one, metrics) ? Math.min(MOST_CONFIDENCE_ALONE, confidence) : confidence };
  });
}

function suspect(service: string, symptom: Symptom, strength: number, explained: number, metrics: ServiceMetrics): Suspect {
  const facts = metrics.symptomFacts(service, symptom);
  return {
    service,
    signal: facts[0]?.signal ?? 'latency',
    cause: symptom === 'waiting' ? 'slow' : 'errors_returned',
    strength,
    explained,
    confidence: 0,
    for: facts.filter((fact) => metrics.deviationOf(fact) > 0).map((fact) => ({ fact, text: fact.text })),
    against: [],
  };
}
