import { spawn } from 'node:child_process';
import { chmodSync, existsSync, openSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Connection } from '@temporalio/client';
import { NEEDED_SEARCH_ATTRIBUTES } from '../../worker/search-attributes';
import { freePort } from './free-port';
import { lockPorts } from './lock';
import { MissingComponentError } from './missing-component-error';
import { makePrivateFolder } from './private-folder';
import { end } from './run';
import { findTemporalCli } from './temporal-binaries';
import type { BringUpOptions, TemporalComponent } from './types';

/** How many ports to try. */
const PORT_ATTEMPTS = 3;
const READY_WITHIN_MS = 60_000;
const DAY_SECONDS = 86_400;
/** Logs and histories may contain private data. */
const OWNER_ALONE = 0o600;
/**
 * One node serves one demo: fewer partitions and eager activities make every step faster. It has one shard, whose queue of
 * transfer tasks is read at most 20 times a second by default; beyond that, every step would wait for the next 50 ms.
 */
const DYNAMIC_CONFIG = [
  'history.transferProcessorMaxPollRPS=1000',
  'system.enableActivityEagerExecution=true',
  'matching.numTaskqueueReadPartitions=1',
  'matching.numTaskqueueWritePartitions=1',
];
/**
 * The write-ahead log keeps the file intact after any server crash. The default, a sync at every write, also guards against
 * power cuts but doubles the time of every step.
 */
const SQLITE_SYNCHRONOUS = 'normal';

export interface TemporalOptions extends BringUpOptions {
  readonly retentionDays?: number;
  readonly preferredPort?: number;
  readonly preferredUiPort?: number;
  /** Database of our own server; default: `temporal.sqlite` in `localDir`. */
  readonly database?: string;
  /** Metrics port of our own server; default: a free port. */
  readonly metricsPort?: number;
  /** Further settings for our own server: `limit.historyCount.suggestContinueAsNew=100`. */
  readonly dynamicConfig?: readonly string[];
}

/** The Temporal server named by the environment, or a development server with its own SQLite file. */
export async function bringUpTemporal(options: TemporalOptions): Promise<TemporalComponent> {
  const { env, announce, localDir, retentionDays = 90, dynamicConfig = [] } = options;
  const namespace = env.TEMPORAL_NAMESPACE || 'default';
  if (env.TEMPORAL_ADDRESS) {
    announce(`Temporal: ${env.TEMPORAL_ADDRESS} (TEMPORAL_ADDRESS)`);
    return { owned: false, address: env.TEMPORAL_ADDRESS, namespace, uiUrl: env.TEMPORAL_UI_URL ?? null, pid: null, stop: async () => {} };
  }
  const cli = await findTemporalCli(options);
  makePrivateFolder(localDir);
  const logFile = join(localDir, 'temporal.log');
  for (let attempt = 1; ; attempt += 1) {
    const preferred = attempt === 1 ? [options.preferredPort ?? 7233, options.preferredUiPort ?? 8233] : [0, 0];
    const unlock = await lockPorts();
    const started = await startServer(cli, { ...options, retentionDays, dynamicConfig, logFile, preferred }).finally(unlock);
    if (!('problem' in started)) {
      announce(`Temporal: development server on ${started.address}, UI ${started.uiUrl} (set TEMPORAL_ADDRESS to use another)`);
      return { owned: true, namespace: 'default', ...started };
    }
    // The free port may have been taken before the server listened on it.
    if (attempt < PORT_ATTEMPTS && started.problem.includes('address already in use')) continue;
    throw new MissingComponentError('Temporal server', [`${cli} server start-dev: ${started.problem}`], `See ${logFile}.`);
  }
}

type Server = Pick<TemporalComponent, 'address' | 'uiUrl' | 'pid' | 'stop'>;

async function startServer(
  cli: string,
  order: {
    localDir: string;
    logFile: string;
    retentionDays: number;
    dynamicConfig: readonly string[];
    metricsPort?: number;
    database?: string;
    preferred: readonly (number | undefined)[];
  },
): Promise<Server | { problem: string }> {
  const { localDir, logFile, retentionDays, dynamicConfig, metricsPort, preferred } = order;
  const database = order.database ?? join(localDir, 'temporal.sqlite');
  const [port, uiPort] = [await freePort(preferred[0]), await freePort(preferred[1])];
  const written = existsSync(logFile) ? statSync(logFile).size : 0;
  const log = openSync(logFile, 'a', OWNER_ALONE);
  const args = [
    ...['server', 'start-dev', '--port', String(port), '--ui-port', String(uiPort), '--log-level', 'warn'],
    ...['--db-filename', database, '--sqlite-pragma', `synchronous=${SQLITE_SYNCHRONOUS}`],
    ...(metricsPort === undefined ? [] : ['--metrics-port', String(metricsPort)]),
    ...[...DYNAMIC_CONFIG, ...dynamicConfig].flatMap((setting) => ['--dynamic-config-value', setting]),
    ...Object.entries(NEEDED_SEARCH_ATTRIBUTES).flatMap(([name, type]) => ['--search-attribute', `${name}=${type}`]),
  ];
  const server = spawn(cli, args, { stdio: ['ignore', log, log], detached: true });
  // The server stops with this process, whatever ends it, except SIGKILL.
  const endWithUs = (): void => void server.kill('SIGKILL');
  process.once('exit', endWithUs);
  const address = `127.0.0.1:${port}`;
  const stop = async (): Promise<void> => {
    process.removeListener('exit', endWithUs);
    await end(server);
  };
  try {
    await untilReady(address, 'default', retentionDays, () => server.exitCode === null && server.signalCode === null);
    // The files are made private only now, because the server treats an existing file as a database that already has a
    // schema.
    for (const file of ['', '-wal', '-shm'].map((part) => `${database}${part}`)) if (existsSync(file)) chmodSync(file, OWNER_ALONE);
    return { address, uiUrl: `http://127.0.0.1:${uiPort}`, pid: server.pid ?? null, stop };
  } catch (error) {
    await stop();
    const lastLines = readFileSync(logFile, 'utf8').slice(written).trim().split('\n').slice(-3).join(' | ');
    return { problem: `${(error as Error).message}: ${lastLines}` };
  }
}

/** Waits for the server, then sets how long it keeps closed incidents. */
async function untilReady(address: string, namespace: string, retentionDays: number, isAlive: () => boolean): Promise<void> {
  const giveUpAt = Date.now() + READY_WITHIN_MS;
  for (;;) {
    if (!isAlive()) throw new Error('it exited');
    try {
      const connection = await Connection.connect({ address, connectTimeout: 1_000 });
      const config = { workflowExecutionRetentionTtl: { seconds: (retentionDays * DAY_SECONDS) as never } };
      await connection.workflowService.updateNamespace({ namespace, config });
      await connection.close();
      // Another process's server may have answered, if it took the port first; in that case ours exits at once.
      if (isAlive()) return;
    } catch (error) {
      if (Date.now() > giveUpAt) throw error;
      await pause(100);
    }
  }
}
