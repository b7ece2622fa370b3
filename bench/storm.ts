import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { Context } from '@temporalio/activity';
import type { Client } from '@temporalio/client';
import type { IncidentClient } from '../src/client/temporal/incident-client';
import type { ContainerEngine } from '../src/containers/port';
import type { IncidentState } from '../src/incident/model/state';
import { QUERIES, RESPONSE_QUEUE } from '../src/workflows/contract/messages';
import { withBareWorkers } from './bare-workers';
import type { Shape } from './bare-workflow';
import { type BenchWorker, untilReported } from './bench-worker';
import { countHistory, type HistoryCounts, shapeOf } from './history-counts';
import { SLACK_DELAY_MS } from './latency';
import { type CpuUse, startCpuWatch } from './process-usage';
import type { Progress } from './progress';
import { grownBetween, readServerCounts, sumOf } from './server-counts';
import type { SlackObserver } from './slack-observer';
import { type Summary, summarize } from './statistics';

const LIMIT_MS = 300_000;
const LOOK_EVERY_MS = 20;
/**
 * Consecutive Slack calls in the bare workflow's activities, as many as the response makes; activities not listed make one.
 */
const CALLS_IN_A_ROW: Readonly<Record<string, number>> = {
  parseIncidentEvent: 0,
  selectProbes: 0,
  createChannel: 2,
  inviteResponders: 2,
  furnishRoom: 3,
};

export interface StormSide {
  /** Time until everyone sees the headline. */
  readonly headlineMs: Summary;
  readonly completeMs: Summary;
  /** Processor time from the first start to the last report, in seconds. */
  readonly cpuSeconds: CpuUse | null;
  /** Medians per incident. */
  readonly workflowTasks: number;
  readonly activities: number;
  readonly events: number;
}

export interface Storm {
  readonly incidents: number;
  readonly slackDelayMs: number;
  readonly containersEach: number;
  readonly response: StormSide & {
    /** Means per incident, as the server counts them. */
    readonly actionsEach: number;
    readonly requestsEach: number;
    readonly slackCallsEach: number;
    /** Probes that ended `unknown`, for example because a container waited too long. */
    readonly unknownFindings: number;
  };
  readonly bare: StormSide;
}

export interface StormOptions {
  readonly incidents: IncidentClient;
  readonly slack: SlackObserver;
  readonly worker: BenchWorker;
  readonly serverPid: number;
  readonly metricsUrl: string;
  readonly engine: ContainerEngine;
  readonly image: string;
  readonly probesAtOnce: number;
  readonly count: number;
  readonly progress: Progress;
}

/** Runs many incidents at once, then as many bare workflows of their shape, on the same server and engine. */
export async function measureStorm(options: StormOptions): Promise<Storm> {
  const { count, progress, worker } = options;
  await warmUp(options);
  progress.step(`storm: ${count} incidents at once`);
  const { side, shape, more } = await stormOfIncidents(options);
  await worker.stop();
  progress.step(`storm: ${count} bare workflows of the same shape at once`);
  const bare = await stormOfBareWorkflows(options, shape);
  return { incidents: count, slackDelayMs: SLACK_DELAY_MS, containersEach: shape.probes, response: { ...side, ...more }, bare };
}

/** Runs one incident first, because a worker that has just started still has to load and compile its code. */
async function warmUp({ incidents, worker }: StormOptions): Promise<void> {
  const [id = ''] = newIds(1);
  await start(incidents, id);
  await untilReported(worker, id);
  await incidents.options.client.workflow.getHandle(id).terminate('measured');
}

async function stormOfIncidents({ incidents, slack, worker, serverPid, metricsUrl, count, progress }: StormOptions) {
  const { client } = incidents.options;
  const ids = newIds(count);
  slack.forget();
  const before = await readServerCounts(metricsUrl);
  const cpu = startCpuWatch({ server: serverPid, worker: worker.pid });
  const begunAt = performance.now();
  let complete = 0;
  const times = await Promise.all(
    ids.map(async (id) => {
      const headline = slack.posted(`${id}/announceIncident`);
      const summary = slack.posted(`${id}/postSummary`);
      await start(incidents, id);
      const { committedAt } = await headline;
      await Promise.all([untilReported(worker, id), summary]);
      complete += 1;
      progress.update(`${complete} of ${count} complete`);
      return { headlineMs: committedAt - begunAt, completeMs: performance.now() - begunAt };
    }),
  );
  const cpuSeconds = cpu();
  const { actions, requests } = grownBetween(before, await readServerCounts(metricsUrl));
  const slackCallsEach = slack.calls.length / count;
  const states = await Promise.all(ids.map((id) => untilComplete(client, id)));
  const histories = await historiesOf(client, ids);
  await Promise.all(ids.map((id) => client.workflow.getHandle(id).terminate('measured')));
  const more = {
    actionsEach: sumOf(actions) / count,
    requestsEach: sumOf(requests) / count,
    slackCallsEach,
    unknownFindings: states.flatMap(({ findings }) => findings).filter(({ status }) => status === 'unknown').length,
  };
  return { side: sideOf(times, cpuSeconds, histories), shape: shapeOf(medianHistory(histories)), more };
}

