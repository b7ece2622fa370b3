import type { Finding } from '../../model/finding';
import type { StateFact } from '../../model/investigation/fact';
import type { Basis, Hypothesis, Support } from '../../model/investigation/hypothesis';
import type { ServiceScope } from '../../model/investigation/service';
import { type Candidate, candidatesIn } from './candidates';
import { CAUSE_CATALOG, type Depth, depthOf } from './cause-catalog';
import { metricCandidates } from './metric-candidates';
import { dependsOn, isSamePlace, nameOfPlace, placeOf } from './place';
import { excludes } from './serving';
import type { Surroundings } from './surroundings';

/** More would bury the first. */
const MAX_HYPOTHESES = 5;
const MAX_CONFIDENCE = 95;
const MIN_CONFIDENCE = 5;

/** What each property adds to the order. Only the order follows from them, never the confidence. */
const BY_DEPTH: Readonly<Record<Depth, number>> = { root: 40, effect: 25, symptom: 10, notice: -40 };
const BY_BASIS: Readonly<Record<Basis, number>> = { seen: 30, told: 15, metrics: 15, change: 10, symptom: 0 };
const STRONGEST = 40;
/** More than lies between a root and an effect: what fails comes before a warning at the same place. */
const FAILS = 20;
const EACH_EXPLAINED = 6;
const MOST_EXPLAINED = 3;
const EACH_SUPPORT = 5;
const EACH_CONTRADICTION = -15;
const EXPLAINED_BY_ANOTHER = -30;

/**
 * By basis and depth. Metrics bring their own confidence. The shares of right answers that were measured on broken services are in
 * `docs/investigation.md`; they contradict none of these, but hardly any of them was of hearsay or of a change.
 */
const CONFIDENCE: Readonly<Record<Exclude<Basis, 'metrics'>, Readonly<Record<Depth, number>>>> = {
  seen: { root: 88, effect: 72, symptom: 50, notice: 30 },
  told: { root: 60, effect: 50, symptom: 40, notice: 20 },
  change: { root: 55, effect: 55, symptom: 55, notice: 20 },
  symptom: { root: 30, effect: 30, symptom: 30, notice: 20 },
};
const FOR_EACH_SUPPORT = 4;
const FOR_EACH_CONTRADICTION = -12;
/** Another candidate of nearly the same rank that this one does not explain. */
const CLOSE = 10;
const WITH_A_RIVAL = 0.75;
/** A warning that explains nothing that fails may have nothing to do with the alert. */
const WITHOUT_FAILURE = 0.7;

interface Ranked extends Candidate {
  readonly explains: readonly Finding[];
  readonly against: readonly Support[];
  readonly rank: number;
}

/** Possible causes, most likely first. Empty if nothing fails and nothing names a cause: none is invented. */
export function rankHypotheses(given: readonly Finding[], { scope, startedAt, signal }: Surroundings): readonly Hypothesis[] {
  // Findings come in the order in which probes ended.
  const findings = [...given].sort((a, b) => (a.key < b.key ? -1 : 1));
  const candidates = [...candidatesIn(findings, scope, startedAt), ...metricCandidates(findings, scope, signal)];
  const ranked = candidates.map((candidate) => rank(candidate, candidates, findings, scope)).sort((a, b) => b.rank - a.rank);
  const hasFailure = candidates.some(isFailure);
  const [first] = ranked;
  // What the first explains is its effect, not another cause.
  const isEffect = (other: Ranked): boolean =>
    first !== undefined && other !== first && explains(first, other, scope) && !explains(other, first, scope);
  const [likeliest, ...others] = ranked
    .filter((candidate) => matters(candidate, hasFailure) && !isEffect(candidate))
    .slice(0, MAX_HYPOTHESES)
    .map((candidate, index, all) => {
      const isRival = (rival: Ranked | undefined): boolean =>
        rival !== undefined &&
        (isFailure(rival) || !isFailure(candidate)) &&
        Math.abs(candidate.rank - rival.rank) < CLOSE &&
        !explains(candidate, rival, scope);
      const hasRival = isRival(all[index + 1]) || isRival(all[index - 1]);
      return hypothesisOf(candidate, { hasRival, hasFailure }, scope);
    });
  return likeliest === undefined ? [] : [likeliest, ...others.sort((a, b) => b.confidence - a.confidence)];
}

/** What the graph of services weighs is a failure too: it explains what the alert is about. */
const isFailure = ({ finding, weighed }: Candidate): boolean => finding.status === 'fail' || weighed !== undefined;

/**
 * Hearsay of trouble counts while something fails: an alert may tell of what is over. A change counts if what was changed, or
 * what needs it, fails. What is merely worth mending counts if nothing fails.
 */
function matters({ cause, basis, explains: explained }: Ranked, hasFailure: boolean): boolean {
  if (basis === 'told') return hasFailure;
  if (basis === 'change') return explained.length > 0;
  return CAUSE_CATALOG[cause].depth !== 'notice' || !hasFailure;
}

function rank(candidate: Candidate, all: readonly Candidate[], findings: readonly Finding[], scope: ServiceScope): Ranked {
  const others = all.filter((other) => other !== candidate);
  const explained = others.filter((other) => isFailure(other) && explains(candidate, other, scope)).map(({ finding }) => finding);
  const explainedFindings = [...new Set(explained)].filter(({ key }) => key !== candidate.finding.key);
  const against = [...contradictions(candidate, findings), ...(candidate.weighed?.against ?? [])];
  const isExplained = others.some((other) => explains(other, candidate, scope) && !explains(candidate, other, scope));
  const { cause, basis, finding, also, weighed } = candidate;
  const rank =
    BY_DEPTH[CAUSE_CATALOG[cause].depth] +
    BY_BASIS[basis] +
    STRONGEST * (weighed?.strength ?? 0) +
    (finding.status === 'fail' ? FAILS : 0) +
    2 * finding.weight +
    EACH_EXPLAINED * Math.min(MOST_EXPLAINED, explainedFindings.length) +
    (weighed === undefined ? EACH_SUPPORT * also.length : 0) +
    EACH_CONTRADICTION * against.length +
    (isExplained ? EXPLAINED_BY_ANOTHER : 0);
  return { ...candidate, explains: explainedFindings, against, rank };
}

