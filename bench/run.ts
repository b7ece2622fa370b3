import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { IncidentClient } from '../src/client/incident-client';
import { loadConfig } from '../src/config';
import { type BringUpOptions, bringUpEngine, bringUpSlack, bringUpTemporal, ensureProbeImage } from '../src/demo/components';
import { makePrivateFolder } from '../src/demo/components/private-folder';
import { InvalidInputError } from '../src/incident/errors';
import { startBenchWorker } from './bench-worker';
import { type Idle, measureIdle } from './idle';
import { type Latency, measureLatency, SLACK_DELAY_MS } from './latency';
import { type Options, readOptions, USAGE } from './options';
import { measureOverhead, type Overhead } from './overhead';
import { Progress } from './progress';
import { LOCAL_FOLDER } from './project-root';
import { goalsOf, type Machine, type Results, renderResults } from './results';
import { observeSlack } from './slack-observer';

const PEOPLE = [
  { email: 'dba@example.com', name: 'dana', realName: 'Dana Brandt' },
  { email: 'oncall@example.com', name: 'omar', realName: 'Omar Castillo' },
];

/** What the environment says of Temporal and Slack is left out: figures are compared with each other, and with yesterday's. */
function ownComponents(): BringUpOptions['env'] {
  const { PATH, HOME, DOCKER_HOST, INCIDENT_PROBE_IMAGE, TEMPORAL_CLI_PATH } = process.env;
  return { PATH, HOME, DOCKER_HOST, INCIDENT_PROBE_IMAGE, TEMPORAL_CLI_PATH };
}

/** Ctrl-C ends what was brought up, too: that hangs on this process's exit. */
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

function describeMachine(): Machine {
  const [first] = cpus();
  return {
    cpus: availableParallelism(),
    model: first?.model.trim() ?? 'unknown',
    memoryMb: Math.round(totalmem() / 1024 ** 2),
    node: process.versions.node,
    loadBefore: loadavg()[0] ?? Number.NaN,
  };
}

async function measure(options: Options, progress: Progress): Promise<{ overhead?: Overhead; latency?: Latency; idle?: Idle }> {
  const { benches, runs } = options;
  return {
    ...(benches.includes('overhead') && { overhead: await overhead(runs, progress) }),
    ...(benches.includes('latency') && { latency: await latency(runs, progress) }),
    ...(benches.includes('idle') && { idle: await idle(options, progress) }),
  };
}

async function overhead(runs: number, progress: Progress): Promise<Overhead> {
  progress.step(`overhead: ${runs} pairs of the response and a bare workflow`);
  const options = bringUp(progress);
  const temporal = await bringUpTemporal(options);
  try {
    return await measureOverhead(temporal.address, runs, progress);
  } finally {
    await temporal.stop();
    rmSync(options.localDir, { recursive: true, force: true });
  }
}

async function latency(runs: number, progress: Progress): Promise<Latency> {
  progress.step(`latency: ${runs} responses, Slack ${SLACK_DELAY_MS} ms away, three containers each`);
  return withStack({ slackDelayMs: SLACK_DELAY_MS, containers: true, progress }, ({ incidents, slack }) =>
    measureLatency(incidents, slack, runs, progress),
  );
}

async function idle({ incidents: count, cached }: Options, progress: Progress): Promise<Idle> {
  progress.step(`idle: opening ${count} incidents on one worker that keeps ${cached} in memory`);
  return withStack({ slackDelayMs: 0, containers: false, cached, progress }, ({ incidents, worker, serverPid }) =>
    measureIdle({ incidents, worker, serverPid, count, cached, progress }),
  );
}

interface Stack {
  readonly incidents: IncidentClient;
  readonly slack: Awaited<ReturnType<typeof observeSlack>>;
  readonly worker: Awaited<ReturnType<typeof startBenchWorker>>;
  readonly serverPid: number;
}

/** A server, a Slack and a worker process for one bench. What is brought up is ended in any case. */
async function withStack<Result>(
  about: { slackDelayMs: number; containers: boolean; cached?: number; progress: Progress },
  work: (stack: Stack) => Promise<Result>,
): Promise<Result> {
  const options = bringUp(about.progress);
  const ends: (() => unknown)[] = [() => rmSync(options.localDir, { recursive: true, force: true })];
  try {
    const [temporal, emulated] = await Promise.all([bringUpTemporal(options), bringUpSlack({ ...options, seed: { users: PEOPLE } })]);
    ends.push(temporal.stop, emulated.stop);
    const slack = await observeSlack(emulated.apiUrl ?? '', about.slackDelayMs);
    ends.push(slack.stop);
    const engine = about.containers ? await engineOf(options, (stop) => ends.push(stop)) : {};
    const worker = await startBenchWorker({
      env: { TEMPORAL_ADDRESS: temporal.address, SLACK_BOT_TOKEN: emulated.token, SLACK_API_URL: slack.apiUrl, ...engine },
      ...(about.cached === undefined ? {} : { cachedIncidents: about.cached }),
    });
    ends.push(worker.stop);
    const connection = await Connection.connect({ address: temporal.address });
    ends.push(() => connection.close());
    const { rules } = loadConfig({ env: { INCIDENT_CONFIG: worker.configFile }, purpose: 'client' });
    const incidents = new IncidentClient({ client: new Client({ connection }), address: temporal.address, rules });
    return await work({ incidents, slack, worker, serverPid: temporal.pid ?? 0 });
  } finally {
    for (const end of ends.reverse()) await end();
  }
}

/** The engine is ended before the folder with its data is removed. */
async function engineOf(options: BringUpOptions, atTheEnd: (stop: () => unknown) => void): Promise<Record<string, string>> {
  const engine = await bringUpEngine(options);
  atTheEnd(engine.stop);
  if (!engine.available) throw new Error(`latency needs a container engine: ${engine.reason}. ${engine.hint}`);
  const { image } = await ensureProbeImage(engine, options);
  return { DOCKER_HOST: engine.dockerHost, INCIDENT_PROBE_IMAGE: image };
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
