import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import Docker from 'dockerode';
import { readDockerHost } from '../containers/read-docker-host';
import { MissingComponentError } from './components';

const PORT = 8080;
const MEMORY_BYTES = 32 * 1024 * 1024;
const LABEL = 'io.incident-response.demo';
/** `HOST/PID` of the demo that started it: several demos may share an engine. */
const OWNER_LABEL = 'io.incident-response.demo-owner';

// busybox's httpd runs scripts only below /cgi-bin; the script returns a real failure status.
const SCRIPT = `
set -e
mkdir -p /tmp/www/cgi-bin
cat > /tmp/www/cgi-bin/health <<'END'
#!/bin/sh
printf 'Status: 503 Service Unavailable\\r\\nContent-Type: application/json\\r\\n\\r\\n'
printf '{"status":"down","database":"FATAL: sorry, too many clients already"}\\n'
END
chmod +x /tmp/www/cgi-bin/health
exec httpd -f -p ${PORT} -h /tmp/www
`;

export interface FailingService {
  /** Address of its health page for containers on the same engine. */
  readonly healthUrl: string;
  stop(): Promise<void>;
}

/**
 * Starts a small web shop whose health page returns 503, so that the probes have something real to find.
 * @throws MissingComponentError naming the engine, if that cannot run it.
 */
export async function startFailingService(dockerHost: string, image: string): Promise<FailingService> {
  try {
    return await start(dockerHost, image);
  } catch (error) {
    throw new MissingComponentError(
      'demo service',
      [`the container engine at ${dockerHost} couldn't run a container: ${(error as Error).message.trim()}`],
      'Stop that engine, then the next run looks for another one, or set DOCKER_HOST to an engine that works.',
    );
  }
}

async function start(dockerHost: string, image: string): Promise<FailingService> {
  const docker = new Docker(readDockerHost(dockerHost));
  await removeAbandoned(docker);
  const container = await docker.createContainer({
    name: `incident-demo-shop-${randomBytes(4).toString('hex')}`,
    Image: image,
    Cmd: ['sh', '-c', SCRIPT],
    User: '65534:65534',
    Labels: { [LABEL]: 'shop', [OWNER_LABEL]: `${hostname()}/${process.pid}` },
    HostConfig: {
      ReadonlyRootfs: true,
      CapDrop: ['ALL'],
      SecurityOpt: ['no-new-privileges'],
      Memory: MEMORY_BYTES,
      MemorySwap: MEMORY_BYTES,
      PidsLimit: 32,
      Init: true,
      Tmpfs: { '/tmp': 'size=1m,mode=1777,exec' },
    },
  });
  try {
    await container.start();
    const { NetworkSettings: network } = await container.inspect();
    const address = Object.values(network.Networks)[0]?.IPAddress;
    if (!address) throw new Error("the demo service has no address on the engine's network");
    return { healthUrl: `http://${address}:${PORT}/cgi-bin/health`, stop: () => remove(container) };
  } catch (error) {
    await remove(container).catch(() => undefined);
    throw error;
  }
}

/** Removes services left by killed demos of this machine. */
async function removeAbandoned(docker: Docker): Promise<void> {
  const shops = await docker.listContainers({ all: true, filters: { label: [`${LABEL}=shop`] } });
  const abandoned = shops.filter(({ Labels: labels }) => {
    const [host, pid] = (labels[OWNER_LABEL] ?? '').split('/');
    return host === hostname() && !isAlive(Number(pid));
  });
  await Promise.all(abandoned.map(({ Id: id }) => remove(docker.getContainer(id))));
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // A process of another user is alive too.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

async function remove(container: Docker.Container): Promise<void> {
  try {
    await container.remove({ force: true });
  } catch (error) {
    // Already gone, or another demo is removing it right now.
    if (![404, 409].includes((error as { statusCode?: number }).statusCode ?? 0)) throw error;
  }
}