/**
 * True if one may be the reason for the other: at the same place a deeper cause is, and trouble with a service may be for
 * whatever needs it. Without a services file, a dependency may be for every symptom.
 */
function explains(cause: Candidate, effect: Candidate, scope: ServiceScope): boolean {
  if (CAUSE_CATALOG[cause.cause].depth === 'notice') return false;
  if (effect.basis === 'seen' && excludes(effect.cause, cause.cause) && isSamePlace(cause.place, effect.place)) return false;
  // Somebody made it; nothing that fails did.
  if (effect.basis === 'change') return false;
  // The graph has been walked for both already.
  if (cause.basis === 'metrics' && effect.basis === 'metrics') return false;
  const isDeeper = depthOf(cause.cause) < depthOf(effect.cause);
  if (isSamePlace(cause.place, effect.place)) return mayBeWhy(cause, effect) || (cause.basis !== 'symptom' && effect.basis === 'symptom');
  if (cause.basis === 'told' && cause.finding.key === effect.finding.key) return true;
  if (dependsOn(effect.place, cause.place, scope))
    return depthOf(cause.cause) <= depthOf(effect.cause) || effect.cause === 'dependency_failing';
  return scope.length === 0 && cause.finding.aspect === 'dependencies' && (isDeeper || effect.cause === 'dependency_failing');
}

/** At the same place. A warning may be why users notice something, but not why something else is broken already. */
function mayBeWhy(cause: Candidate, effect: Candidate): boolean {
  const isBroken = effect.finding.status === 'fail' && CAUSE_CATALOG[effect.cause].depth !== 'symptom';
  return depthOf(cause.cause) < depthOf(effect.cause) && !(isBroken && cause.basis === 'seen' && !isFailure(cause));
}

/**
 * What was looked at for the same cause at the same place, and is fine, and what that cause cannot be the reason for. Against a
 * change speaks that what was changed works.
 */
function contradictions({ place, cause, basis }: Candidate, findings: readonly Finding[]): readonly Support[] {
  const here = findings.filter((finding) => !finding.control && isSamePlace(place, placeOf(finding)));
  if (basis === 'change') return soundness(here.filter(({ kind }) => kind === 'health'));
  // One of several ports may refuse connections while another serves.
  const serves = here.some(({ status, target, kind }) => status === 'ok' && target !== null && kind === 'health');
  const speaksAgainst = (fact: StateFact): boolean => (fact.holds ? !serves && excludes(fact.cause, cause) : fact.cause === cause);
  return here.flatMap(({ key, facts = [] }) =>
    facts.flatMap((fact) => (fact.kind === 'state' && speaksAgainst(fact) ? [{ finding: key, text: fact.text }] : [])),
  );
}

/** The weightiest of the findings, if all that could tell are fine. */
function soundness(findings: readonly Finding[]): readonly Support[] {
  if (findings.some(({ status }) => status === 'fail' || status === 'warn')) return [];
  const [best] = findings.filter(({ status }) => status === 'ok').sort((a, b) => b.weight - a.weight);
  return best === undefined ? [] : [{ finding: best.key, text: open(best.summary) }];
}

function hypothesisOf(
  candidate: Ranked,
  { hasRival, hasFailure }: { readonly hasRival: boolean; readonly hasFailure: boolean },
  scope: ServiceScope,
): Hypothesis {
  const { place, cause, basis, finding, text, also, weighed, explains, against } = candidate;
  const { depth, says, confirm, action } = CAUSE_CATALOG[cause];
  const supports = [...also, ...explains.map(({ key, summary }) => ({ finding: key, text: `${open(summary)}, which this explains` }))];
  // What the graph of services weighs has counted its metrics already.
  const certain =
    (basis === 'metrics' ? (weighed?.confidence ?? 0) : CONFIDENCE[basis][depth] + FOR_EACH_SUPPORT * Math.min(2, supports.length)) +
    FOR_EACH_CONTRADICTION * against.length;
  const isTelling = hasFailure && (basis !== 'seen' || isFailure(candidate) || explains.length > 0);
  const confidence = certain * (hasRival && weighed === undefined ? WITH_A_RIVAL : 1) * (isTelling ? 1 : WITHOUT_FAILURE);
  const subject = nameOfPlace(place, scope);
  const said = basis === 'told' ? `${subject} ${says}, according to ${finding.title}` : `${subject} ${says}`;
  return {
    ...place,
    cause,
    statement: `${capital(said)}: ${open(text)}.`,
    confidence: Math.round(Math.min(MAX_CONFIDENCE, Math.max(MIN_CONFIDENCE, confidence))),
    basis,
    for: [{ finding: finding.key, text: open(text) }, ...supports],
    against,
    confirm,
    firstAction: finding.recommendations[0] ?? action,
  };
}

const open = (sentence: string): string => sentence.replace(/[.!]$/, '');
/** An address stays as it is. */
const capital = (sentence: string): string => (/^the /.test(sentence) ? `T${sentence.slice(1)}` : sentence);
