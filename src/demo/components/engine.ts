import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { versionOf } from './engine-version';
import { isExecutable } from './fetch-binary';
import { useOwnEngine } from './own-engine';
import { run } from './run';
import type { BringUpOptions, EngineComponent, EngineUnavailable } from './types';

/** The engine at DOCKER_HOST or at a default socket; else, for root on a Debian-like system, our own dockerd. */
export async function bringUpEngine(options: BringUpOptions): Promise<EngineComponent | EngineUnavailable> {
  const { env, announce } = options;
  if (env.DOCKER_HOST) {
    const version = await versionOf(env.DOCKER_HOST);
    if (version === null) return unavailable(`no container engine is answering at ${env.DOCKER_HOST} (DOCKER_HOST)`);
    announce(`Container engine: ${env.DOCKER_HOST} (DOCKER_HOST), version ${version}`);
    return { available: true, owned: false, dockerHost: env.DOCKER_HOST, version, stop: async () => {} };
  }
  const sockets = ['/var/run/docker.sock', `${env.XDG_RUNTIME_DIR ?? '/run/user/0'}/podman/podman.sock`, '/run/podman/podman.sock'];
  for (const socket of sockets.filter((path) => existsSync(path))) {
    const version = await versionOf(`unix://${socket}`);
    if (version === null) continue;
    announce(`Container engine: ${socket}, version ${version} (set DOCKER_HOST to use another)`);
    return { available: true, owned: false, dockerHost: `unix://${socket}`, version, stop: async () => {} };
  }
  return ownEngine(options);
}

function unavailable(reason: string): EngineUnavailable {
  const hint = 'Install Docker or Podman, or set DOCKER_HOST to an engine.';
  return { available: false, owned: false, reason, hint, stop: async () => {} };
}

async function ownEngine(options: BringUpOptions): Promise<EngineComponent | EngineUnavailable> {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return unavailable('no container engine found');
  const found = await useOwnEngine(options, () => install(options));
  return typeof found === 'string' ? unavailable(found) : found;
}

/** Makes sure that dockerd is installed. Null if it is, else the reason. */
async function install({ env, announce }: BringUpOptions): Promise<string | null> {
  if (isInstalled(env)) return null;
  if (env.INCIDENT_NO_INSTALL === '1') return 'no container engine found, and INCIDENT_NO_INSTALL forbids installing one';
  announce('Container engine: installing docker.io with apt-get (about 30 s)');
  const problem = await aptInstall('docker.io', env);
  return problem === null ? null : `no container engine found, and installing docker.io failed: ${problem}`;
}

const isInstalled = (env: NodeJS.ProcessEnv): boolean =>
  [...(env.PATH ?? '').split(':'), '/usr/sbin', '/usr/bin', '/usr/local/bin'].some((folder) => isExecutable(join(folder, 'dockerd')));

let installing: Promise<unknown> = Promise.resolve();

/** Installs a Debian package, one at a time, because apt-get does not wait for another. Null on success, else the reason. */
export function aptInstall(name: string, env: NodeJS.ProcessEnv): Promise<string | null> {
  const installed = installing.then(() => installPackage(name, env));
  installing = installed;
  return installed;
}

async function installPackage(name: string, env: NodeJS.ProcessEnv): Promise<string | null> {
  const quiet = { ...env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
  const updated = await run('apt-get', ['update', '-qq'], { env: quiet, timeoutMs: 120_000 });
  if (updated.code === 127) return 'apt-get is not available';
  const installed = await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', name], { env: quiet, timeoutMs: 300_000 });
  return installed.code === 0 ? null : (installed.output.trim().split('\n').at(-1) ?? 'apt-get failed');
}
