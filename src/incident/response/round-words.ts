import type { ConfidenceChange, FindingChange, Investigation } from '../model/finding';
import { utcTime } from '../text/utc-time';

const withoutStop = (sentence: string): string => sentence.replace(/[.!]$/, '');

/** Another most likely cause than in the round before, in words. */
export function describeCauseChange({ before, now }: { readonly before: string | null; readonly now: string | null }): string {
  if (before === null) return 'a cause is named now';
  const was = `before: ${withoutStop(before)}`;
  return now === null ? `no cause is named any more (${was})` : `another cause is now the most likely one (${was})`;
}

/** How much more or less likely the same cause is than in the round before, in words. */
export function describeConfidenceChange({ before, now }: ConfidenceChange): string {
  return `the same cause is ${now > before ? 'more' : 'less'} likely (confidence ${before}% → ${now}%)`;
}

/** What a probe says now and what it said in the round before, in words. */
export function describeFindingChange({ title, target, service, before, now, said, summary }: FindingChange): string {
  const about = target ?? service;
  const name = about === undefined ? title : `${title} (${about})`;
  return said === undefined
    ? `${name}: ${before} → ${now}, ${withoutStop(summary)}`
    : `${name}: still ${now}, ${withoutStop(said)} → ${withoutStop(summary)}`;
}

/** A service that is looked at elsewhere than in the round before, in words. */
export function describeAddressChange({
  service,
  before,
  now,
}: {
  readonly service: string;
  readonly before: string;
  readonly now: string;
}): string {
  return `the address of ${service} is now ${now} (before: ${before})`;
}

/** Probes of earlier rounds whose findings still stand, by key, and when the last of them ran. */
export interface Standing {
  readonly probes: readonly string[];
  readonly lastRunAt: string;
}

/** Null if every finding is of this round. */
export function standingOf({ findings, standing = [] }: Pick<Investigation, 'findings' | 'standing'>): Standing | null {
  const times = findings.filter(({ key }) => standing.includes(key)).map(({ startedAt }) => startedAt);
  const lastRunAt = times.sort().at(-1);
  return lastRunAt === undefined ? null : { probes: standing, lastRunAt };
}

/** How many probes were not run again, and since when. */
export function describeStanding({ probes, lastRunAt }: Standing): string {
  return `${probes.length} ${probes.length === 1 ? 'probe' : 'probes'}, last run at ${utcTime(lastRunAt, 'minutes')}`;
}
