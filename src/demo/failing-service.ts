import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import Docker from 'dockerode';
import { readDockerHost } from '../containers/read-docker-host';
import { MissingComponentError } from './components';

const PORT = 8080;
const DATABASE_PORT = 5432;
const ADMIN_PORT = 5434;
const MEMORY_BYTES = 32 * 1024 * 1024;
const LABEL = 'io.incident-response.demo';
/** `HOST/PID` of the demo that started it: several demos may share an engine. */
const OWNER_LABEL = 'io.incident-response.demo-owner';

// A database server whose connections are all taken, until its administration port is told to end the idle ones. It answers like
// PostgreSQL: an ErrorResponse with SQLSTATE 53300, or else an AuthenticationCleartextPassword. To keep listening with a program,
// the busybox of Debian needs -ll, that of Alpine -lk.
const DATABASE_SCRIPT = `
set -e
touch /tmp/full
cat > /tmp/answer <<'END'
#!/bin/sh
head -c 1 > /dev/null
if [ -e /tmp/full ]; then
  printf 'E\\000\\000\\000\\073SFATAL\\000VFATAL\\000C53300\\000Msorry, too many clients already\\000\\000'
else
  printf 'R\\000\\000\\000\\010\\000\\000\\000\\003'
fi
END
cat > /tmp/administer <<'END'
#!/bin/sh
read -r line
case $line in
  'end idle sessions') rm -f /tmp/full; echo 'ended the idle sessions' ;;
  *) echo 'unknown command' ;;
esac
END
chmod +x /tmp/answer /tmp/administer
if nc --help 2>&1 | grep -q -e '-ll'; then keep=-ll; else keep=-lk; fi
nc $keep -p ${ADMIN_PORT} -e /tmp/administer &
exec nc $keep -p ${DATABASE_PORT} -e /tmp/answer
`;

// A web shop that asks its database for a connection whenever its health page is read. busybox's httpd runs scripts only below
// /cgi-bin; the script returns a real status.
const SHOP_SCRIPT = `
set -e
mkdir -p /tmp/www/cgi-bin
cat > /tmp/www/cgi-bin/health <<'END'
#!/bin/sh
file=/tmp/said.$$
printf '\\000\\000\\000\\010\\004\\322\\026\\057' | nc -w 3 DATABASE ${DATABASE_PORT} > $file
first=$(head -c 1 $file)
said=$(tr -c ' -~' ' ' < $file | sed -n 's/.* M\\(.*[^ ]\\) *$/FATAL: \\1/p')
rm $file
if [ "$first" = R ]; then
  printf 'Content-Type: application/json\\r\\n\\r\\n{"status":"up"}\\n'
  exit
fi
printf 'Status: 503 Service Unavailable\\r\\nContent-Type: application/json\\r\\n\\r\\n'
printf '{"status":"down","database":"%s"}\\n' "\${said:-no answer}"
END
sed -i "s/DATABASE/$DATABASE/" /tmp/www/cgi-bin/health
chmod +x /tmp/www/cgi-bin/health
exec httpd -f -p ${PORT} -h /tmp/www
`;

export interface FailingService {
  /** Address of its health page for containers on the same engine. */
  readonly healthUrl: string;
  /** HOST:PORT of its database. */
  readonly database: string;
  stop(): Promise<void>;
}

/** Where it is, in a line for people. */
export const describeService = ({ healthUrl, database }: FailingService): string =>
  `· Failing demo service: ${healthUrl}, its database ${database}`;

/**
 * Starts a small web shop and its database, which has no free connections, so that the probes have something real to find, and an
 * action something real to mend: until then, the shop's health page returns 503.
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
  const database = await startPart(docker, { image, name: 'orders-db', script: DATABASE_SCRIPT, env: [] });
  try {
    const shop = await startPart(docker, { image, name: 'shop', script: SHOP_SCRIPT, env: [`DATABASE=${database.address}`] });
    return {
      healthUrl: `http://${shop.address}:${PORT}/cgi-bin/health`,
      database: `${database.address}:${DATABASE_PORT}`,
      stop: async () => void (await Promise.all([shop, database].map(({ container }) => remove(container)))),
    };
  } catch (error) {
    await remove(database.container).catch(() => undefined);
    throw error;
  }
}

interface Part {
  readonly image: string;
  readonly name: string;
  readonly script: string;
  readonly env: readonly string[];
}

async function startPart(
  docker: Docker,
  { image, name, script, env }: Part,
): Promise<{ readonly container: Docker.Container; readonly address: string }> {
  const container = await docker.createContainer({
    name: `incident-demo-${name}-${randomBytes(4).toString('hex')}`,
    Image: image,
    Cmd: ['sh', '-c', script],
    Env: [...env],
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
    return { container, address };
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
