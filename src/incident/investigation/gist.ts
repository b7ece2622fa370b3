import type { Finding, Gist, Investigation, SelectedProbe } from '../model/finding';
import { namedCause } from '../model/investigation/hypothesis';
import { failuresIn } from './form-hypothesis';

/** The most likely cause, the most important finding about the system, and how much of it was seen. */
export function gistOf({ findings, hypotheses }: Pick<Investigation, 'findings' | 'hypotheses'>): Gist {
  const cause = namedCause(hypotheses);
  const about = findings.filter((finding) => !isAboutProber(finding));
  const counted = findings.filter(({ control }) => !control);
  const worst = worstOf(findings);
  return {
    worst: worst === null ? null : shortened(worst),
    others: Math.max(0, about.filter(({ status }) => status === worst?.status).length - 1),
    conclusive: counted.filter(({ status }) => status !== 'unknown').length,
    probes: counted.length,
    ...(cause === undefined ? {} : { cause: { statement: cause.statement, confidence: cause.confidence } }),
  };
}

/** The failure that may explain the others, or else the gravest finding; null if nothing fails or warns. */
export function worstOf(findings: readonly Finding[]): Finding | null {
  const about = findings.filter((finding) => !isAboutProber(finding));
  const wrong = urgentFirst(about).filter(({ status }) => status === 'fail' || status === 'warn');
  return [...failuresIn(about), ...wrong][0] ?? null;
}

/**
 * True if a probe sees nothing but the prober: its network, which a control probe checks, or its host, which is all that a
 * probe without a network or a target sees, apart from the alert's own text and what data sources say.
 */
export function isAboutProber({
  control,
  target,
  network,
  aspect,
  asksSource,
}: Pick<SelectedProbe, 'control' | 'target' | 'network' | 'aspect' | 'asksSource'>): boolean {
  return control || (target === null && !network && aspect !== 'evidence' && asksSource !== true);
}

/** Failures first, then warnings; among equals, what was seen at a target before what the alert says, and decisive probes first. */
export function urgentFirst(findings: readonly Finding[]): readonly Finding[] {
  return [...findings].sort((a, b) => rankOf(b) - rankOf(a));
}

const URGENCY: Readonly<Record<Finding['status'], number>> = { fail: 3, warn: 2, unknown: 1, ok: 0 };

function rankOf({ status, target, weight, ...probe }: Finding): number {
  const nearness = isAboutProber({ target, ...probe }) ? 0 : target === null ? 1 : 2;
  return URGENCY[status] * 100 + nearness * 10 + weight;
}

/** The service where there is no target. Only of probes that ask a source, so that older runs compare headlines as they did. */
function shortened({ status, title, target, summary, service, asksSource }: Finding): NonNullable<Gist['worst']> {
  const about = asksSource === true && target === null && service !== undefined ? { service } : {};
  return { status: status === 'fail' ? 'fail' : 'warn', title, target, summary, ...about };
}
