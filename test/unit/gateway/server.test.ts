import { createHash, createHmac } from 'node:crypto';
import type { OutgoingHttpHeaders } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import type { FastifyInstance } from 'fastify';
import { pino } from 'pino';
import type { DeliveryAnswer, IncomingAlerts } from '../../../src/client/temporal/alert-client';
import { ServiceUnreachableError } from '../../../src/client/temporal/errors';
import type { Source } from '../../../src/config/gateway-settings';
import type { AlertIntake } from '../../../src/gateway/alert-intake';
import { createInstances } from '../../../src/gateway/instances';
import { createServer } from '../../../src/gateway/server';
import { hideSecrets } from '../../../src/incident/text/hide-secrets';
import { rawRequest } from '../../support/raw-request';
import { waitUntil } from '../../support/wait-until';

const NOW = Date.parse('2026-11-27T10:00:00Z');
const LOCAL = { host: '127.0.0.1', port: 0 };

/** Takes everything, and remembers it. */
function remember() {
  const delivered: IncomingAlerts[] = [];
  const intake: AlertIntake = {
    async deliver(alerts): Promise<DeliveryAnswer> {
      delivered.push(alerts);
      return { accepted: alerts.events.map(({ status, title }) => ({ group: 'alert-x', status, title })), ignored: [] };
    },
  };
  return { delivered, intake };
}

const source = (name: string, rest: Partial<Source>, ...secrets: readonly string[]): Source => ({
  name,
  type: 'generic',
  auth: 'none',
  limit: 60_000,
  secrets: secrets.map((value) => ({ value: () => value, refresh: () => value })),
  ...rest,
});

const opened: FastifyInstance[] = [];
afterEach(async () => {
  for (const server of opened.splice(0)) await server.close();
});

interface SetUp {
  readonly sources?: readonly Source[];
  readonly intake?: AlertIntake;
  readonly isReady?: () => boolean;
  readonly deliveryLimitMs?: number;
}
async function setUp({ sources = [], intake, isReady = () => true, ...others }: SetUp = {}) {
  const lines: string[] = [];
  const log = pino({ level: 'trace' }, { write: (line: string) => void lines.push(hideSecrets(line)) });
  const { delivered, intake: remembering } = remember();
  const asked: string[] = [];
  const fetch = (async (url: string | URL) => {
    asked.push(String(url));
    return new Response(null, { status: 404 });
  }) as typeof globalThis.fetch;
  const instances = createInstances({ listen: LOCAL, sources, now: () => NOW, fetch });
  const heartbeats = new Map();
  const heartbeatIntake = { feed: async () => undefined };
  const server = createServer({
    instances,
    heartbeats,
    heartbeatIntake,
    intake: intake ?? remembering,
    isReady,
    log,
    now: () => NOW,
    ...others,
  });
  opened.push(server);
  await server.listen({ ...LOCAL });
  const { port } = server.server.address() as AddressInfo;
  const ask = (method: string, path: string, body?: string | Buffer, headers: OutgoingHttpHeaders = {}, isChunked = false) =>
    rawRequest({ port, method, path, headers, isChunked, ...(body === undefined ? {} : { body }) });
  const post = (name: string, body: string | Buffer = '{"title":"Checkout is slow"}', headers: OutgoingHttpHeaders = {}) =>
    ask('POST', `/webhooks/${name}`, body, headers);
  return { port, ask, post, delivered, lines, asked };
}

