import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { IncidentClient } from '../src/client/temporal/incident-client';
import type { IncidentState } from '../src/incident/model/state';
import { QUERIES } from '../src/workflows/contract/messages';
import type { BenchWorker } from './bench-worker';
import { type Usage, usageOf } from './process-usage';
import type { Progress } from './progress';
import { type Summary, summarize } from './statistics';

/** Responses running at once. */
const LANES = 8;
const IDLE_FOR_MS = 20_000;
/** How many of the oldest incidents are read before and after the idle time, and then acknowledged. */
const SAMPLE = 50;
const LIMIT_MS = 60_000;

export interface IdleProcess {
  readonly residentMb: number;
  /** CPU use while idle, as a percentage of one processor. */
  readonly cpuPercent: number;
}

export interface Idle {
  readonly incidents: number;
  readonly cached: number;
  /** From the first start to the last report. */
  readonly openedInSeconds: number;
  readonly idleSeconds: number;
  /** Null on a system without /proc. */
  readonly worker: (IdleProcess & { readonly residentMbBefore: number }) | null;
  readonly server: (IdleProcess & { readonly residentMbBefore: number }) | null;
  readonly evicted: {
    readonly read: number;
    /** Incidents whose state is the same as before they were evicted. */
    readonly unchanged: number;
    readonly acknowledged: number;
    readonly queryMs: Summary;
    readonly acknowledgeMs: Summary;
  };
}

export interface IdleOptions {
  readonly incidents: IncidentClient;
  readonly worker: BenchWorker;
  readonly serverPid: number;
  readonly count: number;
  readonly cached: number;
  readonly progress: Progress;
}

/** Opens many incidents (a war room each, no containers), leaves them alone, then wakes those that were evicted. */
export async function measureIdle({ incidents, worker, serverPid, count, cached, progress }: IdleOptions): Promise<Idle> {
  const before = { worker: usageOf(worker.pid), server: usageOf(serverPid) };
  const ids = Array.from({ length: count }, () => `IDLE-${randomUUID().slice(0, 13).toUpperCase()}`);
  const sample = ids.slice(0, Math.min(SAMPLE, Math.max(1, count - cached)));
  const begunAt = performance.now();
  let open = 0;
  const opened = (): void => {
    open += 1;
    const seconds = (performance.now() - begunAt) / 1_000;
    progress.update(`${open} of ${count} open, ${(open / seconds).toFixed(1)} per second`);
  };
  await openAll(incidents, sample, worker, opened);
  const known = await Promise.all(sample.map((id) => stateOf(incidents, id)));
  await openAll(incidents, ids.slice(sample.length), worker, opened);
  const openedInSeconds = (performance.now() - begunAt) / 1_000;

  progress.step(`${count} incidents open; idling for ${IDLE_FOR_MS / 1_000} s`);
  const idle = await watch({ worker: worker.pid, server: serverPid }, IDLE_FOR_MS);

  progress.step(`waking ${sample.length} that the worker has evicted`);
  const queryMs: number[] = [];
  const acknowledgeMs: number[] = [];
  let unchanged = 0;
  let acknowledged = 0;
  for (const [index, id] of sample.entries()) {
    let begun = performance.now();
    const state = await stateOf(incidents, id);
    queryMs.push(performance.now() - begun);
    if (isDeepStrictEqual(state, known[index])) unchanged += 1;
    begun = performance.now();
    const { applied } = await incidents.command('acknowledge', id, { actor: `ann-${index}` });
    acknowledgeMs.push(performance.now() - begun);
    const after = await stateOf(incidents, id);
    if (applied && after.status === 'acknowledged' && after.acknowledgedBy === `ann-${index}`) acknowledged += 1;
  }
  const evicted = { read: sample.length, unchanged, acknowledged, queryMs: summarize(queryMs), acknowledgeMs: summarize(acknowledgeMs) };
  return {
    incidents: count,
    cached,
    openedInSeconds,
    idleSeconds: IDLE_FOR_MS / 1_000,
    worker: withBefore(idle.worker, before.worker),
    server: withBefore(idle.server, before.server),
    evicted,
  };
}

function withBefore(idle: IdleProcess | null, before: Usage | null): (IdleProcess & { residentMbBefore: number }) | null {
  return idle === null || before === null ? null : { ...idle, residentMbBefore: before.residentMb };
}

function stateOf(incidents: IncidentClient, id: string): Promise<IncidentState> {
  return incidents.options.client.workflow.getHandle(id).query<IncidentState>(QUERIES.state);
}

/**
 * Opens incidents a few at a time: each lane starts its next incident when its previous one has a report, which is the last
 * step of a response. More incidents at once than the worker's memory holds would keep evicting each other.
 */
async function openAll(incidents: IncidentClient, ids: readonly string[], worker: BenchWorker, opened: () => void): Promise<void> {
  const waiting = [...ids];
  const lane = async (): Promise<void> => {
    for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) {
      await incidents.start({
        incidentId: id,
        title: 'Database Cluster Down',
        severity: 'low',
        users: ['dba@example.com'],
        actor: 'bench',
      });
      await untilComplete(incidents, id, join(worker.reportsDir, `${id}.md`));
      opened();
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
}

async function untilComplete(incidents: IncidentClient, id: string, report: string): Promise<void> {
  const giveUpAt = Date.now() + LIMIT_MS;
  // Looking for the file costs the worker nothing. The report is written a moment before the workflow hears of it.
  while (!existsSync(report) || !(await stateOf(incidents, id)).responseComplete) {
    if (Date.now() > giveUpAt) throw new Error(`the response to ${id} did not complete within ${LIMIT_MS / 1_000} s`);
    await pause(20);
  }
}

async function watch<Name extends string>(pids: Readonly<Record<Name, number>>, forMs: number): Promise<Record<Name, IdleProcess | null>> {
  const names = Object.keys(pids) as Name[];
  const begun = names.map((name) => usageOf(pids[name]));
  await pause(forMs);
  const measured = names.map((name, index): [Name, IdleProcess | null] => {
    const [first, last] = [begun[index], usageOf(pids[name])];
    if (!first || !last) return [name, null];
    return [name, { residentMb: last.residentMb, cpuPercent: ((last.cpuSeconds - first.cpuSeconds) / (forMs / 1_000)) * 100 }];
  });
  return Object.fromEntries(measured) as Record<Name, IdleProcess | null>;
}