async function stormOfBareWorkflows(options: StormOptions, shape: Shape): Promise<StormSide> {
  const { incidents, serverPid, engine, image, probesAtOnce, count } = options;
  const ids = newIds(count);
  const headlines = new Map<string, number>();
  const ends = new Map<string, number>();
  const note = (moments: Map<string, number>): void => {
    moments.set(Context.current().info.workflowExecution?.workflowId ?? '', performance.now());
  };
  const noOp = async (name: string): Promise<string> => {
    await pause((CALLS_IN_A_ROW[name] ?? 1) * SLACK_DELAY_MS);
    if (name === 'createChannel') note(headlines);
    if (name === 'summarizeIncident') note(ends);
    return name;
  };
  const noOpProbe = async (name: string): Promise<string> => {
    await engine.run(bareContainer(image, name.endsWith(' 2') ? null : 'bridge'));
    return name;
  };
  const { client } = incidents.options;
  return withBareWorkers(incidents.options.address, { noOp, noOpProbe, probesAtOnce }, async () => {
    const run = (workflowId: string) => client.workflow.start('bareResponse', { workflowId, taskQueue: RESPONSE_QUEUE, args: [shape] });
    await (await run(`${ids[0]}-WARM-UP`)).result();
    const cpu = startCpuWatch({ server: serverPid, worker: process.pid });
    const begunAt = performance.now();
    await Promise.all(ids.map(async (id) => (await run(id)).result()));
    const cpuSeconds = cpu();
    const times = ids.map((id) => ({
      headlineMs: (headlines.get(id) ?? Number.NaN) - begunAt,
      completeMs: (ends.get(id) ?? Number.NaN) - begunAt,
    }));
    return sideOf(times, cpuSeconds, await historiesOf(client, ids));
  });
}

function start(incidents: IncidentClient, incidentId: string): Promise<unknown> {
  const users = ['dba@example.com', 'oncall@example.com'];
  return incidents.start({
    incidentId,
    title: 'Database Cluster Down',
    severity: 'critical',
    users,
    labels: { bench: 'containers' },
    actor: 'bench',
  });
}

async function untilComplete(client: Client, id: string): Promise<IncidentState> {
  const giveUpAt = Date.now() + LIMIT_MS;
  for (;;) {
    const state = await client.workflow.getHandle(id).query<IncidentState>(QUERIES.state);
    if (state.responseComplete) return state;
    if (Date.now() > giveUpAt) throw new Error(`${id} has its report, but its response is not complete`);
    await pause(LOOK_EVERY_MS);
  }
}

function historiesOf(client: Client, ids: readonly string[]): Promise<HistoryCounts[]> {
  return Promise.all(ids.map((id) => countHistory(client.workflow.getHandle(id))));
}

function medianHistory(histories: readonly HistoryCounts[]): HistoryCounts {
  const sorted = [...histories].sort((a, b) => a.activities.length - b.activities.length);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? { events: 0, workflowTasks: 0, activities: [] };
}

function sideOf(
  times: readonly { headlineMs: number; completeMs: number }[],
  cpuSeconds: CpuUse | null,
  histories: readonly HistoryCounts[],
): StormSide {
  const median = (what: (history: HistoryCounts) => number): number => summarize(histories.map(what)).p50;
  return {
    headlineMs: summarize(times.map((time) => time.headlineMs)),
    completeMs: summarize(times.map((time) => time.completeMs)),
    cpuSeconds,
    workflowTasks: median((history) => history.workflowTasks),
    activities: median((history) => history.activities.length),
    events: median((history) => history.events),
  };
}

/** Two of the response's three probes use a network, which costs the engine more than the container itself. */
function bareContainer(image: string, network: string | null) {
  return {
    name: `incident-bench-${randomUUID()}`,
    replaces: [],
    image,
    command: ['true'],
    env: {},
    secrets: {},
    stdin: '',
    network,
    hosts: {},
    nameServers: true,
    timeoutMs: 30_000,
    memoryBytes: 64 * 1024 ** 2,
    cpus: 0.5,
    pids: 32,
    labels: {},
  };
}

const newIds = (count: number): string[] => Array.from({ length: count }, () => `STORM-${randomUUID().slice(0, 13).toUpperCase()}`);
