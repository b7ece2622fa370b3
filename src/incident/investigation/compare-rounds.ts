import type { Finding, FindingChange, Investigation } from '../model/finding';

/**
 * What differs from the round before, by the status of each probe: gravest first. Undefined if there was no round before. A
 * probe of only one of the rounds says nothing about a change.
 */
export function compareRounds(before: Investigation | null, findings: readonly Finding[]): readonly FindingChange[] | undefined {
  if (before === null) return undefined;
  const earlier = new Map(before.findings.map((finding) => [finding.key, finding.status]));
  return findings
    .flatMap(({ key, title, target, status, summary }): readonly FindingChange[] => {
      const was = earlier.get(key);
      return was === undefined || was === status ? [] : [{ finding: key, title, target, before: was, now: status, summary }];
    })
    .sort((a, b) => GRAVITY[b.now] - GRAVITY[a.now]);
}

const GRAVITY: Readonly<Record<Finding['status'], number>> = { fail: 3, warn: 2, ok: 1, unknown: 0 };
