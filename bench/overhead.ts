import { randomUUID } from 'node:crypto';
import { Client } from '@temporalio/client';
import { NativeConnection, Worker } from '@temporalio/worker';
import type { Activities } from '../src/activities/interface';
import type { IncidentState } from '../src/incident/model/state';
import { CONTAINERS_QUEUE, RESPONSE_QUEUE, SLACK_QUEUE, TITLE_MEMO } from '../src/workflows/contract/messages';
import { fakeActivities } from '../test/support/fake-activities';
import { bareBundle } from './bare-workers';
import { countHistory, type HistoryCounts, shapeOf } from './history-counts';
import type { Progress } from './progress';
import { type Summary, summarize } from './statistics';

export interface Overhead {
  readonly runs: number;
  readonly activities: { response: number; bare: number };
  readonly latencyMs: { response: Summary; bare: Summary };
  /** Pair by pair, because the machine's speed drifts. */
  readonly latencyRatio: Summary;
  readonly workflowTasks: { response: number; bare: number };
  readonly events: { response: number; bare: number };
  readonly eventRatio: number;
}

interface Run extends HistoryCounts {
  readonly latencyMs: number;
}

/**
 * Compares the response (its activities return at once) against a bare workflow of the same shape, alternating A B A B in
 * one run.
 */
export async function measureOverhead(address: string, runs: number, progress: Progress): Promise<Overhead> {
  const connection = await NativeConnection.connect({ address });
  const client = new Client({ connection });
  const finished = new Map<string, (at: number) => void>();
  const done = (): void => {
    for (const finish of finished.values()) finish(performance.now());
  };
  const { activities } = fakeActivities();
  const { runProbe, ...others } = activities;
  const summarizeIncident: Activities['summarizeIncident'] = async (input) => {
    done();
    return activities.summarizeIncident(input);
  };
  const noOp = async (name: string): Promise<string> => {
    if (name === 'summarizeIncident') done();
    return name;
  };
  const workflowBundle = await bareBundle();
  const workers = await Promise.all([
    Worker.create({ connection, taskQueue: RESPONSE_QUEUE, workflowBundle, activities: { ...others, summarizeIncident, noOp } }),
    Worker.create({ connection, taskQueue: SLACK_QUEUE, activities: { ...others, summarizeIncident, noOp } }),
    Worker.create({ connection, taskQueue: CONTAINERS_QUEUE, activities: { runProbe, noOp } }),
  ]);

  const measure = async (type: string, input: unknown): Promise<Run> => {
    const workflowId = `BENCH-${randomUUID().slice(0, 13).toUpperCase()}`;
    const ended = new Promise<number>((resolve) => finished.set(workflowId, resolve));
    const startedAt = performance.now();
    // Both get the memo that `IncidentClient` adds to every start, so that the response does not have to add it.
    const memo = { [TITLE_MEMO]: 'bench' };
    const handle = await client.workflow.start(type, { workflowId, taskQueue: RESPONSE_QUEUE, args: [input], memo });
    const latencyMs = (await ended) - startedAt;
    finished.delete(workflowId);
    if (type === 'respondToIncident') await untilComplete(() => handle.query<IncidentState>('state'));
    else await handle.result();
    const counts = await countHistory(handle);
    if (type === 'respondToIncident') await handle.terminate('measured');
    return { latencyMs, ...counts };
  };
  const response = () => measure('respondToIncident', { incidentId: 'BENCH', title: 'bench', actor: 'bench' });

  const work = async (): Promise<Overhead> => {
    // The first runs load code and fill caches.
    progress.update('warming up');
    for (let index = 0; index < 5; index += 1) await response();
    const pairs: { response: Run; bare: Run }[] = [];
    for (let index = 0; index < runs; index += 1) {
      progress.update(`pair ${index + 1} of ${runs}`);
      const ours = await response();
      const bare = await measure('bareResponse', shapeOf(ours));
      if (bare.activities.length !== ours.activities.length) {
        throw new Error(
          `not the same shape: the response has ${ours.activities.join(', ')}; the bare workflow ${bare.activities.length} activities`,
        );
      }
      pairs.push({ response: ours, bare });
    }
    return overheadOf(pairs);
  };
  try {
    const [first, second, third] = workers;
    return await third.runUntil(second.runUntil(first.runUntil(work())));
  } finally {
    await connection.close();
  }
}

async function untilComplete(state: () => Promise<IncidentState>): Promise<void> {
  while (!(await state()).responseComplete) await new Promise((resolve) => setTimeout(resolve, 5));
}

function overheadOf(pairs: readonly { response: Run; bare: Run }[]): Overhead {
  const median = (values: number[]): number => summarize(values).p50;
  const of = (which: 'response' | 'bare', what: (run: Run) => number): number[] => pairs.map((pair) => what(pair[which]));
  const events = { response: median(of('response', (run) => run.events)), bare: median(of('bare', (run) => run.events)) };
  return {
    runs: pairs.length,
    activities: {
      response: median(of('response', (run) => run.activities.length)),
      bare: median(of('bare', (run) => run.activities.length)),
    },
    latencyMs: { response: summarize(of('response', (run) => run.latencyMs)), bare: summarize(of('bare', (run) => run.latencyMs)) },
    latencyRatio: summarize(pairs.map(({ response, bare }) => response.latencyMs / bare.latencyMs)),
    workflowTasks: {
      response: median(of('response', (run) => run.workflowTasks)),
      bare: median(of('bare', (run) => run.workflowTasks)),
    },
    events,
    eventRatio: events.response / events.bare,
  };
}
