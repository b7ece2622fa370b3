import type { Aspect, Finding } from '../../model/finding';
import type { CauseKind } from '../../model/investigation/cause-kind';
import type { ChangeFact, Fact, MentionFact, StateFact } from '../../model/investigation/fact';
import type { Basis, Support } from '../../model/investigation/hypothesis';
import type { ServiceScope } from '../../model/investigation/service';
import { assertNever } from '../../text/assert-never';
import { isSamePlace, type Place, placeOf } from './place';

/** Something that may be the cause, as one or more findings have it. */
export interface Candidate {
  readonly place: Place;
  readonly cause: CauseKind;
  readonly basis: Basis;
  /** The finding that says so first. */
  readonly finding: Finding;
  /** What it says, in a sentence without a full stop. */
  readonly text: string;
  /** Other findings that say the same. */
  readonly also: readonly Support[];
  /** For metrics, which are weighed against each other by the services' graph. */
  readonly weighed?: { readonly strength: number; readonly confidence: number; readonly against: readonly Support[] };
}

/** For a failure that names no cause. */
const SYMPTOMS: Readonly<Record<Aspect, CauseKind>> = {
  availability: 'errors_returned',
  performance: 'slow',
  dependencies: 'dependency_failing',
  network: 'unreachable',
  capacity: 'errors_returned',
  change: 'errors_returned',
  evidence: 'errors_returned',
};

/**
 * Every cause that a finding names, each once, and every failure that names none. Control probes are about the prober. Metrics
 * are weighed along the graph of services, elsewhere.
 */
export function candidatesIn(findings: readonly Finding[], scope: ServiceScope, startedAt: string): readonly Candidate[] {
  const about = findings.filter(({ control }) => !control);
  const named = about.flatMap((finding) => (finding.facts ?? []).flatMap((fact) => candidateOf(fact, finding, about, scope, startedAt)));
  return [...merged(named), ...about.filter(failsUnnamed).map(asSymptom)];
}

function candidateOf(fact: Fact, finding: Finding, findings: readonly Finding[], scope: ServiceScope, startedAt: string): Candidate[] {
  switch (fact.kind) {
    case 'state':
      return fact.holds && isWrong(finding) ? [seen(fact, finding)] : [];
    case 'mention':
      return isWrong(finding) ? [told(fact, finding, findings, scope)] : [];
    case 'change':
      return fact.at <= startedAt ? [changed(fact, finding)] : [];
    case 'metric':
      return [];
    default:
      return assertNever(fact);
  }
}

function seen({ cause, service, text }: StateFact, finding: Finding): Candidate {
  const place = { ...placeOf(finding), ...(service === null ? {} : { service }) };
  return { place, cause, basis: 'seen', finding, text, also: [] };
}

function changed({ service, text }: ChangeFact, finding: Finding): Candidate {
  return { place: { ...placeOf(finding), service, target: null }, cause: 'bad_deploy', basis: 'change', finding, text, also: [] };
}

/** What is told of a component is about the service that has it, if one of those looked at does. */
function told(
  { cause, component, service, text }: MentionFact,
  finding: Finding,
  findings: readonly Finding[],
  scope: ServiceScope,
): Candidate {
  const own = placeOf(finding);
  const meant = component === null ? undefined : meantBy(component, findings, scope);
  const place = service !== null ? { ...own, service } : component === null ? own : { service: null, target: null, component, ...meant };
  return { place, cause, basis: 'told', finding, text, also: [] };
}

function meantBy(component: string, findings: readonly Finding[], scope: ServiceScope): Partial<Place> | undefined {
  const service = scope.find(({ name, title }) => [name, title].some((known) => known.toLowerCase() === component.toLowerCase()));
  if (service !== undefined) return { service: service.name };
  const places = findings.filter((finding) => finding.component === component && finding.target !== null).map(placeOf);
  const [first] = places;
  // With two databases, nothing says which of them is meant.
  return first !== undefined && places.every((place) => isSamePlace(place, first)) ? first : undefined;
}

/** The same cause at the same place is one candidate: the most direct basis stands, and the other findings support it. */
function merged(candidates: readonly Candidate[]): readonly Candidate[] {
  const kept: Candidate[] = [];
  for (const candidate of [...candidates].sort((a, b) => directness(b) - directness(a))) {
    const at = kept.findIndex(({ cause, place }) => cause === candidate.cause && isSamePlace(place, candidate.place));
    const same = kept[at];
    if (same === undefined) kept.push(candidate);
    else if (same.finding.key !== candidate.finding.key) {
      kept[at] = { ...same, also: [...same.also, { finding: candidate.finding.key, text: candidate.text }] };
    }
  }
  return kept;
}

const DIRECTNESS: Readonly<Record<Basis, number>> = { seen: 3, told: 2, change: 1, metrics: 1, symptom: 0 };
const directness = ({ basis, finding }: Candidate): number => DIRECTNESS[basis] * 10 + (finding.status === 'fail' ? 5 : 0) + finding.weight;

const isWrong = ({ status }: Finding): boolean => status === 'fail' || status === 'warn';

function failsUnnamed({ kind, status, facts = [] }: Finding): boolean {
  return kind === 'health' && status === 'fail' && !facts.some((fact) => fact.kind === 'state' && fact.holds);
}

function asSymptom(finding: Finding): Candidate {
  return { place: placeOf(finding), cause: SYMPTOMS[finding.aspect], basis: 'symptom', finding, text: finding.summary, also: [] };
}