describe('a body that is not JSON', () => {
  const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
  it('is refused, naming its content type and quoting nothing from it', async () => {
    const { post, delivered } = await setUp({ sources: [source('am', { type: 'alertmanager' })] });
    const form = await post('am', 'password=hunter2', FORM);
    expect(form.statusCode).toBe(400);
    expect(form.json().error).toMatchObject({
      field: 'body',
      message:
        'body: is neither JSON nor a form with the fields of an alert; it was sent as application/x-www-form-urlencoded (allowed: a JSON object or array)',
      hint: 'Send JSON, with the header Content-Type: application/json.',
    });
    const text = await post('am', 'hunter2', { 'content-type': 'text/plain' });
    expect(text.json().error.message).toContain('is not valid JSON at line 1, column 1; it was sent as text/plain');
    const broken = await post('am', '{"alerts": [}', FORM);
    expect(broken.json().error.message).toContain('is not valid JSON at line 1, column 13');
    expect(delivered).toEqual([]);
  });

  it('is read as an alert where a form may be one', async () => {
    const { post } = await setUp({ sources: [source('own', {})] });
    expect((await post('own', 'title=Disk+full&severity=high', FORM)).statusCode).toBe(202);
  });
});

describe('the log of the gateway', () => {
  const alertmanager = { receiver: 'r', status: 'firing', groupLabels: {}, commonLabels: {}, alerts: [{ status: 'firing', labels: {} }] };
  const sources = [source('own', {}), source('am', { type: 'alertmanager' })];

  it.each([
    ['own', alertmanager, 'title', 'no title was found; this looks like an alert of alertmanager, but the source reads generic'],
    ['own', { title: { text: 'tell-tale' } }, 'title', 'is not text'],
    ['am', {}, 'alerts', 'is missing'],
    ['am', { alerts: 'tell-tale' }, 'alerts', 'is not a list'],
    ['am', 'tell-tale', 'body', 'is not valid JSON at line 1, column 1'],
  ])('says why %s refuses a body, without a word of it', async (name, body, field, problem) => {
    const { post, lines } = await setUp({ sources });
    const answer = await post(name, typeof body === 'string' ? body : JSON.stringify(body));
    expect(answer.json().error.field).toBe(field);
    expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({ source: name, field, problem, allowed: expect.any(String) });
    expect(lines.join()).not.toContain('tell-tale');
  });

  it('names the fields of an accepted alert that could not be read, without their values', async () => {
    const { post, lines } = await setUp({ sources });
    await post('own', JSON.stringify({ title: 'Slow', severity: 'tell-tale', startedAt: 'tell-tale' }));
    expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({ accepted: 1, unread: ['severity', 'startedAt'] });
    await post('own');
    expect(JSON.parse(lines.at(-1) ?? '')).not.toHaveProperty('unread');
    expect(lines.join()).not.toContain('tell-tale');
  });
});

