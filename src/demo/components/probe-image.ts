import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import Docker from 'dockerode';
import { createDockerEngine } from '../../containers/docker-engine';
import { PROBE_IMAGE } from '../../containers/probe-image';
import { readDockerHost } from '../../containers/read-docker-host';
import { busyboxTar } from './busybox-tar';
import { aptInstall } from './engine';
import { MissingComponentError } from './missing-component-error';
import { run } from './run';
import type { BringUpOptions, EngineComponent } from './types';

const PULL_LIMIT_MS = 60_000;
const BUSYBOXES = ['/bin/busybox', '/usr/bin/busybox'];

/** The probe image: the environment's, the pinned one, or, without a registry, one built from the system's busybox. */
export async function ensureProbeImage(engine: EngineComponent, options: BringUpOptions): Promise<{ image: string; how: string }> {
  const { env, announce } = options;
  const announced = (image: string, how: string): { image: string; how: string } => {
    announce(`Probe image: ${image} (${how}; set INCIDENT_PROBE_IMAGE to use another)`);
    return { image, how };
  };
  if (env.INCIDENT_PROBE_IMAGE) return { image: env.INCIDENT_PROBE_IMAGE, how: 'INCIDENT_PROBE_IMAGE' };
  const docker = new Docker(readDockerHost(engine.dockerHost));
  if (await has(docker, PROBE_IMAGE)) return announced(PROBE_IMAGE, 'already present');
  const busybox = BUSYBOXES.find((path) => existsSync(path));
  const local = busybox === undefined ? null : localTag(busybox);
  if (local !== null && (await has(docker, local))) return announced(local, 'built here from busybox');
  try {
    await createDockerEngine({ dockerHost: engine.dockerHost }).ensureImage(PROBE_IMAGE, { signal: AbortSignal.timeout(PULL_LIMIT_MS) });
    return announced(PROBE_IMAGE, 'pulled');
  } catch (error) {
    return announced(await makeLocal(docker, options, error as Error), 'built here from busybox, since no registry is answering');
  }
}

async function makeLocal(docker: Docker, { env }: BringUpOptions, pull: Error): Promise<string> {
  const tried = [`pulling ${PROBE_IMAGE}: ${pull.message}`];
  if (!BUSYBOXES.some((path) => existsSync(path)) && env.INCIDENT_NO_INSTALL !== '1' && process.getuid?.() === 0) {
    const problem = await aptInstall('busybox-static', env);
    if (problem !== null) tried.push(`apt-get install busybox-static: ${problem}`);
  }
  const busybox = BUSYBOXES.find((path) => existsSync(path));
  if (busybox === undefined) throw new MissingComponentError('probe image', tried, 'Set INCIDENT_PROBE_IMAGE, or install busybox-static.');
  const { output } = await run(busybox, ['--list']);
  const tag = localTag(busybox);
  const stream = await docker.importImage(busyboxTar(readFileSync(busybox), output.split('\n').filter(Boolean)) as never, {
    // The whole name, because Podman takes no notice of a tag beside it.
    repo: tag,
  });
  await new Promise<void>((resolve, reject) => {
    stream.on('data', () => undefined);
    stream.on('end', resolve);
    stream.on('error', reject);
  });
  return tag;
}

/** The same busybox gives the same tag, so the next run finds the image. */
function localTag(busybox: string): string {
  return `incident-probe:busybox-${createHash('sha256').update(readFileSync(busybox)).digest('hex').slice(0, 12)}`;
}

async function has(docker: Docker, image: string): Promise<boolean> {
  return docker
    .getImage(image)
    .inspect()
    .then(
      () => true,
      () => false,
    );
}
