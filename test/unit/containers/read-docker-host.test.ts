import fc from 'fast-check';
import { readDockerHost } from '../../../src/containers/read-docker-host';
import { InvalidInputError } from '../../../src/incident/text/errors';

it.each([
  ['unix:///var/run/docker.sock', { socketPath: '/var/run/docker.sock', host: '' }],
  ['/run/podman/podman.sock', { socketPath: '/run/podman/podman.sock', host: '' }],
  ['npipe:////./pipe/docker_engine', { socketPath: '//./pipe/docker_engine', host: '' }],
  ['localhost:2375', { host: 'localhost', port: '2375', protocol: 'http' }],
  ['localhost', { host: 'localhost', port: '2375', protocol: 'http' }],
  ['tcp://engine.example', { host: 'engine.example', port: '2375', protocol: 'http' }],
  ['tcp://engine.example:2376', { host: 'engine.example', port: '2376', protocol: 'https' }],
  ['tcp://10.0.0.5:80', { host: '10.0.0.5', port: '80', protocol: 'http' }],
  ['tcp://[::1]:2375', { host: '::1', port: '2375', protocol: 'http' }],
  ['[::1]:2375', { host: '::1', port: '2375', protocol: 'http' }],
  ['http://engine.example:2376', { host: 'engine.example', port: '2376', protocol: 'http' }],
  ['https://engine.example', { host: 'engine.example', port: '2376', protocol: 'https' }],
  ['https://engine.example:443/', { host: 'engine.example', port: '443', protocol: 'https' }],
  ['TCP://engine.example:1', { host: 'engine.example', port: '1', protocol: 'http' }],
])('reads %s', (text, expected) => {
  expect(readDockerHost(text, {})).toEqual(expected);
});

it('asks for TLS when DOCKER_TLS_VERIFY does', () => {
  expect(readDockerHost('tcp://engine.example', { DOCKER_TLS_VERIFY: '1' })).toEqual({
    host: 'engine.example',
    port: '2376',
    protocol: 'https',
  });
  expect(readDockerHost('engine.example:4243', { DOCKER_TLS_VERIFY: '1' })).toMatchObject({ port: '4243', protocol: 'https' });
});

it.each([
  ['ssh://me@engine.example', /ssh:\/\/ is not supported.*allowed/],
  ['fd://', /not an engine address/],
  ['unix://', /not an engine address/],
  ['tcp://', /not an engine address/],
  ['localhost:port', /not an engine address/],
  ['localhost:99999', /not an engine address/],
  ['tcp://engine.example:2375/prefix', /more than a host and a port/],
  ['a b', /not an engine address/],
  ['', /not an engine address/],
])('refuses %j, saying what is allowed', (text, message) => {
  expect(() => readDockerHost(text, {})).toThrow(InvalidInputError);
  expect(() => readDockerHost(text, {})).toThrow(message);
});

it('shows no password', () => {
  expect(() => readDockerHost('tcp://me:hunter2@engine.example:2375', {})).toThrow(/^(?!.*hunter2).*more than a host/s);
});

it('reads or refuses, whatever it is given', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.webUrl()), (text) => {
      try {
        const { socketPath, host, port } = readDockerHost(text, {});
        expect(socketPath || (host && port)).toBeTruthy();
      } catch (error) {
        expect(error).toBeInstanceOf(InvalidInputError);
      }
    }),
  );
});
