import type { DockerOptions } from 'dockerode';

/** dockerode's options for an address in DOCKER_HOST's form. */
export function dockerOptions(dockerHost: string): DockerOptions {
  if (dockerHost.startsWith('unix://')) return { socketPath: dockerHost.slice('unix://'.length) };
  const { hostname, port } = new URL(dockerHost);
  return { host: hostname, port };
}
