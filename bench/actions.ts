import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import type { IncidentClient } from '../src/client/temporal/incident-client';
import { type BenchWorker, untilReported } from './bench-worker';
import { countHistory } from './history-counts';
import { grownBetween, readServerCounts, sumOf } from './server-counts';

/** What a response with nine probes costs, as Temporal Cloud bills it. */
export interface Actions {
  readonly probes: number;
  readonly total: number;
  /** Number of actions by kind, under the server's names. */
  readonly byKind: Readonly<Record<string, number>>;
  readonly workflowTasks: number;
  readonly activities: number;
  readonly events: number;
  readonly requests: number;
}

/** Edits are batched into one update, which arrives a little later; so the history must be unchanged for this long. */
const QUIET_FOR_MS = 3_000;
const LOOK_EVERY_MS = 100;

export interface ActionsOptions {
  readonly incidents: IncidentClient;
  readonly worker: BenchWorker;
  readonly metricsUrl: string;
}

/** Measures one response, from start to report, on an otherwise idle server. The server counts its own actions. */
export async function measureActions({ incidents, worker, metricsUrl }: ActionsOptions): Promise<Actions> {
  const incidentId = `ACTIONS-${randomUUID().slice(0, 13).toUpperCase()}`;
  const before = await readServerCounts(metricsUrl);
  await incidents.start({
    incidentId,
    title: 'Database Cluster Down',
    severity: 'critical',
    users: ['dba@example.com', 'oncall@example.com'],
    labels: { bench: 'nine' },
    actor: 'bench',
  });
  await untilReported(worker, incidentId);
  const { client } = incidents.options;
  await untilQuiet(client, incidentId);
  const handle = client.workflow.getHandle(incidentId);
  const history = await countHistory(handle);
  const { actions, requests } = grownBetween(before, await readServerCounts(metricsUrl));
  await handle.terminate('measured');
  return {
    probes: history.activities.filter((id) => id.startsWith('runProbes.')).length,
    total: sumOf(actions),
    byKind: actions,
    workflowTasks: history.workflowTasks,
    activities: history.activities.length,
    events: history.events,
    requests: sumOf(requests),
  };
}

/** Waits until nothing is left to do. Polling with `describe` is not billed as an action. */
async function untilQuiet(client: Client, workflowId: string): Promise<void> {
  let quietSince = Date.now();
  let length = 0;
  while (Date.now() - quietSince < QUIET_FOR_MS) {
    await pause(LOOK_EVERY_MS);
    const { raw, historyLength } = await client.workflow.getHandle(workflowId).describe();
    const isBusy = (raw.pendingActivities ?? []).length > 0 || historyLength !== length;
    length = historyLength;
    if (isBusy) quietSince = Date.now();
  }
}
