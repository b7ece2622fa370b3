import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Client } from '@temporalio/client';
import { NativeConnection, Worker } from '@temporalio/worker';
import { probeActivities } from '../src/activities/investigate';
import { createDockerEngine, MAX_CONTAINERS } from '../src/containers/docker-engine';
import type { ContainerRun } from '../src/containers/port';
import { REACH_ALL } from '../src/incident/investigation/probe-reach';
import { selectProbes } from '../src/incident/investigation/select-probes';
import type { SelectedProbe } from '../src/incident/model/finding';
import type { Incident } from '../src/incident/model/incident';
import { createDataSources, NO_READERS } from '../src/investigation-sources/data-sources';
import { CONTAINERS_QUEUE, RESPONSE_QUEUE } from '../src/workflows/contract/messages';
import { sampleIncident } from '../test/support/sample-incident';
import { withoutContainers } from '../test/support/without-containers';
import { bareBundle } from './bare-workers';
import { dockerRun } from './docker-run';
import type { Progress } from './progress';
import { type Summary, summarize } from './statistics';
import { tenProbes } from './ten-scripts';

/** Ten probes in parallel, against `docker run` of the same ten. */
export interface Containers {
  readonly rounds: number;
  readonly probes: number;
  /** As activities, from when the first is scheduled until the last result is in the history. */
  readonly probesMs: Summary;
  /** From the start of the first command to the end of the last, with the same sandbox. */
  readonly sameMs: Summary;
  /** Likewise, with the script and its environment alone. */
  readonly plainMs: Summary;
  /** Round by round. */
  readonly ratios: { readonly same: Summary; readonly plain: Summary };
}

const WARM_UPS = 3;

export interface ContainersOptions {
  readonly address: string;
  readonly dockerHost: string;
  readonly image: string;
  readonly rounds: number;
  readonly progress: Progress;
}

/** Takes turns, in an order that changes from round to round, each time against the same service. */
export async function measureContainers({ address, dockerHost, image, rounds, progress }: ContainersOptions): Promise<Containers> {
  const engine = createDockerEngine({ dockerHost });
  const [gateway] = (await engine.gateways()).filter((one) => one.includes('.'));
  const service = createServer((_, answer) => answer.end('all is fine')).listen(0, gateway);
  await once(service, 'listening');
  const { port } = service.address() as AddressInfo;
  const runbooks = [tenProbes()];
  const connection = await NativeConnection.connect({ address });
  /** What the product runs is what `docker run` gets. */
  const runs = new Map<string, ContainerRun>();
  const recorded = async (run: ContainerRun, options?: { signal?: AbortSignal | undefined }) => {
    runs.set(run.labels.probe ?? '', run);
    return engine.run(run, options);
  };
  try {
    const activities = probeActivities({
      ...withoutContainers(),
      // The service is on the engine's own machine, where probes may not go.
      engine: { ...engine, run: recorded, gateways: async () => [] },
      image,
      network: 'bridge',
      runbooks: async () => ({ runbooks, problem: null }),
      services: async () => ({ services: [], problem: null }),
      sources: createDataSources(NO_READERS),
      now: () => new Date(),
    });
    const [workflows, probes] = await Promise.all([
      Worker.create({ connection, taskQueue: RESPONSE_QUEUE, workflowBundle: await bareBundle(), activities: {} }),
      Worker.create({ connection, taskQueue: CONTAINERS_QUEUE, activities, maxConcurrentActivityTaskExecutions: 2 * MAX_CONTAINERS }),
    ]);
    const client = new Client({ connection });
    const incident = sampleIncident({ targets: [`http://${gateway}:${port}/`] });
    const selected = selectProbes(incident, { runbooks, problem: null }, REACH_ALL).probes;
    const docker = (sandbox: 'same' | 'none') =>
      timed(() => Promise.all([...runs.values()].map((run) => dockerRun(dockerHost, run, sandbox))));
    const sides = [
      ['probes', () => timeProbes(client, incident, selected)],
      ['same', () => docker('same')],
      ['plain', () => docker('none')],
    ] as const;
    const work = async (): Promise<Containers> => {
      const measured: Record<'probes' | 'same' | 'plain', number>[] = [];
      for (let index = -WARM_UPS; index < rounds; index += 1) {
        progress.update(index < 0 ? 'warming up' : `round ${index + 1} of ${rounds}`);
        const round = { probes: 0, same: 0, plain: 0 };
        const first = (index + WARM_UPS) % sides.length;
        for (const [side, time] of [...sides.slice(first), ...sides.slice(0, first)]) round[side] = await time();
        if (index >= 0) measured.push(round);
      }
      return {
        rounds,
        probes: selected.length,
        probesMs: summarize(measured.map(({ probes }) => probes)),
        sameMs: summarize(measured.map(({ same }) => same)),
        plainMs: summarize(measured.map(({ plain }) => plain)),
        ratios: {
          same: summarize(measured.map(({ probes, same }) => probes / same)),
          plain: summarize(measured.map(({ probes, plain }) => probes / plain)),
        },
      };
    };
    return await probes.runUntil(workflows.runUntil(work()));
  } finally {
    await connection.close();
    service.close();
  }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

/** By the server's own clock, so that starting a workflow and reading its history do not count. */
async function timeProbes(client: Client, incident: Incident, probes: readonly SelectedProbe[]): Promise<number> {
  const inputs = probes.map((probe) => ({ incident, probe, round: 1 }));
  const options = { workflowId: `bench-${randomUUID()}`, taskQueue: RESPONSE_QUEUE, args: [inputs] };
  const handle = await client.workflow.start('someProbes', options);
  const answers = (await handle.result()) as { value: { title: string; status: string; summary: string } }[];
  for (const { value } of answers) if (value.status !== 'ok') throw new Error(`the probe "${value.title}" failed: ${value.summary}`);
  const { events = [] } = await handle.fetchHistory();
  const times = (attributes: 'activityTaskScheduledEventAttributes' | 'activityTaskCompletedEventAttributes'): number[] =>
    (events ?? [])
      .filter((event) => event[attributes])
      .map(({ eventTime }) => 1_000 * Number(eventTime?.seconds ?? 0) + Number(eventTime?.nanos ?? 0) / 1_000_000);
  return Math.max(...times('activityTaskCompletedEventAttributes')) - Math.min(...times('activityTaskScheduledEventAttributes'));
}
