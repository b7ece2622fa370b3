import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PassThrough } from 'node:stream';
import type Docker from 'dockerode';
import { createDockerEngine } from '../../../src/containers/docker-engine';
import { ensureImage } from '../../../src/containers/pull-image';

const IMAGE = `registry.example/probe@sha256:${'50'.repeat(32)}`;

describe('a pull that fails', () => {
  let server: Server | undefined;
  afterEach(() => server?.close());

  /** An engine that has no image, and whose pulls end so. */
  async function engineWhose(pull: { status: number; body: string }) {
    let pulls = 0;
    server = createServer((request, response) => {
      if (!request.url?.includes('/images/create')) return void response.writeHead(404).end('{"message":"No such image"}');
      pulls += 1;
      response.writeHead(pull.status).end(pull.body);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const engine = createDockerEngine({ dockerHost: `127.0.0.1:${(server.address() as AddressInfo).port}` });
    return { engine, pulls: () => pulls };
  }

  it.each([
    'Head "https://registry.example/v2/probe": unauthorized: authentication required',
    'pull access denied for probe, repository does not exist or may require docker login: denied: requested access to the resource is denied',
    'manifest unknown: manifest unknown',
    'manifest for registry.example/probe not found: manifest unknown',
    'no matching manifest for linux/arm64/v8 in the manifest list entries',
    'received unexpected HTTP status: 403 Forbidden',
  ])('for good (%s) is tried once, however many probes want the image', async (message) => {
    for (const answer of [
      { status: 500, body: JSON.stringify({ message }) },
      { status: 200, body: `${JSON.stringify({ status: 'Pulling' })}\n${JSON.stringify({ error: message })}\n` },
    ]) {
      const { engine, pulls } = await engineWhose(answer);
      for (let probe = 0; probe < 3; probe += 1) {
        await expect(engine.ensureImage(IMAGE)).rejects.toMatchObject({
          code: 'image_missing',
          retryable: false,
          message: expect.stringContaining(message),
        });
      }
      expect(pulls()).toBe(1);
      server?.close();
    }
  });

  it.each([
    'Get "https://registry.example/v2/": dial tcp: lookup registry.example: no such host',
    'net/http: TLS handshake timeout',
    'received unexpected HTTP status: 503 Service Unavailable',
    'unexpected EOF',
    'toomanyrequests: You have reached your pull rate limit',
  ])('for a while (%s) is worth another try', async (message) => {
    const { engine, pulls } = await engineWhose({ status: 500, body: JSON.stringify({ message }) });
    for (let attempt = 0; attempt < 2; attempt += 1) {
      await expect(engine.ensureImage(IMAGE)).rejects.toMatchObject({ code: 'image_missing', retryable: true });
    }
    expect(pulls()).toBe(2);
  });
});

it('names the image of a pull without progress, and does not blame the engine', async () => {
  jest.useFakeTimers();
  const missing = Object.assign(new Error('no such image'), { statusCode: 404 });
  const docker = { getImage: () => ({ inspect: () => Promise.reject(missing) }), pull: async () => new PassThrough() };
  const pulling = expect(ensureImage(docker as unknown as Docker, IMAGE)).rejects.toMatchObject({
    code: 'image_missing',
    retryable: true,
    message: `couldn't pull image ${IMAGE}: no progress for 30 s`,
    hint: expect.stringContaining('registry'),
  });
  await jest.advanceTimersByTimeAsync(31_000);
  await pulling;
  jest.useRealTimers();
});
