import { clueIn } from '../investigation/form-hypothesis';
import { gistOf, isAboutProber, urgentFirst, worstOf } from '../investigation/gist';
import type { Aspect, Finding, Gist, Investigation } from '../model/finding';
import { type Hypothesis, namedCause } from '../model/investigation/hypothesis';

/** What an investigation comes to, in the order in which people need it. */
export interface Verdict {
  readonly gist: Gist;
  /** What is wrong, in words: the most likely cause, or else what fails; null if nothing does. */
  readonly hypothesis: string | null;
  /** The most likely cause, with its evidence; null if none is named. */
  readonly cause: Hypothesis | null;
  /** Further possible causes, most likely first. */
  readonly alternatives: readonly Hypothesis[];
  /** What to do, most urgent first, each with the title of the finding it follows from. */
  readonly actions: readonly { readonly text: string; readonly finding: string }[];
  /** What fails or warns besides what the hypothesis tells, or without one, the worst finding. */
  readonly besides: readonly Finding[];
  /** Health probes that found nothing wrong. */
  readonly fine: readonly Finding[];
  readonly unknown: readonly UnknownGroup[];
  /** What the probes that could tell looked at. */
  readonly aspects: readonly Aspect[];
  /** Failures of health probes, and how many of them were seen twice. */
  readonly failures: { readonly all: number; readonly again: number };
  /** False if no health probe could tell. */
  readonly isObserved: boolean;
  /** What fails or warns about the prober itself, and so makes other findings less certain. */
  readonly prober: readonly Finding[];
}

/** Probes that could not tell, for the same reason. */
export interface UnknownGroup {
  readonly reason: string;
  readonly remedy: string | null;
  readonly findings: readonly Finding[];
}

export function verdictOf({ findings, hypothesis, hypotheses = [], recommendations }: Investigation): Verdict {
  const wrong = urgentFirst(findings).filter(isWrong);
  const gist = gistOf({ findings, hypotheses });
  const cause = namedCause(hypotheses) ?? null;
  const isTold = (finding: Finding): boolean =>
    finding === told || (cause?.for.some((support) => support.finding === finding.key) ?? false);
  const told = hypothesis === null ? worstOf(findings) : clueIn(findings);
  const conclusive = findings.filter(({ status, control }) => status !== 'unknown' && !control);
  const observed = conclusive.filter(({ kind }) => kind === 'health');
  const failures = observed.filter(isHealthFailure);
  const about = new Map(findings.map((finding) => [finding.key, finding]));
  return {
    gist,
    hypothesis,
    cause,
    alternatives: hypotheses.filter((other) => other !== cause && other.basis !== 'symptom'),
    actions: first(cause, about)
      .concat(
        recommendations.flatMap(({ text, finding: key }) => {
          const finding = about.get(key);
          return finding === undefined || (isWrong(finding) && !isAboutProber(finding)) ? [{ text, finding: finding?.title ?? key }] : [];
        }),
      )
      .filter(({ text }, index, all) => all.findIndex((action) => action.text === text) === index),
    besides: wrong.filter((finding) => !isAboutProber(finding) && !isTold(finding) && !(hypothesis !== null && isHealthFailure(finding))),
    aspects: [...new Set(conclusive.map(({ aspect }) => aspect))].sort(),
    fine: observed.filter(({ status }) => status === 'ok'),
    failures: { all: failures.length, again: failures.filter(({ reproduced }) => reproduced === true).length },
    isObserved: observed.length > 0,
    unknown: groupUnknown(findings),
    prober: wrong.filter(isAboutProber),
  };
}

/** What to do about the cause comes before everything else. */
function first(cause: Hypothesis | null, about: ReadonlyMap<string, Finding>): { readonly text: string; readonly finding: string }[] {
  if (cause === null || cause.firstAction === null) return [];
  const key = cause.for[0]?.finding ?? '';
  return [{ text: cause.firstAction, finding: about.get(key)?.title ?? key }];
}

/** Probes that could not tell, grouped by their reasons; the largest group first. */
export function groupUnknown(findings: readonly Finding[]): readonly UnknownGroup[] {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    if (finding.status !== 'unknown') continue;
    const reason = reasonOf(finding);
    groups.set(reason, [...(groups.get(reason) ?? []), finding]);
  }
  return [...groups]
    .map(([reason, members]) => ({ reason, remedy: members[0]?.recommendations[0] ?? null, findings: members }))
    .sort((a, b) => b.findings.length - a.findings.length);
}

/** Why a probe could not tell; that its status is unknown is said already. */
export const reasonOf = ({ summary }: Pick<Finding, 'summary'>): string => summary.replace(/^unknown: /, '');
const isWrong = ({ status }: Finding): boolean => status === 'fail' || status === 'warn';
/** The hypothesis names it, or counts it. */
const isHealthFailure = ({ kind, status }: Finding): boolean => kind === 'health' && status === 'fail';
