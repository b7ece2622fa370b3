import type { ChangeFact, Fact } from '../../model/investigation/fact';
import type { Reading } from '../../model/investigation/reading';
import { cleanLine } from '../../text/clean-text';
import { formatDuration } from '../../text/durations';
import { hideSecrets } from '../../text/hide-secrets';
import { readLink } from '../../text/links';
import { fromTrouble, type TroubleTime } from './trouble-time';

const MINUTE_MS = 60_000;
const MAX_TEXT = 200;
const MAX_NAME = 80;
const MAX_CHANGES = 8;

/** A deployment as its source reports it. Untrusted texts. */
export interface Deployment {
  readonly atMs: number;
  readonly text: string;
  /** Empty if unknown. */
  readonly by: string;
  readonly link: string;
  /** False if it is known to have failed. */
  readonly succeeded: boolean;
}

/** What was deployed within so long before the trouble; what came after its start may be somebody's fix, and is kept apart. */
export function readDeployments(deployments: readonly Deployment[], service: string | null, time: TroubleTime, withinMs: number): Reading {
  const startMs = time.startedAt.getTime();
  const sorted = [...deployments].sort((a, b) => b.atMs - a.atMs || (a.text < b.text ? -1 : 1));
  const before = sorted.filter(({ atMs }) => atMs <= startMs && atMs >= startMs - withinMs);
  const after = sorted.filter(({ atMs }) => atMs > startMs && atMs <= time.now.getTime());
  const [last] = before;
  const failed = before.filter(({ succeeded }) => !succeeded);
  return {
    fields: {
      changes: before.length,
      minutesBefore: last === undefined ? null : Math.round((startMs - last.atMs) / MINUTE_MS),
      changesAfter: after.length,
      failed: failed.length,
      last: last === undefined ? null : told(last, time),
      lastBy: last === undefined || last.by === '' ? null : cleanLine(last.by, MAX_NAME),
    },
    evidence: [
      ...before.slice(0, MAX_CHANGES).map((one) => told(one, time)),
      ...after.slice(0, MAX_CHANGES).map((one) => `after the trouble began: ${told(one, time)}`),
    ],
    facts: [
      ...before.slice(0, MAX_CHANGES).map((one) => changeFact(one, service)),
      ...stateFacts({ before, after, failed }, service, time, withinMs),
    ],
    series: [],
  };
}

interface Sorted {
  readonly before: readonly Deployment[];
  readonly after: readonly Deployment[];
  readonly failed: readonly Deployment[];
}

function stateFacts({ before, after, failed }: Sorted, service: string | null, time: TroubleTime, withinMs: number): readonly Fact[] {
  const state = { kind: 'state', cause: 'bad_deploy', service } as const;
  const [first] = failed;
  if (first !== undefined) return [{ ...state, holds: true, text: cleanLine(`failed: ${told(first, time)}`, MAX_TEXT) }];
  if (before.length + after.length > 0) return [];
  return [{ ...state, holds: false, text: `nothing was deployed in the ${formatDuration(withinMs)} before the trouble` }];
}

function changeFact(deployment: Deployment, service: string | null): ChangeFact {
  const { atMs, by, link } = deployment;
  return {
    kind: 'change',
    service,
    text: wordsOf(deployment),
    at: new Date(atMs).toISOString(),
    by: by === '' ? null : cleanLine(by, MAX_NAME),
    link: readLink(link),
  };
}

function wordsOf({ text, succeeded }: Deployment): string {
  return cleanLine(`${hideSecrets(text)}${succeeded ? '' : ' (failed)'}`, MAX_TEXT);
}

function told(deployment: Deployment, time: TroubleTime): string {
  const by = deployment.by === '' ? '' : ` by ${cleanLine(deployment.by, MAX_NAME)}`;
  return `${wordsOf(deployment)}${by}, ${fromTrouble(deployment.atMs, time)}`;
}