describe('POST /webhooks/NAME', () => {
  it('hands over what it reads, with the digest of the bytes, and answers when that is held', async () => {
    const { post, delivered } = await setUp();
    const body = '{"title":"Checkout is slow","severity":"high","id":"c-1"}';
    const answer = await post('generic', body);
    expect(answer.statusCode).toBe(202);
    expect(answer.json()).toEqual({ accepted: [{ group: 'alert-x', status: 'firing', title: 'Checkout is slow' }], ignored: [] });
    expect(delivered).toEqual([
      {
        instance: 'generic',
        events: [expect.objectContaining({ severity: 'high', startedAt: '2026-11-27T10:00:00.000Z' })],
        messageId: null,
        bodyDigest: createHash('sha256').update(body).digest('hex'),
        receivedAt: '2026-11-27T10:00:00.000Z',
      },
    ]);
  });

  it.each([
    undefined,
    'application/json',
    'text/plain; charset=UTF-8',
    'application/x-www-form-urlencoded',
    'multipart/form-data',
    ';;;',
    'no type',
    'application/json; charset="',
  ])('reads a body of the content type %j', async (type) => {
    const { post } = await setUp();
    const answer = await post('generic', Buffer.from('{"title":"x"}'), type === undefined ? {} : { 'content-type': type });
    expect([answer.statusCode, answer.body]).toEqual([202, expect.stringContaining('"title":"x"')]);
  });

  it.each(['', '{', 'null', '[1]', '{"a":1}', '\u0000'])('answers %j with 400 and the error document', async (body) => {
    const { post, delivered } = await setUp();
    const answer = await post('generic', body);
    expect(answer.statusCode).toBe(400);
    expect(Object.keys(answer.json().error).sort()).toEqual(['allowed', 'code', 'field', 'hint', 'message']);
    expect(answer.json().error.code).toBe('invalid_input');
    expect(delivered).toEqual([]);
  });

  it('says that a body is compressed, and reads one that a proxy has decompressed', async () => {
    const { post } = await setUp();
    const gzip = { 'content-encoding': 'gzip' };
    const refused = await post('generic', gzipSync('{"title":"x"}'), gzip);
    expect([refused.statusCode, refused.json().error]).toEqual([
      400,
      expect.objectContaining({ field: 'body', message: expect.stringContaining('is compressed (Content-Encoding: gzip)') }),
    ]);
    expect((await post('generic', '{"title":"x"}', gzip)).statusCode).toBe(202);
    expect((await post('generic', '{', { 'content-encoding': 'utf-8' })).json().error.message).toContain('not valid JSON');
  });

  it('refuses a depth that would overflow what comes later', async () => {
    const answer = await (await setUp()).post('generic', `{"title":"x","a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`);
    expect([answer.statusCode, answer.json().error.field]).toEqual([400, 'body']);
  });

  it('refuses more than 4 MiB, announced or not', async () => {
    const { ask } = await setUp();
    const tooMuch = Buffer.alloc(4 * 1_024 * 1_024 + 1, 32);
    for (const isChunked of [false, true]) {
      const answer = await ask('POST', '/webhooks/generic', tooMuch, {}, isChunked);
      expect([answer.statusCode, answer.json().error.code]).toEqual([413, 'too_large']);
    }
  });

  it('answers 404 for an unknown name exactly as for any other unknown address, and lists nothing', async () => {
    const { post, ask } = await setUp({ sources: [source('known', { auth: 'bearer' }, 's')] });
    const answers = [await post('unknown'), await post('generic'), await post('__proto__'), await post('x'.repeat(200))];
    const other = await ask('POST', '/nothing', 'x');
    for (const answer of [...answers, await post('%zz')]) expect([answer.statusCode, answer.json()]).toEqual([404, other.json()]);
    expect(JSON.stringify(other.json())).not.toContain('known');
  });

  it('answers every other method with 405, whatever the name', async () => {
    const { ask } = await setUp();
    for (const method of ['GET', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'] as const)
      for (const name of ['generic', 'unknown']) {
        const answer = await ask(method, `/webhooks/${name}`);
        expect([method, answer.statusCode, answer.headers.allow]).toEqual([method, 405, 'POST']);
      }
  });

  it('reads by the type of the source alone, and by the shape for auto', async () => {
    const { post, delivered } = await setUp({ sources: [source('any', { type: 'auto' }), source('own', { type: 'generic' })] });
    const group = JSON.stringify({
      version: '4',
      groupKey: '{}:{alertname="A"}',
      receiver: 'r',
      status: 'firing',
      alerts: [{ status: 'firing', labels: { alertname: 'A' }, startsAt: '2026-11-27T09:00:00Z' }],
    });
    await post('any', group);
    await post('own', JSON.stringify({ title: 'x' }));
    expect(delivered.map(({ instance, events }) => [instance, events[0]?.source])).toEqual([
      ['any', 'alertmanager'],
      ['own', 'generic'],
    ]);
  });
});

describe('what a vendor says beside the alert', () => {
  const REQUEST_ID = '1d5d5f0a';

  it('is the id of the delivery, in the body or in a header', async () => {
    const { post, delivered } = await setUp();
    const sentry = { action: 'created', data: { issue: { id: '1', title: 'x', level: 'error' } } };
    await post('sentry', JSON.stringify(sentry), { 'Request-ID': REQUEST_ID });
    await post('auto', JSON.stringify(sentry), { 'Request-ID': REQUEST_ID });
    await post('generic', '{"title":"x"}', { 'Request-ID': REQUEST_ID });
    const pagerDuty = { id: 'P1', type: 'incident', title: 'x', status: 'triggered', urgency: 'high' };
    await post('pagerduty', JSON.stringify({ event: { id: '01E', event_type: 'incident.triggered', data: pagerDuty } }));
    expect(delivered.map(({ messageId }) => messageId)).toEqual([REQUEST_ID, REQUEST_ID, null, '01E']);
  });

  it('is a CloudEvent in binary mode if the source is of that type or recognises the type', async () => {
    const { post, delivered } = await setUp();
    const event = { 'ce-specversion': '1.0', 'ce-type': 'raised', 'ce-source': '/plant', 'ce-id': '7', 'ce-subject': 'pump' };
    await post('cloudevents', '', event);
    await post('auto', '{"title":"x"}', { ...event, 'content-type': 'application/json' });
    await post('generic', '{"title":"x"}', event);
    expect(delivered.map(({ messageId, events }) => [messageId, events[0]?.source, events[0]?.title])).toEqual([
      ['/plant#7', 'cloudevents', 'pump: raised'],
      ['/plant#7', 'cloudevents', 'x'],
      [null, 'generic', 'x'],
    ]);
  });

  it('tells events without an id and a body apart', async () => {
    const { post, delivered } = await setUp();
    for (const subject of ['a', 'b'])
      await post('cloudevents', '', { 'ce-specversion': '1.0', 'ce-type': 'raised', 'ce-source': '/p', 'ce-subject': subject });
    expect(new Set(delivered.map(({ bodyDigest }) => bodyDigest)).size).toBe(2);
  });

  it('is the content type of a form', async () => {
    const { post, delivered } = await setUp();
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    expect((await post('generic', 'title=Checkout+is+slow', headers)).statusCode).toBe(202);
    expect(delivered[0]?.events[0]?.title).toBe('Checkout is slow');
  });

  it('is where the configuration maps it', async () => {
    const { post, delivered } = await setUp({ sources: [source('own', { map: { title: '$.check.name' } })] });
    await post('own', '{"check":{"name":"disk of db-1"}}');
    expect(delivered[0]?.events[0]?.title).toBe('disk of db-1');
  });
});

describe('authentication', () => {
  const sources = [
    source('am', { auth: 'bearer', type: 'alertmanager' }, 'bearer-secret'),
    source('own', { auth: 'token' }, 'token-secret'),
    source('dog', { auth: 'basic' }, 'dog:basic-secret'),
    source('board', { auth: 'signature', type: 'grafana' }, 'board-secret', 'board-next'),
  ];

  it('lets each source in by its own secret, and by that of no other', async () => {
    const { post } = await setUp({ sources });
    expect((await post('own?token=token-secret')).statusCode).toBe(202);
    expect((await post('dog', '{"title":"x"}', { authorization: `Basic ${btoa('dog:basic-secret')}` })).statusCode).toBe(202);
    const wrong = [
      await post('own'),
      await post('own?token=bearer-secret'),
      await post('own?token=token-secret&token=token-secret'),
      await post('own', '{"title":"x"}', { authorization: 'Bearer token-secret' }),
      await post('am?token=bearer-secret'),
      await post('am', '{"title":"x"}', { authorization: 'Bearer token-secret' }),
      await post('dog', '{"title":"x"}', { authorization: 'Bearer dog:basic-secret' }),
      await post('board', '{"title":"x"}', { authorization: 'Bearer board-secret' }),
    ];
    for (const answer of wrong) expect([answer.statusCode, answer.json().error.code]).toEqual([401, 'unauthenticated']);
    expect(wrong[5]?.headers['www-authenticate']).toBe('Bearer');
  });

  it('checks a signature on the bytes as they were sent', async () => {
    const { post, delivered } = await setUp({ sources });
    const body = Buffer.from(
      '{ "alerts" : [{"labels":{"alertname":"A"},"status":"firing"}], "status":"firing","version":"1","orgId":1 }\r\n',
    );
    const signature = createHmac('sha256', 'board-next').update(body).digest('hex');
    const headers = { 'X-GRAFANA-Alerting-SIGNATURE': signature, 'content-type': 'application/json' };
    expect((await post('board', body, headers)).statusCode).toBe(202);
    expect((await post('board', body.subarray(0, -1), headers)).statusCode).toBe(401);
    expect(delivered).toHaveLength(1);
  });

  it('comes before the body is read, where the head tells enough', async () => {
    const { post } = await setUp({ sources });
    expect((await post('am', Buffer.alloc(5_000_000))).statusCode).toBe(401);
    expect((await post('board', Buffer.alloc(5_000_000))).statusCode).toBe(401);
  });

  it('refuses a page in a browser where there is none', async () => {
    const { post } = await setUp();
    expect((await post('generic', '{"title":"x"}', { origin: 'https://evil.example' })).statusCode).toBe(401);
  });

  it('leaves no secret in the log or in an answer', async () => {
    const { post, lines } = await setUp({ sources });
    const answers = [
      await post('own?token=token-secret'),
      await post('own?token=wrong-token-secret'),
      await post('%zz?token=token-secret'),
      await post('own%00?token=token-secret'),
      await post('am', '{', { authorization: 'Bearer bearer-secret' }),
      await post('am', '{', { authorization: 'Bearer not-the-bearer-secret' }),
    ];
    expect(lines.length).toBeGreaterThan(4);
    for (const text of [...lines, ...answers.map(({ body }) => body)]) expect(text).not.toMatch(/secret"|-secret|authorization":"/i);
  });
});

describe('what cannot be accepted now', () => {
  it('is answered with 503 and Retry-After when Temporal does not take it', async () => {
    const deliver = async (): Promise<never> => {
      throw new ServiceUnreachableError("couldn't reach Temporal at localhost:7233: timed out", { hint: 'Start Temporal.' });
    };
    const { post, lines } = await setUp({ intake: { deliver } });
    const answer = await post('generic');
    expect([answer.statusCode, answer.headers['retry-after'], answer.json().error.code]).toEqual([503, '5', 'service_unreachable']);
    // The operator reads why, and what to do.
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ problem: expect.stringContaining('localhost:7233'), mend: 'Start Temporal.' });
  });

  it('is answered with 503 when Temporal does not answer at all', async () => {
    const deliver = (): Promise<never> => new Promise<never>(() => {});
    const answer = await (await setUp({ intake: { deliver }, deliveryLimitMs: 50 })).post('generic');
    expect([answer.statusCode, answer.json().error.code]).toEqual([503, 'service_unreachable']);
  });

  it('is limited for each source, and no source uses up another’s limit', async () => {
    const sources = [source('wild', { limit: 3 }), source('calm', { limit: 3 })];
    const { post, delivered } = await setUp({ sources });
    const statuses: number[] = [];
    for (let sent = 0; sent < 5; sent += 1) statuses.push((await post('wild')).statusCode);
    expect(statuses).toEqual([202, 202, 202, 503, 503]);
    const refused = await post('wild');
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    expect(refused.json().error.code).toBe('rate_limited');
    expect((await post('calm')).statusCode).toBe(202);
    expect(delivered).toHaveLength(4);
  });

  it('leaves room for other senders while strangers send bodies slowly to a source that signs them', async () => {
    const board = source('board', { auth: 'signature', type: 'grafana' }, 's');
    const { port, post } = await setUp({ sources: [board, source('own', {})] });
    const head = `POST /webhooks/board HTTP/1.1\r\nHost: x\r\nX-Grafana-Alerting-Signature: ${'0'.repeat(64)}\r\nContent-Length: 4194304\r\n\r\n{`;
    const strangers = Array.from({ length: 70 }, () => connect(port, '127.0.0.1').on('error', () => undefined));
    for (const stranger of strangers) stranger.write(head);
    const signed = { 'X-Grafana-Alerting-Signature': createHmac('sha256', 's').update('{}').digest('hex') };
    await waitUntil(async () => (await post('board', '{}', signed)).json().error.code === 'busy', {
      what: 'the strangers to take their room',
    });
    expect((await post('own', Buffer.alloc(1_000_000, ' '))).statusCode).toBe(400);
    expect((await post('own')).statusCode).toBe(202);
    for (const stranger of strangers) stranger.destroy();
  });

  it('does not count against a source when someone else sent it', async () => {
    const { post } = await setUp({ sources: [source('am', { auth: 'bearer', limit: 1 }, 's')] });
    for (let sent = 0; sent < 5; sent += 1) expect((await post('am')).statusCode).toBe(401);
    expect((await post('am', '{"title":"x"}', { authorization: 'Bearer s' })).statusCode).toBe(202);
  });
});

describe('a fault of one request', () => {
  it('is answered with 500, is logged without a word of the body, and ends nothing', async () => {
    let isBroken = true;
    const { intake } = remember();
    const { post, lines } = await setUp({
      intake: {
        async deliver(alerts) {
          if (isBroken) throw new TypeError(`cannot read tell-tale of ${JSON.stringify(alerts.events)}`);
          return intake.deliver(alerts);
        },
      },
    });
    const answer = await post('generic', '{"title":"tell-tale"}');
    expect([answer.statusCode, answer.json().error.code]).toEqual([500, 'failed']);
    expect(answer.body).not.toContain('tell-tale');
    const line = lines.find((text) => text.includes('failed unexpectedly')) ?? '';
    expect(JSON.parse(line)).toMatchObject({ source: 'generic', problem: 'TypeError', at: expect.arrayContaining([expect.any(String)]) });
    expect(lines.join()).not.toContain('tell-tale');
    isBroken = false;
    expect((await post('generic')).statusCode).toBe(202);
  });

  it('is not logged as an error if the sender leaves before it has sent all of it', async () => {
    const { port, lines } = await setUp();
    const socket = connect(port, '127.0.0.1');
    socket.write('POST /webhooks/generic HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{"ti', () =>
      setImmediate(() => socket.destroy()),
    );
    await waitUntil(async () => lines.length > 0, { what: 'a line of the log' });
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      level: 30,
      source: 'generic',
      msg: expect.stringContaining('closed the connection'),
    });
  });

  it.each([
    'GARBAGE\r\n\r\n',
    'POST /webhooks/generic HTTP/1.1\r\nHost: x\r\nContent-Length: abc\r\n\r\n',
    `GET / HTTP/1.1\r\nHost: x\r\nX: ${'a'.repeat(20_000)}\r\n\r\n`,
  ])('is answered with the error document, even if it is not HTTP', async (text) => {
    const { port } = await setUp();
    const answer = await new Promise<string>((resolve, reject) => {
      let read = '';
      const socket = connect(port, '127.0.0.1', () => socket.write(text));
      socket.on('data', (data) => {
        read += data;
      });
      socket.on('close', () => resolve(read));
      socket.on('error', reject);
    });
    expect(answer).toMatch(/^HTTP\/1\.1 4\d\d /);
    expect(JSON.parse(answer.slice(answer.indexOf('\r\n\r\n'))).error.code).toBe('bad_request');
  });
});

describe('health', () => {
  it('is ready once Temporal was reached, and serves before', async () => {
    let isUp = false;
    const { ask } = await setUp({ isReady: () => isUp });
    const look = async (path: string) => (await ask('GET', path)).statusCode;
    expect([await look('/healthz'), await look('/readyz')]).toEqual([200, 503]);
    isUp = true;
    expect([await look('/healthz'), await look('/readyz')]).toEqual([200, 200]);
  });
});
