import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, openSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import Docker from 'dockerode';
import { dockerOptions } from '../docker-options';
import { isExecutable } from './fetch-binary';
import { end, run } from './run';
import type { BringUpOptions, EngineComponent, EngineUnavailable } from './types';

const INFO_LIMIT_MS = 3_000;
const READY_WITHIN_MS = 60_000;
/** A path to a socket may have 108 bytes on Linux. */
const MAX_SOCKET_PATH = 100;

/** The engine of DOCKER_HOST, of a default socket, or, for root on a Debian-like system, a dockerd of our own. */
export async function bringUpEngine(options: BringUpOptions): Promise<EngineComponent | EngineUnavailable> {
  const { env, announce } = options;
  if (env.DOCKER_HOST) {
    const version = await versionOf(env.DOCKER_HOST);
    if (version === null) return unavailable(`no container engine answers at ${env.DOCKER_HOST} (DOCKER_HOST)`);
    announce(`Container engine: ${env.DOCKER_HOST} (DOCKER_HOST), version ${version}`);
    return { available: true, owned: false, dockerHost: env.DOCKER_HOST, version, stop: async () => {} };
  }
  const sockets = ['/var/run/docker.sock', `${env.XDG_RUNTIME_DIR ?? '/run/user/0'}/podman/podman.sock`, '/run/podman/podman.sock'];
  for (const socket of sockets.filter((path) => existsSync(path))) {
    const version = await versionOf(`unix://${socket}`);
    if (version === null) continue;
    announce(`Container engine: ${socket}, version ${version} (another one: DOCKER_HOST)`);
    return { available: true, owned: false, dockerHost: `unix://${socket}`, version, stop: async () => {} };
  }
  return ownEngine(options);
}

function unavailable(reason: string): EngineUnavailable {
  const hint = 'Install Docker or Podman, or name an engine by DOCKER_HOST.';
  return { available: false, owned: false, reason, hint, stop: async () => {} };
}

async function ownEngine(options: BringUpOptions): Promise<EngineComponent | EngineUnavailable> {
  const { env, announce } = options;
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return unavailable('there is no container engine');
  if (!isInstalled(env)) {
    if (env.INCIDENT_NO_INSTALL === '1') return unavailable('there is no container engine, and INCIDENT_NO_INSTALL forbids to install one');
    announce('Container engine: installing docker.io with apt-get (about 30 s)');
    const problem = await aptInstall('docker.io', env);
    if (problem !== null) return unavailable(`there is no container engine, and docker.io could not be installed: ${problem}`);
  }
  return startDockerd(options);
}

const isInstalled = (env: NodeJS.ProcessEnv): boolean =>
  [...(env.PATH ?? '').split(':'), '/usr/sbin', '/usr/bin', '/usr/local/bin'].some((folder) => isExecutable(join(folder, 'dockerd')));

/** Installs a Debian package. Null when it worked, else why not. */
export async function aptInstall(name: string, env: NodeJS.ProcessEnv): Promise<string | null> {
  const quiet = { ...env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
  const updated = await run('apt-get', ['update', '-qq'], { env: quiet, timeoutMs: 120_000 });
  if (updated.code === 127) return 'there is no apt-get';
  const installed = await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', name], { env: quiet, timeoutMs: 300_000 });
  return installed.code === 0 ? null : (installed.output.trim().split('\n').at(-1) ?? 'apt-get failed');
}

async function startDockerd({ env, announce, localDir }: BringUpOptions): Promise<EngineComponent | EngineUnavailable> {
  const folder = join(localDir, 'docker');
  mkdirSync(folder, { recursive: true });
  const wanted = join(folder, 'docker.sock');
  const runtime = wanted.length <= MAX_SOCKET_PATH - 40 ? folder : mkdtempSync(join(tmpdir(), 'dockerd-'));
  const socket = join(runtime, 'docker.sock');
  const dockerHost = `unix://${socket}`;
  const running = await versionOf(dockerHost);
  if (running !== null) {
    // A demo that was killed leaves its engine behind; the next one uses and ends it.
    const pid = Number(readFileSync(join(runtime, 'docker.pid'), 'utf8'));
    announce(`Container engine: our own dockerd from before, version ${running} (another one: DOCKER_HOST)`);
    return { available: true, owned: true, dockerHost, version: running, stop: async () => void process.kill(pid, 'SIGTERM') };
  }
  const logFile = join(folder, 'dockerd.log');
  const log = openSync(logFile, 'a');
  const args = [
    '--data-root',
    join(folder, 'data'),
    '--exec-root',
    join(runtime, 'exec'),
    '--pidfile',
    join(runtime, 'docker.pid'),
    '-H',
    dockerHost,
  ];
  const path = `${env.PATH ?? ''}:/usr/sbin:/usr/bin:/sbin:/bin`;
  const daemon = spawn('dockerd', args, { stdio: ['ignore', log, log], env: { ...env, PATH: path } });
  daemon.once('error', () => undefined);
  const endWithUs = (): void => void daemon.kill('SIGTERM');
  process.once('exit', endWithUs);
  const giveUpAt = Date.now() + READY_WITHIN_MS;
  for (;;) {
    const version = await versionOf(dockerHost);
    if (version !== null) {
      announce(`Container engine: a dockerd of our own, version ${version} (another one: DOCKER_HOST)`);
      const stop = async (): Promise<void> => {
        process.removeListener('exit', endWithUs);
        await end(daemon);
      };
      return { available: true, owned: true, dockerHost, version, stop };
    }
    if (daemon.exitCode !== null || daemon.pid === undefined || Date.now() > giveUpAt) {
      await end(daemon).catch(() => undefined);
      return unavailable(`a dockerd of our own does not start (see ${logFile})`);
    }
    await pause(100);
  }
}

/** `_ping` answers on a hung engine; its information does not. Null when there is no healthy one. */
async function versionOf(dockerHost: string): Promise<string | null> {
  if (dockerHost.startsWith('unix://') && !existsSync(dockerHost.slice('unix://'.length))) return null;
  try {
    const limit = pause(INFO_LIMIT_MS).then(() => null);
    const info = (await Promise.race([new Docker(dockerOptions(dockerHost)).info(), limit])) as { ServerVersion?: string } | null;
    return info?.ServerVersion ?? null;
  } catch {
    return null;
  }
}
