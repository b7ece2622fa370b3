import type { OutgoingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { pino } from 'pino';
import { ServiceUnreachableError } from '../../../src/client/temporal/errors';
import type { FedHeartbeat } from '../../../src/config/gateway-settings';
import { createHeartbeats, type HeartbeatIntake } from '../../../src/gateway/heartbeats';
import { createServer } from '../../../src/gateway/server';
import { rawRequest } from '../../support/raw-request';

const LOCAL = { host: '127.0.0.1', port: 0 };
const NOW = Date.parse('2026-11-27T10:00:00Z');
const SETTINGS = { everyMs: 60_000, graceMs: 1_000, severity: 'high', users: [] } as const;
const heartbeat = (name: string, more: Partial<FedHeartbeat> = {}): FedHeartbeat => ({
  name,
  settings: SETTINGS,
  auth: 'none',
  limit: 600,
  secrets: [{ value: () => 's3cret', refresh: () => 's3cret' }],
  ...more,
});

const opened: FastifyInstance[] = [];
afterEach(async () => {
  for (const server of opened.splice(0)) await server.close();
});

async function setUp(heartbeats: readonly FedHeartbeat[], feed?: HeartbeatIntake['feed'], deliveryLimitMs = 8_000) {
  const fed: unknown[] = [];
  const server = createServer({
    instances: new Map(),
    intake: { deliver: async () => ({ accepted: [], ignored: [] }) },
    heartbeats: createHeartbeats({ listen: LOCAL, heartbeats }),
    heartbeatIntake: { feed: feed ?? (async (...args) => void fed.push(args)) },
    isReady: () => true,
    log: pino({ level: 'silent' }),
    now: () => NOW,
    deliveryLimitMs,
  });
  opened.push(server);
  await server.listen({ ...LOCAL });
  const { port } = server.server.address() as AddressInfo;
  const ask = (path: string, headers: OutgoingHttpHeaders = {}, body: string | Buffer = '', method = 'POST') =>
    rawRequest({ port, method, path: `/heartbeats/${path}`, headers, body });
  return { ask, fed };
}

describe('POST /heartbeats/NAME', () => {
  it('feeds it, whatever the body says, and answers when that is held', async () => {
    const { ask, fed } = await setUp([heartbeat('nightly')]);
    const answers = [
      await ask('nightly'),
      await ask('nightly', { 'content-type': 'application/json' }, '{"broken'),
      await ask('nightly', { 'content-type': '?' }, Buffer.alloc(9, 0xff)),
    ];
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([202, 202, 202]);
    expect(answers[0]?.json()).toEqual({ heartbeat: 'nightly' });
    expect(fed).toEqual(Array(3).fill([{ name: 'nightly', settings: SETTINGS }, '2026-11-27T10:00:00.000Z']));
  });

  it.each([
    ['bearer', 'nightly', { authorization: 'Bearer s3cret' }],
    ['basic', 'nightly', { authorization: `Basic ${Buffer.from('s3cret').toString('base64')}` }],
    ['token', 'nightly?token=s3cret', {}],
  ] as const)('takes the right secret of %s, and no other', async (auth, path, headers) => {
    const { ask, fed } = await setUp([heartbeat('nightly', { auth })]);
    expect((await ask(path, headers)).statusCode).toBe(202);
    for (const wrong of [await ask('nightly'), await ask('nightly', { authorization: 'Bearer s3cre' }), await ask('nightly?token=other')]) {
      expect(wrong.statusCode).toBe(401);
      expect(wrong.json()).toMatchObject({ error: { code: 'unauthenticated' } });
    }
    expect(fed).toHaveLength(1);
  });

  it('refuses an unknown name, a webhook of that name, other methods, a body that is too large, and a browser', async () => {
    const { ask, fed } = await setUp([heartbeat('nightly')]);
    expect((await ask('nightly2')).statusCode).toBe(404);
    expect((await ask('../webhooks/nightly')).statusCode).toBe(404);
    expect((await ask('nightly', {}, '', 'GET')).statusCode).toBe(405);
    expect((await ask('nightly', {}, Buffer.alloc(5 * 1_024 * 1_024))).statusCode).toBe(413);
    expect((await ask('nightly', { origin: 'https://example.com' })).statusCode).toBe(401);
    expect(fed).toEqual([]);
  });

  it('says when to try again if Temporal is away or slow, or if too many come, without holding up the others', async () => {
    const away = await setUp([heartbeat('nightly')], async () => {
      throw new ServiceUnreachableError('away');
    });
    const slow = await setUp([heartbeat('nightly')], () => new Promise(() => undefined), 10);
    const many = await setUp([heartbeat('nightly', { limit: 1 }), heartbeat('other')]);
    await many.ask('nightly');
    for (const answer of [await away.ask('nightly'), await slow.ask('nightly'), await many.ask('nightly')]) {
      expect([answer.statusCode, Number(answer.headers['retry-after'])]).toEqual([503, expect.any(Number)]);
      expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
    }
    expect((await many.ask('other')).statusCode).toBe(202);
  });

  it('is not offered to other machines without authentication', () => {
    const create = (host: string) =>
      createHeartbeats({
        listen: { host, port: 8_090 },
        heartbeats: [heartbeat('one'), heartbeat('two', { auth: 'token' }), heartbeat('three')],
      });
    expect(() => create('0.0.0.0')).toThrow(/heartbeats\.one\.auth: is none.*0\.0\.0\.0:8090[\s\S]*heartbeats\.three\.auth/);
    expect(() => create('0.0.0.0')).not.toThrow(/heartbeats\.two/);
    expect(create('127.0.0.1').size).toBe(3);
  });
});
