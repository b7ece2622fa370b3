import type { Finding, SelectedProbe } from '../model/finding';
import type { Problem } from '../model/state';
import { aboutProbe } from './about-probe';

/** The finding of a probe without a result: unknown, with the reason. Never ok. */
export function unknownFinding(probe: SelectedProbe, problem: Problem, startedAt: string, endedAt: string): Finding {
  return {
    ...aboutProbe(probe),
    status: 'unknown',
    summary: `unknown: ${problem.message}`.slice(0, 300),
    evidence: [],
    recommendations: problem.mend === '' ? [] : [problem.mend],
    startedAt,
    durationMs: Math.max(0, Date.parse(endedAt) - Date.parse(startedAt)),
    attempt: 0,
  };
}
