import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { Client } from '@temporalio/client';
import { NativeConnection, Worker } from '@temporalio/worker';
import { probeActivities } from '../src/activities/investigate';
import type { RunProbeDependencies } from '../src/activities/run-probe';
import type { SelectedProbe } from '../src/incident/model/finding';
import type { SourceProbe } from '../src/incident/model/runbook';
import { createDataSources } from '../src/investigation-sources/data-sources';
import { createSourceReaders } from '../src/investigation-sources/source-readers';
import { CONTAINERS_QUEUE, RESPONSE_QUEUE } from '../src/workflows/contract/messages';
import { fetchDebianPrometheus } from '../test/support/debian-prometheus';
import { startFilledPrometheus } from '../test/support/filled-prometheus';
import { sampleIncident } from '../test/support/sample-incident';
import { NO_SOURCE_SETTINGS } from '../test/support/source-settings';
import { withoutContainers } from '../test/support/without-containers';
import { bareBundle } from './bare-workers';
import type { Progress } from './progress';
import { LOCAL_FOLDER } from './project-root';
import { type Summary, summarize } from './statistics';

/** A probe that asks a Prometheus, against the same questions asked directly. */
export interface SourceProbes {
  readonly runs: number;
  /** The source's own answer. */
  readonly directMs: Summary;
  /** As an activity, from when it is scheduled until its result is in the history. */
  readonly probeMs: Summary;
  /** Pair by pair, because the machine's speed drifts. */
  readonly addedMs: Summary;
  readonly ratio: Summary;
}

const DAY_MINUTES = 1_440;
const SERIES = 50;
const WARM_UPS = 5;
const QUERY = 'max by (job) (max_over_time(latency_seconds[1h]))';
const ABOUT = {
  id: 'latency',
  title: 'Latency',
  aspect: 'performance',
  kind: 'health',
  component: 'api',
  weight: 3,
  timeoutMs: 15_000,
} as const;
const DEFINITION: SourceProbe = {
  ...ABOUT,
  runs: 'source',
  targets: 'none',
  recommend: {},
  query: {
    from: 'prometheus',
    source: null,
    query: QUERY,
    read: 'instant',
    signal: 'latency',
    unit: 's',
    historyMs: 3_600_000,
    stepMs: 60_000,
  },
  outcomes: [
    { when: { value: { is: '>', than: 0 } }, status: 'ok', message: '{{value | seconds}}', link: null, cause: null, recommend: [] },
  ],
};
const { id: probeId, ...selected } = ABOUT;
const PROBE: SelectedProbe = { ...selected, key: probeId, probe: probeId, runbook: 'bench', target: null, control: false, network: false };

/** Alternates both in one run, each against the same real Prometheus. */
export async function measureSourceProbes(
  address: string,
  { runs, localDir }: { readonly runs: number; readonly localDir: string },
  progress: Progress,
): Promise<SourceProbes> {
  const packages = await fetchDebianPrometheus(join(LOCAL_FOLDER, 'cache'));
  const prometheus = await startFilledPrometheus(measurements(), { packages, folder: localDir });
  const connection = await NativeConnection.connect({ address });
  try {
    const activities = probeActivities(dependencies(prometheus.url));
    const [workflows, probes] = await Promise.all([
      Worker.create({ connection, taskQueue: RESPONSE_QUEUE, workflowBundle: await bareBundle(), activities: {} }),
      Worker.create({ connection, taskQueue: CONTAINERS_QUEUE, activities }),
    ]);
    const client = new Client({ connection });
    const work = async (): Promise<SourceProbes> => {
      const pairs: { direct: number; probe: number }[] = [];
      for (let index = -WARM_UPS; index < runs; index += 1) {
        progress.update(index < 0 ? 'warming up' : `pair ${index + 1} of ${runs}`);
        const pair = { direct: await timeDirect(prometheus.url), probe: await timeProbe(client) };
        if (index >= 0) pairs.push(pair);
      }
      return {
        runs,
        directMs: summarize(pairs.map(({ direct }) => direct)),
        probeMs: summarize(pairs.map(({ probe }) => probe)),
        addedMs: summarize(pairs.map(({ direct, probe }) => probe - direct)),
        ratio: summarize(pairs.map(({ direct, probe }) => probe / direct)),
      };
    };
    return await probes.runUntil(workflows.runUntil(work()));
  } finally {
    await connection.close();
    await prometheus.stop();
  }
}

/** Now, and when the trouble began: what the probe asks, at the same time. */
async function timeDirect(url: string): Promise<number> {
  const startedAt = performance.now();
  await Promise.all(
    [Date.now(), Date.now() - 600_000].map(async (ms) => {
      const answer = await fetch(`${url}/api/v1/query`, {
        method: 'POST',
        body: new URLSearchParams({ query: QUERY, time: String(ms / 1_000) }),
      });
      await answer.json();
    }),
  );
  return performance.now() - startedAt;
}

/** By the server's own clock, so that reading the history does not count. */
async function timeProbe(client: Client): Promise<number> {
  const incident = sampleIncident({ startedAt: new Date(Date.now() - 600_000).toISOString() });
  const options = { workflowId: `bench-${randomUUID()}`, taskQueue: RESPONSE_QUEUE, args: [{ incident, probe: PROBE, round: 1 }] };
  const handle = await client.workflow.start('oneProbe', options);
  const { value } = (await handle.result()) as { value: { status: string; summary: string } };
  if (value.status !== 'ok') throw new Error(`the probe could not ask: ${value.summary}`);
  const { events = [] } = await handle.fetchHistory();
  const timeOf = (attributes: 'activityTaskScheduledEventAttributes' | 'activityTaskCompletedEventAttributes'): number => {
    const time = events?.find((event) => event[attributes])?.eventTime;
    return 1_000 * Number(time?.seconds ?? 0) + Number(time?.nanos ?? 0) / 1_000_000;
  };
  return timeOf('activityTaskCompletedEventAttributes') - timeOf('activityTaskScheduledEventAttributes');
}

/** The probe needs neither an engine nor a name server. */
function dependencies(url: string): RunProbeDependencies {
  const runbooks = [{ id: 'bench', title: 'Bench', when: [], probes: [DEFINITION] }];
  return {
    ...withoutContainers(),
    runbooks: async () => ({ runbooks, problem: null }),
    services: async () => ({ services: [], problem: null }),
    sources: createDataSources(createSourceReaders({ ...NO_SOURCE_SETTINGS, prometheus: [{ name: 'bench', url, secret: null }] })),
    now: () => new Date(),
  };
}

function measurements(): Readonly<Record<string, readonly (readonly [number, number])[]>> {
  const now = Math.floor(Date.now() / 1_000);
  const times = Array.from({ length: DAY_MINUTES }, (_, index) => now - 60 * (DAY_MINUTES - 1 - index));
  return Object.fromEntries(
    Array.from({ length: SERIES }, (_, series) => [
      `latency_seconds{job="service-${series}"}`,
      times.map((time) => [time, 0.1 + Math.sin(time / 700 + series) / 100] as const),
    ]),
  );
}
