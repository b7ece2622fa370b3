import type { DockerOptions } from 'dockerode';
import { InvalidInputError } from '../incident/text/errors';
import { shown } from '../incident/text/read-fields';

const ALLOWED = 'unix:///PATH, npipe:////./pipe/NAME, HOST:PORT, tcp://HOST:PORT, http(s)://HOST:PORT';
const PLAIN_PORT = '2375';
const TLS_PORT = '2376';
/** Schemes that name a machine, and whether they use TLS; null: the port and DOCKER_TLS_VERIFY decide. */
const SCHEMES: Readonly<Record<string, boolean | null>> = { 'tcp:': null, 'http:': false, 'https:': true };

/**
 * The client library's options for an address in any form of DOCKER_HOST. The default port is 2375, with TLS 2376.
 * @throws InvalidInputError for an invalid address.
 */
export function readDockerHost(text: string, env: NodeJS.ProcessEnv = process.env): DockerOptions {
  const given = text.trim();
  const socketPath = /^(?:unix|npipe):\/\/(.*)$/s.exec(given)?.[1] ?? (given.startsWith('/') ? given : undefined);
  // An empty `host`, because otherwise the library mixes in DOCKER_HOST.
  if (socketPath) return { socketPath, host: '' };
  const address = given.includes('://') ? given : `tcp://${given}`;
  const scheme = /^[^:]*:/.exec(address)?.[0].toLowerCase() ?? '';
  if (scheme === 'ssh:') {
    throw refused('ssh:// is not supported', {
      hint: 'Open a tunnel: ssh -NL 2375:/var/run/docker.sock HOST, and set DOCKER_HOST=tcp://localhost:2375.',
    });
  }
  const needsTls = Object.hasOwn(SCHEMES, scheme) ? SCHEMES[scheme] : undefined;
  // Parsed as http, because only then is the host checked. The port is read separately: URL drops http's default port.
  const rest = address.slice(scheme.length);
  const url = `http:${rest}`;
  if (needsTls === undefined || !URL.canParse(url)) throw refused(`${shown(text)} is not an engine address`);
  const { hostname, pathname, search, username, password } = new URL(url);
  if (pathname !== '/' || search !== '' || username !== '' || password !== '') {
    throw refused(`${shown(address.replace(/\/\/[^@/]*@/, '//'))} contains more than a host and a port`);
  }
  const port = /:(\d+)\/?$/.exec(rest)?.[1];
  const isTls = needsTls ?? (port === TLS_PORT || Boolean(env.DOCKER_TLS_VERIFY));
  const host = hostname.replace(/^\[|\]$/g, '');
  return { host, port: port ?? (isTls ? TLS_PORT : PLAIN_PORT), protocol: isTls ? 'https' : 'http' };
}

function refused(problem: string, options: { hint?: string } = {}): InvalidInputError {
  return new InvalidInputError('DOCKER_HOST', problem, ALLOWED, options);
}
