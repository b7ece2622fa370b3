import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { DefaultLogger, Runtime } from '@temporalio/worker';
import { IncidentClient } from '../src/client/temporal/incident-client';
import { loadConfig } from '../src/config';
import { createDockerEngine } from '../src/containers/docker-engine';
import { type BringUpOptions, bringUpSlack, bringUpTemporal, freePort } from '../src/demo/components';
import { makePrivateFolder } from '../src/demo/components/private-folder';
import { InvalidInputError } from '../src/incident/text/errors';
import { createSlackLimits } from '../test/support/slack-limits';
import { measureActions } from './actions';
import { measureAlerts } from './alerts';
import { startBenchWorker } from './bench-worker';
import { measureContainers } from './containers';
import { type Engine, engineOf, missingEngine } from './engine';
import { measureIdle } from './idle';
import { measureLatency, SLACK_DELAY_MS } from './latency';
import { measureLimits } from './limits';
import { describeMachine } from './machine';
import { noiseOf, timeBareRuns } from './noise';
import { type Bench, type Options, readOptions, USAGE } from './options';
import { measureOverhead } from './overhead';
import { ownComponents } from './own-components';
import { Progress } from './progress';
import { LOCAL_FOLDER } from './project-root';
import { goalsOf, type Measured, type Results, renderResults } from './results';
import { observeSlack } from './slack-observer';
import { measureSourceProbes } from './source-probes';
import { measureStorm } from './storm';

const PEOPLE = [
  { email: 'dba@example.com', name: 'dana', realName: 'Dana Brandt' },
  { email: 'oncall@example.com', name: 'omar', realName: 'Omar Castillo' },
];

/** On Ctrl-C this process exits, and its exit handlers stop whatever it brought up. */
function endWithSignals(): void {
  process.once('SIGINT', () => process.exit(130));
  process.once('SIGTERM', () => process.exit(143));
}

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  if (options === 'help') {
    process.stdout.write(USAGE);
    return;
  }
  endWithSignals();
  Runtime.install({ logger: new DefaultLogger('ERROR') });
  const progress = new Progress();
  const machine = describeMachine();
  const measured = await measure(options, progress);
  progress.close();
  const found = { at: new Date().toISOString(), machine, ...measured };
  const results: Results = { ...found, goals: goalsOf(found) };
  const json = `${JSON.stringify(results, null, 2)}\n`;
  makePrivateFolder(LOCAL_FOLDER);
  writeFileSync(join(LOCAL_FOLDER, 'bench.json'), json);
  process.stdout.write(options.json ? json : renderResults(results));
}

/** Runs each bench, and measures how noisy the machine is before and after. */
async function measure(options: Options, progress: Progress): Promise<Measured> {
  const work: { readonly [Name in Bench]: () => Promise<Measured> } = {
    overhead: async () => ({ overhead: await overhead(options, progress) }),
    latency: async () => ({ latency: await latency(options, progress) }),
    storm: async () => ({ storm: await storm(options, progress) }),
    actions: async () => ({ actions: await actions(progress) }),
    idle: async () => ({ idle: await idle(options, progress) }),
    alerts: async () => ({ alerts: await alerts(options, progress) }),
    limits: async () => ({ limits: await limits(options, progress) }),
    sources: async () => ({ sources: await sources(options, progress) }),
    containers: async () => ({ containers: await containers(options, progress) }),
  };
  const times: number[] = [...(await bareRuns(progress))];
  let measured: Measured = {};
  for (const bench of options.benches) {
    measured = { ...measured, ...(await work[bench]()) };
    times.push(...(await bareRuns(progress)));
  }
  return { ...measured, noise: noiseOf(times) };
}

async function bareRuns(progress: Progress): Promise<readonly number[]> {
  progress.step('timing bare runs to see how noisy the machine is');
  return withServer(progress, ({ temporal }) => timeBareRuns(temporal.address));
}

function overhead({ runs }: Options, progress: Progress) {
  progress.step(`overhead: ${runs} pairs of the response and a bare workflow`);
  return withServer(progress, ({ temporal }) => measureOverhead(temporal.address, runs, progress));
}

function latency({ runs }: Options, progress: Progress) {
  progress.step(`latency: ${runs} responses, Slack ${SLACK_DELAY_MS} ms away, three containers each`);
  return withStack({ slackDelayMs: SLACK_DELAY_MS, containers: true, progress }, ({ incidents, slack }) =>
    measureLatency(incidents, slack, runs, progress),
  );
}

function storm({ atOnce }: Options, progress: Progress) {
  progress.step(`storm: Slack ${SLACK_DELAY_MS} ms away, three containers each`);
  return withStack({ slackDelayMs: SLACK_DELAY_MS, containers: true, progress }, ({ engine, ...stack }) => {
    const { dockerHost, image, probesAtOnce } = engine ?? missingEngine();
    return measureStorm({ ...stack, engine: createDockerEngine({ dockerHost }), image, probesAtOnce, count: atOnce, progress });
  });
}

function actions(progress: Progress) {
  progress.step('actions: one response with nine probes');
  return withStack({ slackDelayMs: 0, containers: true, progress }, measureActions);
}

function idle({ incidents: count, cached }: Options, progress: Progress) {
  progress.step(`idle: opening ${count} incidents on one worker that keeps ${cached} in memory`);
  return withStack({ slackDelayMs: 0, containers: false, cached, progress }, ({ incidents, worker, serverPid }) =>
    measureIdle({ incidents, worker, serverPid, count, cached, progress }),
  );
}

