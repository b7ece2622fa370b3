import type { AddressChange, CauseChange, ConfidenceChange, Finding, FindingChange, Investigation, SelectedProbe } from '../model/finding';
import { type Hypothesis, namedCause } from '../model/investigation/hypothesis';
import type { IncidentState } from '../model/state';
import { askedRunbooks } from './asked-runbooks';

type Changes = Pick<Investigation, 'changes' | 'addressChanges' | 'causeChange' | 'confidenceChange'>;

/** What differs from the round before. Empty if there was none, or if the rounds have no probe in common, so that nobody knows. */
export function compareRounds(before: Investigation | null, now: Pick<Investigation, 'findings' | 'hypotheses' | 'standing'>): Changes {
  if (before === null) return {};
  const moves = movesBetween(before.findings, now.findings);
  const again = now.findings.filter(({ key }) => !now.standing?.includes(key));
  const hasCommon = moves.length > 0 || before.findings.some(({ key }) => again.some((finding) => finding.key === key));
  if (!hasCommon) return {};
  const addressChanges = addressChangesOf(moves);
  const causes = [namedCause(before.hypotheses), namedCause(now.hypotheses)] as const;
  const causeChange = causeChangeBetween(...causes);
  const confidenceChange = confidenceChangeBetween(...causes);
  return {
    changes: findingChanges(before.findings, now.findings, moves),
    ...(addressChanges.length === 0 ? {} : { addressChanges }),
    ...(causeChange === null ? {} : { causeChange }),
    ...(confidenceChange === null ? {} : { confidenceChange }),
  };
}

/** A probe of a service whose target has changed, so that its key has, too. */
interface Move {
  readonly was: Finding;
  readonly is: Finding;
}

/**
 * What earlier rounds found and this one, limited to some runbooks, does not look at again. None if it is as wide as the first
 * round. A probe that runs again replaces all that it found, because its targets may have changed.
 */
export function standingFindings(
  { investigation, incident, request }: Pick<IncidentState, 'investigation' | 'incident' | 'request'>,
  probes: readonly SelectedProbe[],
): readonly Finding[] {
  const runbooks = incident?.runbooks ?? [];
  const usual = askedRunbooks(request);
  const isLimited = runbooks.length > 0 && (usual.length === 0 || usual.some((name) => !runbooks.includes(name)));
  if (investigation === null || !isLimited) return [];
  return investigation.findings.filter(
    (finding) => !probes.some(({ runbook, probe, key }) => key === finding.key || (runbook === finding.runbook && probe === finding.probe)),
  );
}

/** A probe of only one of the rounds says nothing about a change. Gravest first, and other statuses before other words. */
function findingChanges(before: readonly Finding[], now: readonly Finding[], moves: readonly Move[]): readonly FindingChange[] {
  const earlier = new Map(before.map((finding) => [finding.key, finding]));
  for (const { was, is } of moves) earlier.set(is.key, was);
  const rank = ({ now: status, said }: FindingChange): number => 2 * GRAVITY[status] - (said === undefined ? 0 : 1);
  return now
    .flatMap(({ key, title, target, service, status, summary }): readonly FindingChange[] => {
      const was = earlier.get(key);
      if (was === undefined) return [];
      const about = service === undefined ? {} : { service };
      const change = { finding: key, title, target, ...about, before: was.status, now: status, summary };
      if (was.status !== status) return [change];
      const isWrong = status === 'fail' || status === 'warn';
      return isWrong && coreOf(was.summary) !== coreOf(summary) ? [{ ...change, said: was.summary }] : [];
    })
    .sort((a, b) => rank(b) - rank(a));
}

/** Codes tell failures apart. All other figures, ids and their units differ at every look. */
const CODE = /\b(?:HTTP|status|code|error|exited with)[ :=#]+(\d+)/gi;
const ID = /\b(?=[0-9a-f-]*\d)[0-9a-f]{6,}(?:-[0-9a-f]+)*\b/gi;
const FIGURE = /\d+(?:[.,:]\d+)*(?:\s?(?:[mµn]?s|sec|min|h|d|[kMGT]i?B|bytes?|%|seconds?|minutes?|hours?|days?)(?![\p{L}\d]))?/gu;

function coreOf(summary: string): string {
  const codes = [...summary.matchAll(CODE)].map(([, code]) => code);
  return [
    summary
      .replace(ID, '#')
      .replace(FIGURE, '#')
      .replace(/(# \p{L}+?)s\b/gu, '$1'),
    ...codes,
  ].join(' ');
}

const GRAVITY: Readonly<Record<Finding['status'], number>> = { fail: 3, warn: 2, ok: 1, unknown: 0 };

/** A probe that looked at as many targets of a service in both rounds, and not at the same ones: in order, each has moved. */
function movesBetween(before: readonly Finding[], now: readonly Finding[]): readonly Move[] {
  const earlier = byProbeAndService(before);
  return [...byProbeAndService(now)].flatMap(([name, found]) => {
    const past = earlier.get(name) ?? [];
    const gone = past.filter(({ target }) => !found.some((finding) => finding.target === target));
    const come = found.filter(({ target }) => !past.some((finding) => finding.target === target));
    return gone.length === come.length ? come.flatMap((is, index) => (gone[index] === undefined ? [] : { was: gone[index], is })) : [];
  });
}

function byProbeAndService(findings: readonly Finding[]): ReadonlyMap<string, readonly Finding[]> {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    if (finding.service === undefined || finding.target === null) continue;
    const name = `${finding.probe} ${finding.service}`;
    groups.set(name, [...(groups.get(name) ?? []), finding]);
  }
  return groups;
}

/** One for each service. Several probes look at the same address, as a URL or as a host, so the most telling form counts. */
function addressChangesOf(moves: readonly Move[]): readonly AddressChange[] {
  const changes = new Map<string, AddressChange>();
  for (const { was, is } of moves) {
    const change = { service: is.service ?? '', before: was.target ?? '', now: is.target ?? '' };
    const known = changes.get(change.service);
    if (known === undefined || change.now.length > known.now.length) changes.set(change.service, change);
  }
  return [...changes.values()];
}

/** Null if the same cause is still the most likely one, or none is named now as before. */
function causeChangeBetween(before: Hypothesis | undefined, now: Hypothesis | undefined): CauseChange | null {
  if (before === undefined && now === undefined) return null;
  if (before !== undefined && now !== undefined && isSame(before, now)) return null;
  return { before: before?.statement ?? null, now: now?.statement ?? null };
}

/** In percentage points. Smaller differences come from single probes that could not tell. */
const NOTABLE = 10;

function confidenceChangeBetween(before: Hypothesis | undefined, now: Hypothesis | undefined): ConfidenceChange | null {
  if (before === undefined || now === undefined || !isSame(before, now)) return null;
  return Math.abs(now.confidence - before.confidence) < NOTABLE ? null : { before: before.confidence, now: now.confidence };
}

/** A cause is the same wherever its service is by now. */
function isSame(one: Hypothesis, other: Hypothesis): boolean {
  if (one.cause !== other.cause || one.service !== other.service) return false;
  return one.service !== null || (one.component === other.component && one.target === other.target);
}
