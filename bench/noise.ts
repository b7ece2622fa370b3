import { randomUUID } from 'node:crypto';
import type { Client } from '@temporalio/client';
import { RESPONSE_QUEUE } from '../src/workflows/contract/messages';
import { withBareWorkers } from './bare-workers';
import { type Summary, spreadOf, summarize } from './statistics';

const WARM_UPS = 5;
const RUNS = 20;
/**
 * The machine is too noisy if the interquartile range of the bare runs exceeds a third of the median; on a quiet machine it
 * is about a tenth.
 */
export const TOO_NOISY = 1 / 3;

/** How steady the machine is, measured by repeating the same small bare workflow. */
export interface Noise {
  readonly runs: number;
  readonly bareRunMs: Summary;
  /** Distance between the quartiles, divided by the median. */
  readonly spread: number;
}

/** Repeats the bare workflow on an otherwise idle server; returns the times in milliseconds. */
export async function timeBareRuns(address: string): Promise<readonly number[]> {
  const noOp = async (name: string): Promise<string> => name;
  return withBareWorkers(address, { noOp, noOpProbe: noOp }, async (client) => {
    const times: number[] = [];
    for (let run = 0; run < WARM_UPS + RUNS; run += 1) {
      const took = await timeOne(client);
      if (run >= WARM_UPS) times.push(took);
    }
    return times;
  });
}

async function timeOne(client: Client): Promise<number> {
  const begunAt = performance.now();
  const handle = await client.workflow.start('fiveInARow', { workflowId: `NOISE-${randomUUID()}`, taskQueue: RESPONSE_QUEUE, args: [] });
  await handle.result();
  return performance.now() - begunAt;
}

export function noiseOf(times: readonly number[]): Noise {
  return { runs: times.length, bareRunMs: summarize(times), spread: spreadOf(times) };
}
