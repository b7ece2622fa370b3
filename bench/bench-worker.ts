import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { PROJECT_ROOT, WORKER_ENTRY } from './project-root';

const READY_WITHIN_MS = 30_000;
const REPORTED_WITHIN_MS = 300_000;
const LOOK_EVERY_MS = 20;

export interface BenchWorker {
  readonly pid: number;
  readonly reportsDir: string;
  readonly configFile: string;
  log(): string;
  stop(): Promise<void>;
}

export interface BenchWorkerOptions {
  readonly env: Readonly<Record<string, string>>;
  /** Default: the worker's own. */
  readonly cachedIncidents?: number;
  /** A module that is loaded before the worker's own. */
  readonly preload?: string;
  /** Further keys of its configuration, or other runbooks. */
  readonly config?: Readonly<Record<string, unknown>>;
}

/** The built worker, as `npm start` runs it, with the bench's own runbook. Resolves once it serves its queues. */
export async function startBenchWorker({ env, cachedIncidents, preload, config: further }: BenchWorkerOptions): Promise<BenchWorker> {
  const folder = mkdtempSync(join(tmpdir(), 'incident-bench-'));
  const runbooks = [join(PROJECT_ROOT, 'bench', 'runbooks')];
  const config = { runbooks, ...(cachedIncidents === undefined ? {} : { cachedIncidents }), ...further };
  const configFile = join(folder, 'incident.config.yaml');
  // JSON is valid YAML.
  writeFileSync(configFile, JSON.stringify(config));
  const reportsDir = join(folder, 'reports');
  const logFile = join(folder, 'worker.log');
  const out = openSync(logFile, 'a');
  const base = { PATH: process.env.PATH, HOME: process.env.HOME, INCIDENT_CONFIG: configFile, INCIDENT_REPORTS_DIR: reportsDir };
  const child = spawn(process.execPath, [...(preload === undefined ? [] : ['--require', preload]), WORKER_ENTRY], {
    cwd: folder,
    env: { ...base, ...env },
    stdio: ['ignore', out, out],
  });
  const endWithUs = (): void => void child.kill('SIGKILL');
  process.once('exit', endWithUs);
  const log = (): string => readFileSync(logFile, 'utf8');
  const giveUpAt = Date.now() + READY_WITHIN_MS;
  // The first check of Slack and the engine counts as start-up: the bench measures a worker that has been up for a while.
  while (!/worker is ready/.test(log()) || !/"slack"/.test(log()) || !/"container engine"/.test(log())) {
    if (child.exitCode !== null || child.signalCode !== null || Date.now() > giveUpAt) {
      endWithUs();
      throw new Error(`the worker did not start: ${log().trim().split('\n').slice(-3).join(' | ')}`);
    }
    await pause(50);
  }
  return {
    pid: child.pid ?? 0,
    reportsDir,
    configFile,
    log,
    async stop() {
      process.removeListener('exit', endWithUs);
      if (child.exitCode === null && child.signalCode === null) {
        const gone = once(child, 'exit');
        child.kill('SIGTERM');
        await gone;
      }
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Waits for an incident's report, the last step of a response. Looking for a file costs the worker nothing. */
export async function untilReported({ reportsDir }: Pick<BenchWorker, 'reportsDir'>, incidentId: string): Promise<void> {
  const giveUpAt = Date.now() + REPORTED_WITHIN_MS;
  while (!existsSync(join(reportsDir, `${incidentId}.md`))) {
    if (Date.now() > giveUpAt) throw new Error(`the response to ${incidentId} did not complete within ${REPORTED_WITHIN_MS / 1_000} s`);
    await pause(LOOK_EVERY_MS);
  }
}
