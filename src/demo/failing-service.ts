import Docker from 'dockerode';
import { dockerOptions } from './docker-options';

const NAME = 'incident-demo-shop';
const PORT = 8080;

// busybox's httpd runs scripts below /cgi-bin only; the script reports a real failure status.
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
  /** Address of its health page, as containers on the same engine reach it. */
  readonly healthUrl: string;
  stop(): Promise<void>;
}

/** Starts a small web shop whose health page answers 503, so that the probes have something real to find. */
export async function startFailingService(dockerHost: string, image: string): Promise<FailingService> {
  const docker = new Docker(dockerOptions(dockerHost));
  await removeIfThere(docker);
  const container = await docker.createContainer({
    name: NAME,
    Image: image,
    Cmd: ['sh', '-c', SCRIPT],
    User: '65534:65534',
    Labels: { 'io.incident-response.demo': 'shop' },
    HostConfig: {
      ReadonlyRootfs: true,
      CapDrop: ['ALL'],
      SecurityOpt: ['no-new-privileges'],
      Memory: 32 * 1024 * 1024,
      PidsLimit: 32,
      Init: true,
      Tmpfs: { '/tmp': 'size=1m,mode=1777,exec' },
    },
  });
  await container.start();
  const { NetworkSettings: network } = await container.inspect();
  const address = Object.values(network.Networks)[0]?.IPAddress;
  if (!address) throw new Error('the demo service has no address on the engine’s network');
  return {
    healthUrl: `http://${address}:${PORT}/cgi-bin/health`,
    stop: () => removeIfThere(docker),
  };
}

/** A demo that was killed may have left one behind. */
async function removeIfThere(docker: Docker): Promise<void> {
  try {
    await docker.getContainer(NAME).remove({ force: true });
  } catch (error) {
    if ((error as { statusCode?: number }).statusCode !== 404) throw error;
  }
}
