import { CONCLUSION_WORDS, type Hypothesis, namedCause } from '../model/investigation/hypothesis';
import type { Report } from '../model/report';
import { describeLook } from '../response/past-looks';
import {
  describeAddressChange,
  describeCauseChange,
  describeConfidenceChange,
  describeFindingChange,
  describeStanding,
} from '../response/round-words';
import { utcTime } from '../text/utc-time';
import { probeTitle } from './report-facts';

/** One possible cause, in words. */
export interface PossibleCause {
  /** `Most likely`, `Also possible`. */
  readonly rank: string;
  readonly statement: string;
  /** `confidence 88%`. */
  readonly confidence: string;
  /** Each with the title of the probe that says so. */
  readonly reasons: readonly string[];
  readonly objections: readonly string[];
  readonly confirm: string;
  readonly firstAction: string | null;
}

/** The causes that the findings name, most likely first. What merely fails is not a cause. */
export function possibleCauses(report: Pick<Report, 'investigation'>): readonly PossibleCause[] {
  const named = report.investigation?.hypotheses.filter(({ basis }) => basis !== 'symptom') ?? [];
  return named.map(({ statement, confidence, for: reasons, against, confirm, first_action: firstAction }, index) => ({
    rank: index === 0 ? 'Most likely' : 'Also possible',
    statement,
    confidence: `confidence ${confidence}%`,
    reasons: reasons.map(({ finding, text }) => `${text} (${probeTitle(report, finding)})`),
    objections: against.map(({ finding, text }) => `${text} (${probeTitle(report, finding)})`),
    confirm,
    firstAction,
  }));
}

/** What comes before the text of the hypothesis, which is either a cause or what fails. */
export function hypothesisLabel(hypotheses: readonly Pick<Hypothesis, 'basis' | 'confidence'>[] = []): string {
  const cause = namedCause(hypotheses);
  return cause === undefined ? 'Hypothesis' : `Most likely cause (confidence ${cause.confidence}%)`;
}

/** What the investigation comes to, in a few words. */
export function describeConclusion({ investigation }: Pick<Report, 'investigation'>): string {
  return CONCLUSION_WORDS[investigation?.conclusion ?? 'unknown'];
}

/** The probes that a round limited to some runbooks did not run again, in words; null if there are none. */
export function notLookedAtAgain({ investigation }: Pick<Report, 'investigation'>): string | null {
  const standing = investigation?.not_looked_at_again ?? null;
  return standing === null ? null : describeStanding({ probes: standing.probes, lastRunAt: standing.last_run_at });
}

/** What earlier investigations came to, one line each, oldest first. */
export function earlierLooks({ earlier_looks: looks = [] }: Pick<Report, 'earlier_looks'>): readonly string[] {
  return looks.map((look) => `${utcTime(look.at, 'minutes')}: ${describeLook(look)}`);
}

/** What differs from the round before: the cause, where services are, and what probes say. */
export function changeLines({ investigation }: Pick<Report, 'investigation'>): readonly string[] {
  if (investigation === null) return [];
  const { changes, cause_change: cause, confidence_change: confidence = null, address_changes: addresses } = investigation;
  return [
    ...(cause === null ? [] : [describeCauseChange(cause)]),
    ...(confidence === null ? [] : [describeConfidenceChange(confidence)]),
    ...addresses.map(describeAddressChange),
    ...(changes ?? []).map(describeFindingChange),
  ];
}
