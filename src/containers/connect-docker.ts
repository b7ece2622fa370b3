import Docker, { type DockerOptions } from 'dockerode';
import { EngineError } from './errors';

/**
 * The client for an address in DOCKER_HOST's form; without one, the library's own default (DOCKER_HOST, then the
 * usual socket). TLS material is read by the library from DOCKER_CERT_PATH in either case.
 * Throws `EngineError` for an address that cannot be read.
 */
export function connectDocker(dockerHost: string | undefined): Docker {
  try {
    return new Docker(dockerHost === undefined ? undefined : readAddress(dockerHost));
  } catch (cause) {
    throw new EngineError('engine_unreachable', `DOCKER_HOST: ${cause instanceof Error ? cause.message : String(cause)}`, {
      retryable: false,
      cause,
      hint: 'Set DOCKER_HOST to unix:///PATH or tcp://HOST:PORT.',
    });
  }
}

function readAddress(dockerHost: string): DockerOptions {
  // `host` is given as empty because the library otherwise mixes in what DOCKER_HOST says.
  if (dockerHost.startsWith('unix://')) return { socketPath: dockerHost.slice('unix://'.length), host: '' };
  const { protocol, hostname, port } = new URL(dockerHost);
  if (protocol === 'ssh:') throw new Error('ssh:// is not supported');
  const isTls = protocol === 'https:' || port === '2376';
  return { host: hostname.replace(/^\[|\]$/g, ''), port: port || (isTls ? '2376' : '2375'), protocol: isTls ? 'https' : 'http' };
}
