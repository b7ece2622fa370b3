import Docker from 'dockerode';
import { EngineError } from './errors';
import { readDockerHost } from './read-docker-host';

/**
 * The client for an address in DOCKER_HOST's form; without one, the library's default (DOCKER_HOST, then the usual socket).
 * In both cases the library reads TLS material from DOCKER_CERT_PATH.
 * @throws InvalidInputError for an invalid address; EngineError for unreadable TLS material.
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
