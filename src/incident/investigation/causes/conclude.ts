import type { Finding } from '../../model/finding';
import type { Conclusion, Hypothesis } from '../../model/investigation/hypothesis';

/** Below this share of conclusive weight, nothing can be called healthy. */
const MIN_COVERAGE = 0.5;

/** What the investigation comes to. A symptom alone is not a cause; what was not looked at is not healthy. */
export function conclude(findings: readonly Finding[], hypotheses: readonly Hypothesis[], coverage: number): Conclusion {
  if (hypotheses.some(({ basis }) => basis !== 'symptom')) return 'cause_named';
  const about = findings.filter(({ control, kind }) => !control && kind === 'health');
  if (about.some(({ status }) => status === 'fail' || status === 'warn')) return 'no_cause_found';
  return about.some(({ status }) => status === 'ok') && coverage >= MIN_COVERAGE ? 'looks_healthy' : 'unknown';
}
