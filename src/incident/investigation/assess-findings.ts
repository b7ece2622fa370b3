import type { Finding, FindingStatus, Investigation, Recommendation } from '../model/finding';
import { conclude } from './causes/conclude';
import { hypothesisSentence } from './causes/hypothesis-sentence';
import { rankHypotheses } from './causes/rank-hypotheses';
import type { Surroundings } from './causes/surroundings';
import { failuresIn } from './form-hypothesis';
import { otherIncidents } from './services/other-incidents';

/** What each conclusive status contributes to the health score. */
const VALUES: Readonly<Record<Exclude<FindingStatus, 'unknown'>, number>> = { ok: 1, warn: 0.5, fail: 0 };
const ALWAYS_SHOWN = ['api', 'database', 'network'];
/** A failing probe of at least this weight keeps the health below half, however healthy the rest is. */
const GRAVE_WEIGHT = 3;
const GRAVE_HEALTH_CAP = 49;
/** Below this coverage the health cannot be judged. */
const MIN_COVERAGE = 0.5;
/** Confidence never exceeds this, because probes from outside never see everything. */
const MAX_CONFIDENCE = 95;
/** Of a finding's evidence. */
const MAX_EVIDENCE = 10;
const MAX_LINE = 300;
const NOTHING_AROUND: Surroundings = { scope: [], startedAt: '', signal: null };

/**
 * Computes health, coverage and confidence from what ran, without guessing. Confidence says how well the state was observed,
 * not whether a cause is right. Control probes describe the prober, so no figure counts them. Findings of earlier rounds that
 * are `standing` count as they were: the prober's network of then and of now say nothing about each other.
 */
export function assessFindings(
  findings: readonly Finding[],
  leftOut: readonly string[],
  surroundings: Surroundings = NOTHING_AROUND,
  standing: readonly Finding[] = [],
): Investigation {
  const trusted = [...distrustNetworkFailures(findings), ...standing];
  const about = trusted.filter(({ control }) => !control);
  const conclusive = about.filter(isConclusive);
  const observed = conclusive.filter(({ kind }) => kind === 'health');
  const coverage = share(weightOf(conclusive), weightOf(about));
  const failures = observed.filter(({ status }) => status === 'fail');
  const reproduced = failures.filter((finding) => finding.reproduced === true).length;
  const aspects = new Set(conclusive.map(({ aspect }) => aspect)).size;
  const hypotheses = rankHypotheses(trusted, surroundings);
  const others = otherIncidents(surroundings.scope);
  const evident = observed.length > 0 && conclusive.some(({ evidence }) => evidence.length > 0);
  return {
    status: statusOf(about, conclusive),
    systemHealth: systemHealthOf(about),
    health: coverage < MIN_COVERAGE ? null : healthOf(observed),
    confidence: evident ? confidenceOf(coverage, aspects, failures.length === 0 ? 1 : reproduced / failures.length) : 0,
    coverage: Math.round(coverage * 1000) / 1000,
    confidenceInputs: describeInputs({ all: trusted, about, conclusive, aspects, failures: failures.length, reproduced, evident }),
    counts: countByStatus(trusted),
    findings: trusted,
    recommendations: recommend(trusted),
    hypothesis: hypothesisSentence(hypotheses, trusted, surroundings.scope),
    hypotheses,
    conclusion: conclude(trusted, hypotheses, coverage),
    ...(others.length === 0 ? {} : { alsoOpen: others }),
    ...(standing.length === 0 ? {} : { standing: standing.map(({ key }) => key) }),
    leftOut,
  };
}

const isConclusive = ({ status }: Finding): boolean => status !== 'unknown';
const share = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);
const weightOf = (findings: readonly Finding[]): number => findings.reduce((sum, { weight }) => sum + weight, 0);

