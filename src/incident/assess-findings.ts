import type { Finding, FindingStatus, Investigation, Recommendation } from './finding';

/** Status words by gravity; `unknown` says nothing and is left out. */
const GRAVITY = ['ok', 'warn', 'fail'] as const;
const WORTH: Readonly<Record<FindingStatus, number>> = { ok: 1, warn: 0.5, fail: 0, unknown: 0 };
const ALWAYS_SHOWN = ['api', 'database', 'network'];
const MIN_COVERAGE_FOR_HEALTH = 0.5;
const HEALTH_CAP_WITH_GRAVE_FAILURE = 49;
const GRAVE_WEIGHT = 3;
const MAX_CONFIDENCE = 95;
/** Which component explains the others when both fail: a broken name explains a failing page. */
const CAUSES_FIRST = ['network', 'database', 'tls', 'host', 'api'];

/**
 * Computes health, coverage and confidence from what ran. Coverage is the weight of the conclusive probes over that of
 * the selected ones; health is the weighted mean over conclusive health probes; confidence says how well the state was
 * observed, not that a cause is right.
 */
export function assessFindings(reported: readonly Finding[], leftOut: readonly string[]): Investigation {
  const findings = discountedByControls(reported);
  const conclusive = findings.filter(({ status }) => status !== 'unknown');
  const coverage = ratio(weight(conclusive), weight(findings));
  const aspects = new Set(conclusive.map(({ aspect }) => aspect)).size;
  const failing = conclusive.filter(({ status }) => status === 'fail');
  const reproduced = failing.length === 0 ? 1 : ratio(failing.filter((finding) => finding.reproduced).length, failing.length);
  return {
    status: statusOf(findings, conclusive),
    systemHealth: systemHealth(findings),
    health: health(conclusive, coverage),
    confidence: confidence(conclusive.length, coverage, aspects, reproduced),
    coverage: Math.round(coverage * 100) / 100,
    confidenceInputs: inputs(findings, conclusive, aspects, failing),
    counts: counts(findings),
    findings,
    recommendations: recommendations(findings),
    hypothesis: hypothesis(failing),
    leftOut,
  };
}

/** When a control probe fails, the prober itself has no network: what its network probes failed at says nothing. */
function discountedByControls(findings: readonly Finding[]): readonly Finding[] {
  const blind = findings.find(({ control, status }) => control && status === 'fail');
  if (blind === undefined) return findings;
  return findings.map((finding) =>
    finding.network && !finding.control && finding.status === 'fail'
      ? { ...finding, status: 'unknown', summary: `unknown: the prober itself has no network (${blind.title} failed)` }
      : finding,
  );
}

function statusOf(findings: readonly Finding[], conclusive: readonly Finding[]): Investigation['status'] {
  if (!findings.some(({ attempt }) => attempt > 0)) return 'not_run';
  if (conclusive.length === 0) return 'inconclusive';
  return conclusive.length === findings.length ? 'completed' : 'partial';
}

function health(conclusive: readonly Finding[], coverage: number): number | null {
  const probes = conclusive.filter(({ kind }) => kind === 'health');
  if (coverage < MIN_COVERAGE_FOR_HEALTH || probes.length === 0) return null;
  const points = probes.reduce((sum, probe) => sum + probe.weight * WORTH[probe.status], 0);
  const score = Math.round(100 * ratio(points, weight(probes)));
  const grave = probes.some((probe) => probe.status === 'fail' && probe.weight >= GRAVE_WEIGHT);
  return grave ? Math.min(HEALTH_CAP_WITH_GRAVE_FAILURE, score) : score;
}

function confidence(conclusive: number, coverage: number, aspects: number, reproduced: number): number {
  if (conclusive === 0) return 0;
  return Math.min(MAX_CONFIDENCE, Math.round(100 * coverage * (1 - 2 ** -aspects) * (0.7 + 0.3 * reproduced)));
}

function inputs(findings: readonly Finding[], conclusive: readonly Finding[], aspects: number, failing: readonly Finding[]): string {
  if (findings.length === 0) return 'no probe was selected';
  const parts = [`${conclusive.length} of ${findings.length} probes conclusive`, `${aspects} aspect${aspects === 1 ? '' : 's'}`];
  if (failing.length > 0) parts.push(`${failing.filter((finding) => finding.reproduced).length} of ${failing.length} failures reproduced`);
  return parts.join(', ');
}

function systemHealth(findings: readonly Finding[]): Record<string, FindingStatus> {
  const components = [...new Set([...ALWAYS_SHOWN, ...findings.map(({ component }) => component)])];
  const worst = (component: string): FindingStatus => {
    const seen = findings.filter((finding) => finding.component === component && finding.kind === 'health');
    return GRAVITY.findLast((status) => seen.some((finding) => finding.status === status)) ?? 'unknown';
  };
  return Object.fromEntries(components.map((component) => [component, worst(component)]));
}

function counts(findings: readonly Finding[]): Record<FindingStatus, number> {
  const count = (status: FindingStatus): number => findings.filter((finding) => finding.status === status).length;
  return { ok: count('ok'), warn: count('warn'), fail: count('fail'), unknown: count('unknown') };
}

/** The gravest first, each text once. */
function recommendations(findings: readonly Finding[]): Recommendation[] {
  const seen = new Set<string>();
  return byGravity(findings.filter(({ status }) => status !== 'ok'))
    .flatMap(({ key, recommendations }) => recommendations.map((text) => ({ text, finding: key })))
    .filter(({ text }) => !seen.has(text) && seen.add(text));
}

/** The failure that would explain the others, in the probe's own words; null without one. */
function hypothesis(failing: readonly Finding[]): string | null {
  const rank = ({ component }: Finding): number => {
    const index = CAUSES_FIRST.indexOf(component);
    return index === -1 ? CAUSES_FIRST.length : index;
  };
  const [first] = [...failing].sort((a, b) => rank(a) - rank(b) || b.weight - a.weight || a.key.localeCompare(b.key, 'en'));
  return first === undefined ? null : `${first.title}${first.target === null ? '' : ` (${first.target})`}: ${first.summary}`;
}

function byGravity(findings: readonly Finding[]): Finding[] {
  const order: Readonly<Record<FindingStatus, number>> = { fail: 0, warn: 1, unknown: 2, ok: 3 };
  return [...findings].sort((a, b) => order[a.status] - order[b.status] || b.weight - a.weight);
}

const weight = (findings: readonly Finding[]): number => findings.reduce((sum, finding) => sum + finding.weight, 0);
const ratio = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);
