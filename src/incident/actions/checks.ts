import type { ResolvedAction } from '../model/actions/action';
import type { ActionWork } from '../model/actions/proposal';
import type { Finding } from '../model/finding';

type Checking = NonNullable<ActionWork['checking']>;
/** `failed`: something is still amiss. `unknown`: nobody can tell. */
export type ChecksVerdict = 'verified' | 'again' | 'failed' | 'unknown';

/** So many pauses at most, however long the checks may take: each probe of a round leaves a few events in the history. */
const MOST_PAUSES = 10;
const SHORTEST_PAUSE_MS = 10_000;

/** The first round is due at once; null if there is nothing to check with. */
export function firstRound({ checks }: ResolvedAction, nowIso: string): Checking | null {
  if (checks.probes.length === 0) return null;
  return { round: 1, nextAt: nowIso, until: later(nowIso, checks.withinMs) };
}

/** The next round, and the last one at the very end of the time. */
export function afterChecks({ round, until }: Checking, { checks }: ResolvedAction, nowIso: string): Checking {
  const pause = Math.max(SHORTEST_PAUSE_MS, checks.withinMs / MOST_PAUSES);
  return { round: round + 1, nextAt: later(nowIso, Math.min(pause, Math.max(0, Date.parse(until) - Date.parse(nowIso)))), until };
}

/** Every probe has to come out well. What is still amiss at the end has failed; what cannot be told stays unknown. */
export function judgeChecks({ checks }: ResolvedAction, findings: readonly Finding[], isLast: boolean): ChecksVerdict {
  const statuses = checks.probes.map(({ key }) => findings.find((finding) => finding.key === key)?.status ?? 'unknown');
  if (statuses.every((status) => status === 'ok')) return 'verified';
  if (!isLast) return 'again';
  return statuses.some((status) => status === 'fail' || status === 'warn') ? 'failed' : 'unknown';
}

/** True for the round that decides. */
export const isLastRound = ({ round, until }: Checking, nowIso: string): boolean =>
  round > MOST_PAUSES || Date.parse(until) <= Date.parse(nowIso);

/** What the state keeps of a finding: the curves and facts of an investigation are not needed to tell whether it is well. */
export function leanFinding(finding: Finding): Finding {
  const { series: _, facts: __, ...lean } = finding;
  return lean;
}

const later = (iso: string, ms: number): string => new Date(Date.parse(iso) + ms).toISOString();
