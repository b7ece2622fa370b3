import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import Docker from 'dockerode';
import { versionOf } from '../../src/demo/components/engine-version';
import { end, run } from '../../src/demo/components/run';
import { startEngineProxy } from './engine-proxy';

const READY_WITHIN_MS = 120_000;
const POLL_MS = 100;
/** The daemon's package may install it in a folder that is not on a user's path. */
const PATH = `${process.env.PATH ?? ''}:/usr/sbin:/usr/bin:/sbin:/bin`;

/** A container engine that can crash at any moment and be started again. */
export interface CrashingEngine {
  readonly dockerHost: string;
  /** What a crash means here, for whoever reads the figures. */
  readonly how: string;
  crash(): Promise<void>;
  start(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Starts a dockerd for this test alone. With its own bridge and without firewall rules, it shares nothing with the dockerd
 * that all other tests use. (Configured without a bridge, it would delete the other one's.) If it cannot be started,
 * connections to the shared engine are cut and refused instead, which containers do not notice.
 */
export async function startCrashingEngine(sharedHost: string, image: string): Promise<CrashingEngine> {
  const isRoot = process.platform === 'linux' && process.getuid?.() === 0;
  const { code } = isRoot ? await run('dockerd', ['--version'], { env: { PATH } }) : { code: 1 };
  const bridge = `incident-${process.pid}`;
  return code === 0 && (await addBridge(bridge)) ? startOwn(sharedHost, image, bridge) : cutOff(sharedHost);
}

const ip = (...args: readonly string[]) => run('ip', [...args], { env: { PATH } });

/** False if this machine does not permit it. The address is from the range reserved for network tests. */
async function addBridge(name: string): Promise<boolean> {
  if ((await ip('link', 'add', 'name', name, 'type', 'bridge')).code !== 0) return false;
  const { code } = await ip('address', 'add', '198.18.77.1/24', 'dev', name);
  if (code !== 0) await ip('link', 'delete', name);
  return code === 0;
}

async function cutOff(sharedHost: string): Promise<CrashingEngine> {
  const proxy = await startEngineProxy(sharedHost);
  return {
    dockerHost: proxy.dockerHost,
    how: 'connections to the engine cut and refused',
    crash: async () => proxy.setDown(true),
    start: async () => proxy.setDown(false),
    stop: () => proxy.stop(),
  };
}

async function startOwn(sharedHost: string, image: string, bridge: string): Promise<CrashingEngine> {
  const folder = mkdtempSync(join(tmpdir(), 'incident-dockerd-'));
  const [socket, dataRoot, execRoot] = [join(folder, 'docker.sock'), join(folder, 'data'), join(folder, 'exec')];
  const dockerHost = `unix://${socket}`;
  const log = openSync(join(folder, 'dockerd.log'), 'a');
  const args = [
    ...['--bridge', bridge, '--iptables=false', '--ip6tables=false', '--ip-forward=false', '--ip-masq=false'],
    ...['--data-root', dataRoot, '--exec-root', execRoot, '--pidfile', join(folder, 'docker.pid'), '-H', dockerHost],
  ];
  let daemon: ChildProcess | undefined;
  const launch = (): ChildProcess => {
    // The process whose id is in this file may be dead but not yet reaped, and would pass for a running one.
    rmSync(join(execRoot, 'containerd', 'containerd.pid'), { force: true });
    return spawn('dockerd', args, { stdio: ['ignore', log, log], env: { ...process.env, PATH }, detached: true });
  };
  const start = async (): Promise<void> => {
    const giveUpAt = Date.now() + READY_WITHIN_MS;
    daemon = launch();
    while ((await versionOf(dockerHost)) === null) {
      if (Date.now() > giveUpAt) throw new Error(`dockerd does not come back: see ${folder}/dockerd.log`);
      // If it ends, it is started again, as the system's own dockerd would be.
      if (daemon.exitCode !== null) daemon = launch();
      await pause(POLL_MS);
    }
  };
  const endWithUs = (): void => {
    daemon?.kill('SIGKILL');
    spawnSync('ip', ['link', 'delete', bridge], { env: { PATH } });
  };
  process.once('exit', endWithUs);
  await start();
  await copyImage(new Docker({ socketPath: sharedHost.replace('unix://', '') }), new Docker({ socketPath: socket }), image);
  return {
    dockerHost,
    how: 'SIGKILL of its dockerd',
    start,
    async crash() {
      if (daemon === undefined || daemon.exitCode !== null) return;
      const gone = once(daemon, 'exit');
      daemon.kill('SIGKILL');
      await gone;
    },
    async stop() {
      process.removeListener('exit', endWithUs);
      if (daemon !== undefined) await end(daemon);
      // A dockerd that was killed leaves its data mounted.
      while ((await run('umount', [dataRoot], { env: { PATH } })).code === 0);
      rmSync(folder, { recursive: true, force: true });
      await ip('link', 'delete', bridge);
    },
  };
}

async function copyImage(from: Docker, to: Docker, image: string): Promise<void> {
  const loading = await to.loadImage(await from.getImage(image).get());
  await new Promise<void>((resolve, reject) => {
    loading.on('data', () => undefined);
    loading.on('end', resolve);
    loading.on('error', reject);
  });
}
