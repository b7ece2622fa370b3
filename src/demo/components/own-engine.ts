import { spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, mkdtempSync, openSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { EngineRegistry, type RegisteredEngine } from './engine-registry';
import { versionOf } from './engine-version';
import { lock } from './lock';
import { makePrivateFolder } from './private-folder';
import { startTimeOf } from './process-start-time';
import type { BringUpOptions, EngineComponent } from './types';

const READY_WITHIN_MS = 60_000;
/** It gives its containers 15 s to end. */
const GONE_WITHIN_MS = 20_000;
/** On Linux a socket path may be at most 108 bytes long. */
const MAX_SOCKET_PATH = 100;
/** Shared by all checkouts on the machine. Only root gets this far. */
const REGISTRY_FOLDER = join(existsSync('/run') ? '/run' : tmpdir(), 'incident-response');

/** The dockerd started by another demo or test run on this machine, else our own. A string says why there is none. */
export async function useOwnEngine(
  options: BringUpOptions,
  install: () => Promise<string | null>,
  folder = REGISTRY_FOLDER,
): Promise<EngineComponent | string> {
  const registry = new EngineRegistry(folder);
  const lockStarting = (): Promise<() => void> => lock(join(folder, 'starting'));
  const common = { registry, lockStarting, announce: options.announce };
  // Signs in before looking, so that no process that signs out in the meantime stops the engine that is about to be used.
  registry.signIn();
  const unlock = await lockStarting();
  try {
    const found = registry.engine();
    const version = found === null ? null : await versionOf(found.dockerHost);
    if (found !== null && version !== null) {
      options.announce(
        `Container engine: the dockerd of another run at ${found.dockerHost}, version ${version} (set DOCKER_HOST to use another)`,
      );
      return component({ engine: found, version, owned: false, ...common });
    }
    const started = (await install()) ?? (await startDockerd(options));
    if (typeof started === 'object' && 'engine' in started) {
      registry.register(started.engine);
      return component({ ...started, owned: true, ...common });
    }
    registry.withdraw();
    return started;
  } finally {
    unlock();
  }
}

interface Use {
  readonly engine: RegisteredEngine;
  readonly version: string;
  readonly owned: boolean;
  readonly registry: EngineRegistry;
  readonly lockStarting: () => Promise<() => void>;
  readonly announce: (line: string) => void;
}

function component({ engine, version, owned, registry, lockStarting, announce }: Use): EngineComponent {
  const startTime = startTimeOf(engine.pid);
  const isRunning = (): boolean => startTime !== null && startTimeOf(engine.pid) === startTime;
  registry.signIn(engine);
  const leave = (): readonly string[] => {
    const others = registry.signOut(engine);
    if (others.length > 0) return others;
    registry.forget(engine);
    if (isRunning()) process.kill(engine.pid, 'SIGTERM');
    return [];
  };
  const leaveWithUs = (): void => void leave();
  process.once('exit', leaveWithUs);
  return {
    available: true,
    owned,
    dockerHost: engine.dockerHost,
    version,
    async stop() {
      process.removeListener('exit', leaveWithUs);
      // Until it is gone: otherwise another run would begin to use an engine that is ending, or start one beside it.
      const unlock = await lockStarting();
      try {
        const others = leave();
        if (others.length > 0) {
          announce(
            `Container engine: the dockerd stays, because others use it too (process ${others.join(', ')}); the last to end stops it`,
          );
        }
        const giveUpAt = Date.now() + GONE_WITHIN_MS;
        while (others.length === 0 && isRunning() && Date.now() < giveUpAt) await pause(50);
      } finally {
        unlock();
      }
    },
  };
}

/** The engine that was started, or one that has been running there unregistered, or why there is none. */
async function startDockerd({
  env,
  announce,
  localDir,
}: BringUpOptions): Promise<Pick<Use, 'engine' | 'version'> | EngineComponent | string> {
  const folder = join(localDir, 'docker');
  makePrivateFolder(localDir);
  mkdirSync(folder, { recursive: true });
  const wanted = join(folder, 'docker.sock');
  const runtime = wanted.length <= MAX_SOCKET_PATH - 40 ? folder : mkdtempSync(join(tmpdir(), 'dockerd-'));
  const dockerHost = `unix://${join(runtime, 'docker.sock')}`;
  const running = await versionOf(dockerHost);
  if (running !== null) {
    // It is not registered, so it is not ours to stop.
    announce(`Container engine: the dockerd at ${dockerHost}, version ${running} (set DOCKER_HOST to use another)`);
    return { available: true, owned: false, dockerHost, version: running, stop: async () => {} };
  }
  const logFile = join(folder, 'dockerd.log');
  const log = openSync(logFile, 'a');
  const args = ['--data-root', join(folder, 'data'), '--exec-root', join(runtime, 'exec'), '--pidfile', join(runtime, 'docker.pid')];
  const path = `${env.PATH ?? ''}:/usr/sbin:/usr/bin:/sbin:/bin`;
  // A process group of its own: Ctrl-C in one user's terminal must not stop it for the others.
  const daemon = spawn('dockerd', [...args, '-H', dockerHost], {
    stdio: ['ignore', log, log],
    env: { ...env, PATH: path },
    detached: true,
  });
  closeSync(log);
  daemon.once('error', () => undefined);
  daemon.unref();
  const giveUpAt = Date.now() + READY_WITHIN_MS;
  while (daemon.pid !== undefined && daemon.exitCode === null && Date.now() < giveUpAt) {
    const version = await versionOf(dockerHost);
    if (version === null) {
      await pause(100);
      continue;
    }
    announce(`Container engine: a dockerd started here, version ${version} (set DOCKER_HOST to use another)`);
    return { engine: { dockerHost, pid: daemon.pid }, version };
  }
  daemon.kill('SIGKILL');
  return `the dockerd started here did not come up (see ${logFile})`;
}
