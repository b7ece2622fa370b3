import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import Docker from 'dockerode';
import { readDockerHost } from '../../src/containers/read-docker-host';
import {
  type BringUpOptions,
  bringUpEngine,
  bringUpTemporal,
  ensureProbeImage,
  ensureToolsImage,
  findBrowser,
} from '../../src/demo/components';
import { brought } from './brought-up';
import { fetchDebianPrometheus } from './debian-prometheus';
import { makeRunFolder } from './run-folder';

/**
 * Brings up a Temporal server and a container engine, and fetches an Alertmanager and a browser, for all integration tests, alongside any
 * demo that is running. A component that is unavailable is named in the environment, and the tests that need it are skipped, or fail if CI is true.
 */
export default async function bringUp(): Promise<void> {
  makeRunFolder();
  const localDir = mkdtempSync(join(tmpdir(), 'incident-tests-'));
  const cacheDir = join(__dirname, '..', '..', '.local', 'cache');
  const options: BringUpOptions = { env: process.env, localDir, cacheDir, announce: (line) => process.stdout.write(`· ${line}\n`) };
  findPackages();
  await Promise.all([temporal(options), engine(options), alertmanager(cacheDir), browser(options)]);
}

async function temporal(options: BringUpOptions): Promise<void> {
  try {
    const server = await bringUpTemporal({ ...options, preferredPort: 17233, preferredUiPort: 18233 });
    brought.push(server);
    process.env.TEST_TEMPORAL_ADDRESS = server.address;
  } catch (error) {
    process.env.MISSING_TEMPORAL = (error as Error).message;
  }
}

/** Only fetched: each test that needs one starts its own. */
async function alertmanager(cacheDir: string): Promise<void> {
  try {
    process.env.TEST_PROMETHEUS_FOLDER = await fetchDebianPrometheus(cacheDir);
  } catch (error) {
    process.env.MISSING_ALERTMANAGER = (error as Error).message;
  }
}

/** Images of services and tools are made from Debian packages. */
function findPackages(): void {
  const folders = (process.env.PATH ?? '').split(delimiter);
  const missing = ['apt-get', 'dpkg-deb'].find((name) => !folders.some((folder) => existsSync(join(folder, name))));
  if (missing !== undefined) process.env.MISSING_PACKAGES = `no Debian packages: there is no ${missing}`;
}

async function browser(options: BringUpOptions): Promise<void> {
  try {
    process.env.TEST_BROWSER = await findBrowser(options);
  } catch (error) {
    process.env.MISSING_BROWSER = (error as Error).message;
  }
}

async function engine(options: BringUpOptions): Promise<void> {
  // An engine that is started here keeps its images in the same place as the demo's.
  const found = await bringUpEngine({ ...options, localDir: join(__dirname, '..', '..', '.local') });
  if (!found.available) {
    process.env.MISSING_ENGINE = found.reason;
    process.env.MISSING_TOOLS_IMAGE = found.reason;
    return;
  }
  brought.push(found);
  process.env.TEST_DOCKER_HOST = found.dockerHost;
  process.env.DOCKER_HOST = found.dockerHost;
  process.env.TEST_ENGINE_IS_PODMAN = String(await isPodman(found.dockerHost));
  const { image } = await ensureProbeImage(found, options);
  process.env.INCIDENT_PROBE_IMAGE = image;
  try {
    process.env.INCIDENT_TOOLS_IMAGE = await ensureToolsImage(found, options);
  } catch (error) {
    process.env.MISSING_TOOLS_IMAGE = (error as Error).message;
  }
}

async function isPodman(dockerHost: string): Promise<boolean> {
  const { Components = [] } = (await new Docker(readDockerHost(dockerHost)).version()) as {
    Components?: readonly { readonly Name: string }[];
  };
  return Components.some(({ Name }) => Name === 'Podman Engine');
}
