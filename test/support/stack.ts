import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, openSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { bringUpSlack, type SlackComponent, type SlackSeed } from '../../src/demo/components';
import type { WordedState } from '../../src/incident/timeline-words/worded-state';
import { INDEXED_TYPES } from '../../src/worker/search-attributes';
import { expectOutput } from './output-schemas';
import { WITNESS_TOKENS } from './slack-view';
import { readUntil, waitUntil } from './wait-until';

const ROOT = join(__dirname, '..', '..');

/** A namespace, a Slack and a worker process for one test, on the Temporal server and the engine that all tests share. */
export interface Stack {
  readonly env: NodeJS.ProcessEnv;
  readonly slack: SlackComponent;
  readonly client: Client;
  readonly reportsDir: string;
  /** The folder in which the worker and the commands run, and find its incident.config.yaml. */
  readonly folder: string;
  startWorker(env?: NodeJS.ProcessEnv): void;
  /** False if no worker was started, or if it has ended. */
  readonly workerIsUp: boolean;
  /** Ends the worker as an operator would, or like a crash. */
  endWorker(signal?: 'SIGTERM' | 'SIGKILL'): Promise<void>;
  workerLog(): string;
  /** Runs a command of the project as a user would. What it prints with `--json` has to be as its schema says. */
  run(command: 'start-incident' | 'incident', args: readonly string[], options?: { input?: string; env?: NodeJS.ProcessEnv }): Promise<Ran>;
  state(incidentId: string): Promise<WordedState>;
  until(incidentId: string, holds: (state: WordedState) => boolean): Promise<WordedState>;
  stop(): Promise<void>;
}
export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const PEOPLE: SlackSeed['users'] = [
  { email: 'dba@example.com', name: 'dana', realName: 'Dana Brandt', displayName: 'dana' },
  { email: 'oncall@example.com', name: 'omar', realName: 'Omar Castillo', displayName: 'omar' },
  { email: 'security@example.com', name: 'selma', realName: 'Selma Curie', displayName: 'selma' },
  { email: 'ciso@example.com', name: 'cyril', realName: 'Cyril Soto', displayName: 'cyril' },
  // People who act in tests, because anyone whose name is given when acknowledging is looked up.
  ...['ben', 'cat', 'tester'].map((name) => ({ email: `${name}@example.com`, name, realName: name, displayName: name })),
];

export interface StackOptions {
  readonly slackDelayMs?: number;
  readonly people?: SlackSeed['users'];
  /** Address of a Temporal server other than the shared one. */
  readonly temporalAddress?: string;
  /** True: with a war room page, through which people act. */
  readonly hasPage?: boolean;
}

export async function startStack(options: StackOptions = {}): Promise<Stack> {
  const folder = mkdtempSync(join(tmpdir(), 'incident-stack-'));
  const address = options.temporalAddress ?? process.env.TEST_TEMPORAL_ADDRESS ?? '';
  const namespace = `test-${randomUUID().slice(0, 8)}`;
  const connection = await Connection.connect({ address });
  await createNamespace(connection, namespace);
  const slack = await bringUpSlack({
    env: {},
    localDir: folder,
    announce: () => {},
    seed: { users: options.people ?? PEOPLE, readerTokens: WITNESS_TOKENS },
    ...(options.slackDelayMs === undefined ? {} : { delayMs: options.slackDelayMs }),
    ...(options.hasPage ? { manifest: readFileSync(join(ROOT, 'slack-app-manifest.yaml'), 'utf8') } : {}),
  });
  const reportsDir = join(folder, 'reports');
  const env: NodeJS.ProcessEnv = {
    PATH: process.env.PATH,
    HOME: process.env.HOME,
    TEMPORAL_ADDRESS: address,
    TEMPORAL_NAMESPACE: namespace,
    SLACK_BOT_TOKEN: slack.token,
    SLACK_API_URL: slack.apiUrl,
    INCIDENT_REPORTS_DIR: reportsDir,
    INCIDENT_ACTOR: 'tester',
    ...(process.env.TEST_DOCKER_HOST ? { DOCKER_HOST: process.env.TEST_DOCKER_HOST } : {}),
    ...(process.env.INCIDENT_TOOLS_IMAGE ? { INCIDENT_TOOLS_IMAGE: process.env.INCIDENT_TOOLS_IMAGE } : {}),
    ...(process.env.INCIDENT_PROBE_IMAGE ? { INCIDENT_PROBE_IMAGE: process.env.INCIDENT_PROBE_IMAGE } : {}),
  };
  const client = new Client({ connection, namespace });
  const logFile = join(folder, 'worker.log');
  let worker: ChildProcess | undefined;

  const endWorker = async (signal: NodeJS.Signals = 'SIGTERM'): Promise<void> => {
    const ending = worker;
    worker = undefined;
    if (ending === undefined || ending.exitCode !== null || ending.signalCode !== null) return;
    const gone = once(ending, 'exit');
    ending.kill(signal);
    await gone;
  };
  const state = (id: string): Promise<WordedState> => client.workflow.getHandle(id).query<WordedState>('state');
  return {
    env,
    slack,
    client,
    reportsDir,
    folder,
    startWorker(more = {}) {
      const log = openSync(logFile, 'a');
      worker = spawn(process.execPath, [join(ROOT, 'dist', 'worker.js')], {
        cwd: folder,
        env: { ...env, ...more },
        stdio: ['ignore', log, log],
      });
    },
    get workerIsUp() {
      return worker !== undefined && worker.exitCode === null && worker.signalCode === null;
    },
    endWorker,
    workerLog: () => readFileSync(logFile, 'utf8'),
    async run(command, args, { input = '', env: more = {} } = {}) {
      const file = join(ROOT, 'dist', 'client', `${command}.js`);
      const ran = await runCommand(file, args, { cwd: folder, env: { ...env, ...more }, input });
      expectOutput(command, args, ran.stdout);
      return ran;
    },
    state,
    async until(id, holds) {
      // There is no answer while no worker is running, or before the first workflow task.
      const seen = await readUntil(
        () => state(id).catch(() => undefined),
        (read) => read !== undefined && holds(read),
        { what: `${id}: ${holds}` },
      );
      return seen as WordedState;
    },
    async stop() {
      await endWorker();
      await slack.stop();
      await connection.close();
    },
  };
}

async function createNamespace(connection: Connection, namespace: string): Promise<void> {
  await connection.workflowService.registerNamespace({
    namespace,
    workflowExecutionRetentionPeriod: { seconds: 86_400 as never },
  });
  // The server's caches learn of a new namespace a little later, and only then does the server accept search attributes.
  const addSearchAttributes = async (): Promise<boolean> => {
    try {
      await connection.operatorService.addSearchAttributes({ namespace, searchAttributes: INDEXED_TYPES });
      return true;
    } catch (error) {
      if (!/not found|NotFound|NOT_FOUND/.test((error as Error).message)) throw error;
      return false;
    }
  };
  await waitUntil(addSearchAttributes, { what: 'the new namespace to take search attributes' });
}

async function runCommand(
  file: string,
  args: readonly string[],
  { input, ...options }: { cwd: string; env: NodeJS.ProcessEnv; input: string },
): Promise<Ran> {
  const child = spawn(process.execPath, [file, ...args], { ...options, stdio: ['pipe', 'pipe', 'pipe'] });
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, stdout: Buffer.concat(out).toString(), stderr: Buffer.concat(err).toString() };
}
