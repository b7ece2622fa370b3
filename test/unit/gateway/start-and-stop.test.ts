import { once } from 'node:events';
import { Agent, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createServer as createTcpServer } from 'node:net';
import { pino } from 'pino';
import type { Source } from '../../../src/config/gateway-settings';
import type { AlertIntake } from '../../../src/gateway/alert-intake';
import { createInstances } from '../../../src/gateway/instances';
import { listen } from '../../../src/gateway/listen';
import { reachTemporal } from '../../../src/gateway/reach-temporal';
import { createServer } from '../../../src/gateway/server';
import { stopServer } from '../../../src/gateway/stop';
import { KNOWN_SOURCES } from '../../../src/incident/alerts/vendors';
import { rawRequest } from '../../support/raw-request';

const LOCAL = Object.freeze({ host: '127.0.0.1', port: 0 });
const log = pino({ level: 'silent' });
const now = (): number => Date.now();
const source = (name: string, auth: Source['auth']): Source => ({
  name,
  type: 'generic',
  auth,
  limit: 60_000,
  secrets: [{ value: () => 's', refresh: () => 's' }],
});
const gateway = (intake: AlertIntake) =>
  createServer({
    instances: createInstances({ listen: LOCAL, sources: [], now }),
    intake,
    heartbeats: new Map(),
    heartbeatIntake: { feed: async () => undefined },
    isReady: () => true,
    log,
    now,
  });

describe('createInstances', () => {
  it('has every vendor’s name without a configuration, on this machine alone', () => {
    for (const host of ['127.0.0.1', '::1', 'localhost', '127.1.2.3'])
      expect([...createInstances({ listen: { host, port: 1 }, sources: [], now }).keys()].sort()).toEqual(
        [...KNOWN_SOURCES, 'auto'].sort(),
      );
    for (const host of ['0.0.0.0', '::', '10.0.0.1', 'gateway'])
      expect(createInstances({ listen: { host, port: 1 }, sources: [], now }).size).toBe(0);
  });

  it('has nothing but the configured sources, if there are any', () => {
    expect([...createInstances({ listen: LOCAL, sources: [source('own', 'none')], now }).keys()]).toEqual(['own']);
  });

  it('refuses every source without authentication that other machines could reach, each by its name', () => {
    const sources = [source('one', 'none'), source('two', 'token'), source('three', 'none')];
    const create = (host: string) => createInstances({ listen: { host, port: 8_090 }, sources, now });
    expect(() => create('0.0.0.0')).toThrow(/sources\.one\.auth: is none.*0\.0\.0\.0:8090[\s\S]*sources\.three\.auth/);
    expect(() => create('0.0.0.0')).not.toThrow(/sources\.two/);
    expect(create('127.0.0.1').size).toBe(3);
  });
});

describe('listen', () => {
  it('names the setting and the address when another process has the port', async () => {
    const other = createTcpServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const server = gateway({ deliver: async () => ({ accepted: [], ignored: [] }) });
    try {
      await expect(listen(server, { host: '127.0.0.1', port }, '--listen')).rejects.toThrow(
        `--listen: 127.0.0.1:${port} is taken by another process (allowed: a free HOST:PORT`,
      );
      await expect(listen(server, { host: '192.0.2.1', port }, '--listen')).rejects.toThrow('192.0.2.1');
    } finally {
      other.close();
      await server.close();
    }
  });
});

describe('stopServer', () => {
  it('answers what arrives while it stops with 503, the error document and Retry-After', async () => {
    const delivered: unknown[] = [];
    const server = gateway({ deliver: async (alerts) => delivered.push(alerts) as never });
    const answers: Awaited<ReturnType<typeof rawRequest>>[] = [];
    server.addHook('preClose', async () => {
      const { port } = server.server.address() as AddressInfo;
      answers.push(await rawRequest({ port, method: 'POST', path: '/webhooks/generic', body: '{"title":"x"}' }));
      answers.push(await rawRequest({ port, method: 'GET', path: '/readyz' }));
    });
    await listen(server, LOCAL, '--listen');
    expect(await stopServer(server)).toBe(true);
    const [late, ready] = answers;
    expect([late?.statusCode, late?.headers['retry-after'], late?.json().error.code]).toEqual([503, '5', 'stopping']);
    expect([ready?.statusCode, ready?.json().status]).toEqual([503, 'stopping']);
    expect(delivered).toEqual([]);
  });

  it('answers what has begun, also on a connection that is kept, and accepts nothing more', async () => {
    let take = (): void => {};
    const held = new Promise<void>((resolve) => {
      take = resolve;
    });
    let begin = (): void => {};
    const begun = new Promise<void>((resolve) => {
      begin = resolve;
    });
    const server = gateway({
      async deliver() {
        begin();
        await held;
        return { accepted: [], ignored: [] };
      },
    });
    const port = await listen(server, LOCAL, '--listen');
    const agent = new Agent({ keepAlive: true });
    const answered = new Promise<{ status: number | undefined; connection: string | undefined }>((resolve, reject) => {
      request({ host: '127.0.0.1', port, method: 'POST', path: '/webhooks/generic', agent }, (answer) => {
        resolve({ status: answer.statusCode, connection: answer.headers.connection });
        answer.resume();
      })
        .on('error', reject)
        .end('{"title":"x"}');
    });
    await begun;
    const stopped = stopServer(server);
    // It no longer listens from the next turn on.
    await new Promise((resolve) => setImmediate(resolve));
    await expect(rawRequest({ port, method: 'GET', path: '/healthz' })).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    take();
    expect(await answered).toEqual({ status: 202, connection: 'close' });
    expect(await stopped).toBe(true);
    agent.destroy();
  });

  it('does not wait longer than its limit', async () => {
    expect(await stopServer({ close: (() => new Promise(() => {})) as never }, 10)).toBe(false);
  });
});

describe('reachTemporal', () => {
  it('tries until Temporal answers', async () => {
    let tries = 0;
    const reach = async (): Promise<void> => {
      tries += 1;
      if (tries < 2) throw new Error('not yet');
    };
    // Its pauses keep no process alive, but a test has to wait for them.
    const alive = setInterval(() => {}, 100);
    await reachTemporal(reach, log, () => false).finally(() => clearInterval(alive));
    expect(tries).toBe(2);
  });

  it('gives up when the gateway stops', async () => {
    await reachTemporal(
      async () => Promise.reject(new Error('no')),
      log,
      () => true,
    );
  });
});