function alerts({ rounds }: Options, progress: Progress) {
  progress.step(`alerts: ${rounds} rounds of deliveries to the gateway and to a bare server`);
  return withStack(
    { slackDelayMs: 0, containers: false, progress },
    ({
      incidents: {
        options: { client, address },
      },
    }) => measureAlerts({ client, address, rounds, progress }),
  );
}

function limits({ limited: count, slackSpeed: speed }: Options, progress: Progress) {
  progress.step(`limits: ${count} incidents at once, Slack ${SLACK_DELAY_MS} ms away with its limits ${speed} times as fast`);
  return withStack({ slackDelayMs: SLACK_DELAY_MS, containers: false, speed, progress }, ({ incidents, slack, worker }) =>
    measureLimits({ incidents, slack, worker, count, speed, progress }),
  );
}

function sources({ runs }: Options, progress: Progress) {
  progress.step(`sources: ${runs} pairs of a probe that asks a Prometheus, and the same questions without a probe`);
  return withServer(progress, ({ options, temporal }) => measureSourceProbes(temporal.address, { ...options, runs }, progress));
}

function containers({ runs }: Options, progress: Progress) {
  progress.step(`containers: ${runs} rounds of ten probes in parallel, and of docker run of the same ten`);
  return withServer(progress, async ({ options, temporal: { address }, atTheEnd }) => {
    const { dockerHost, image } = await engineOf(options, atTheEnd);
    return measureContainers({ address, dockerHost, image, rounds: runs, progress });
  });
}

interface Server {
  readonly options: BringUpOptions;
  readonly temporal: Awaited<ReturnType<typeof bringUpTemporal>>;
  readonly metricsUrl: string;
  /** Run at the end, last added first. */
  readonly atTheEnd: (end: () => unknown) => void;
}

/** Provides a dedicated server for one piece of work, and always stops whatever it brought up. */
async function withServer<Result>(progress: Progress, work: (server: Server) => Promise<Result>): Promise<Result> {
  const options = bringUp(progress);
  const ends: (() => unknown)[] = [() => rmSync(options.localDir, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })];
  try {
    const metricsPort = await freePort();
    const temporal = await bringUpTemporal({ ...options, metricsPort });
    ends.push(temporal.stop);
    const metricsUrl = `http://127.0.0.1:${metricsPort}/metrics`;
    return await work({ options, temporal, metricsUrl, atTheEnd: (end) => ends.push(end) });
  } finally {
    // A failed clean-up must not discard the measurement: an engine's folder may stay busy for a while.
    for (const end of ends.reverse()) {
      await Promise.resolve()
        .then(end)
        .catch((error: Error) => progress.step(`left behind: ${error.message}`));
    }
  }
}

interface Stack {
  readonly incidents: IncidentClient;
  readonly slack: Awaited<ReturnType<typeof observeSlack>>;
  readonly worker: Awaited<ReturnType<typeof startBenchWorker>>;
  readonly serverPid: number;
  readonly metricsUrl: string;
  readonly engine: Engine | null;
}

/** Provides a server, a Slack and a worker process for one bench. */
function withStack<Result>(
  about: { slackDelayMs: number; containers: boolean; cached?: number; speed?: number; progress: Progress },
  work: (stack: Stack) => Promise<Result>,
): Promise<Result> {
  return withServer(about.progress, async ({ options, temporal, metricsUrl, atTheEnd }) => {
    const emulated = await bringUpSlack({ ...options, seed: { users: PEOPLE } });
    atTheEnd(emulated.stop);
    const { speed } = about;
    const limits = speed === undefined ? null : createSlackLimits(() => speed * Date.now());
    const slack = await observeSlack(emulated.apiUrl ?? '', about.slackDelayMs, limits);
    atTheEnd(slack.stop);
    const engine = about.containers ? await engineOf(options, atTheEnd) : null;
    const worker = await startBenchWorker({
      env: {
        TEMPORAL_ADDRESS: temporal.address,
        SLACK_BOT_TOKEN: emulated.token,
        SLACK_API_URL: slack.apiUrl,
        ...(speed === undefined ? {} : { BENCH_SLACK_SPEED: String(speed) }),
        ...(engine === null ? {} : { DOCKER_HOST: engine.dockerHost, INCIDENT_PROBE_IMAGE: engine.image }),
      },
      ...(about.cached === undefined ? {} : { cachedIncidents: about.cached }),
      ...(speed === undefined ? {} : { preload: join(__dirname, 'fast-slack.js') }),
    });
    atTheEnd(worker.stop);
    const connection = await Connection.connect({ address: temporal.address });
    atTheEnd(() => connection.close());
    const { rules } = loadConfig({ env: { INCIDENT_CONFIG: worker.configFile }, purpose: 'client' });
    const incidents = new IncidentClient({ client: new Client({ connection }), address: temporal.address, rules });
    return work({ incidents, slack, worker, serverPid: temporal.pid ?? 0, metricsUrl, engine });
  });
}

function bringUp(progress: Progress): BringUpOptions {
  return {
    env: ownComponents(),
    localDir: mkdtempSync(join(tmpdir(), 'incident-bench-')),
    cacheDir: join(LOCAL_FOLDER, 'cache'),
    announce: (line) => progress.step(line),
  };
}

main().catch((error: Error & { hint?: string; code?: string }) => {
  const isUsage = error instanceof InvalidInputError || error.code?.startsWith('ERR_PARSE_ARGS');
  process.stderr.write(`${error.message}\n${error.hint ? `${error.hint}\n` : ''}${isUsage ? `\n${USAGE}` : ''}`);
  if (process.env.DEBUG) process.stderr.write(`${error.stack}\n`);
  process.exitCode = isUsage ? 2 : 1;
});
