import Docker from 'dockerode';
import { EngineError } from './errors';
import { readDockerHost } from './read-docker-host';

/**
 * The client for an address in DOCKER_HOST's form; without one, the library's own default (DOCKER_HOST, then the
 * usual socket). TLS material is read by the library from DOCKER_CERT_PATH in either case.
 * @throws InvalidInputError for an address that cannot be read; EngineError when the TLS material cannot.
 */
export function connectDocker(dockerHost: string | undefined): Docker {
  const options = dockerHost === undefined ? undefined : readDockerHost(dockerHost);
  try {
    return new Docker(options);
  } catch (cause) {
    throw new EngineError('engine_unreachable', `DOCKER_CERT_PATH: ${cause instanceof Error ? cause.message : String(cause)}`, {
      retryable: false,
      cause,
      hint: 'Put ca.pem, cert.pem and key.pem in the folder that DOCKER_CERT_PATH names.',
    });
  }
}