/** Without a network the prober sees every target fail, so those failures say nothing about the targets. */
function distrustNetworkFailures(findings: readonly Finding[]): readonly Finding[] {
  const control = findings.find((finding) => finding.control && finding.status === 'fail');
  if (control === undefined) return findings;
  return findings.map((finding) => {
    if (finding.control || !finding.network || finding.status !== 'fail') return finding;
    const summary = `unknown: the prober itself has no network (probe "${control.title}" failed)`;
    const evidence = [`reported: ${finding.summary}`.slice(0, MAX_LINE), ...finding.evidence].slice(0, MAX_EVIDENCE);
    return { ...finding, status: 'unknown', summary: summary.slice(0, 300), evidence, recommendations: [] };
  });
}

function statusOf(about: readonly Finding[], conclusive: readonly Finding[]): Investigation['status'] {
  if (!about.some(({ attempt }) => attempt > 0)) return 'not_run';
  if (conclusive.length === 0) return 'inconclusive';
  return conclusive.length === about.length ? 'completed' : 'partial';
}

const BADNESS: Readonly<Record<FindingStatus, number>> = { unknown: 0, ok: 1, warn: 2, fail: 3 };

function systemHealthOf(about: readonly Finding[]): Record<string, FindingStatus> {
  const health: Record<string, FindingStatus> = Object.fromEntries(ALWAYS_SHOWN.map((name) => [name, 'unknown']));
  for (const { kind, component, status } of about) {
    if (kind !== 'health') continue;
    const known = health[component] ?? 'unknown';
    health[component] = BADNESS[status] > BADNESS[known] ? status : known;
  }
  return health;
}

function healthOf(observed: readonly Finding[]): number | null {
  if (observed.length === 0) return null;
  const points = observed.reduce((sum, { status, weight }) => sum + weight * (status === 'unknown' ? 0 : VALUES[status]), 0);
  const health = Math.round((100 * points) / weightOf(observed));
  const grave = observed.some(({ status, weight }) => status === 'fail' && weight >= GRAVE_WEIGHT);
  return grave ? Math.min(health, GRAVE_HEALTH_CAP) : health;
}

function confidenceOf(coverage: number, aspects: number, reproduced: number): number {
  return Math.min(MAX_CONFIDENCE, Math.round(100 * coverage * (1 - 2 ** -aspects) * (0.7 + 0.3 * reproduced)));
}

interface Inputs {
  readonly all: readonly Finding[];
  readonly about: readonly Finding[];
  readonly conclusive: readonly Finding[];
  readonly aspects: number;
  readonly failures: number;
  readonly reproduced: number;
  readonly evident: boolean;
}

function describeInputs({ all, about, conclusive, aspects, failures, reproduced, evident }: Inputs): string {
  const aside = all.length > about.length ? ", not counting the check of the prober's own network" : '';
  const probes = `${conclusive.length} of ${about.length} ${about.length === 1 ? 'probe' : 'probes'} conclusive${aside}, weight ${weightOf(conclusive)} of ${weightOf(about)}`;
  const seen = `${aspects} ${aspects === 1 ? 'aspect' : 'aspects'} covered`;
  const again =
    failures === 0 ? 'no failures to reproduce' : `${reproduced} of ${failures} ${failures === 1 ? 'failure' : 'failures'} reproduced`;
  return [probes, seen, again, ...(evident ? [] : ['no probe checked the system itself'])].join(', ');
}

function countByStatus(findings: readonly Finding[]): Record<FindingStatus, number> {
  const counts = { ok: 0, warn: 0, fail: 0, unknown: 0 };
  for (const { status } of findings) counts[status] += 1;
  return counts;
}

/** The findings' own recommendations, each once: those about causes first, then the most urgent. */
function recommend(findings: readonly Finding[]): readonly Recommendation[] {
  const rank = ({ status, weight }: Finding): number => BADNESS[status] * 10 + weight;
  const causes = failuresIn(findings);
  const seen = new Set<string>();
  return [...causes, ...findings.filter((finding) => !causes.includes(finding)).sort((a, b) => rank(b) - rank(a))]
    .flatMap(({ key, recommendations }) => recommendations.map((text) => ({ text, finding: key })))
    .filter(({ text }) => !seen.has(text) && seen.add(text));
}
