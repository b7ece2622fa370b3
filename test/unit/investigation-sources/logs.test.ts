import { setMaxListeners } from 'node:events';
import { LOG_FIELDS } from '../../../src/incident/investigation/queries/source-fields';
import { logWindows } from '../../../src/incident/investigation/sources/log-windows';
import { createElasticsearch } from '../../../src/investigation-sources/logs/elasticsearch';
import { createLoki } from '../../../src/investigation-sources/logs/loki';
import type { SourceError } from '../../../src/investigation-sources/source-error';
import { minutes, TROUBLE } from '../../support/kubernetes-objects';
import { sampleService } from '../../support/sample-service';
import { type Answer, type ServiceCall, startScriptedService } from '../../support/scripted-service';

const { signal } = new AbortController();
setMaxListeners(0, signal);
const shop = sampleService('shop', { logs: { source: null, query: '{app="shop"} |= "error"' } });
const context = { ...TROUBLE, services: [shop], service: shop };
const query = { from: 'logs', source: null, query: null, windowMs: 15 * 60_000 } as const;
const secretOf = (value: string) => ({ value: () => value, refresh: () => value });
const startMs = TROUBLE.startedAt.getTime();
/** The trouble is looked at from five minutes before its start to now, ten minutes after it. */
const FROM = startMs - 5 * 60_000;

interface Line {
  readonly atMs: number;
  readonly text: string;
}
const LINES: readonly Line[] = [
  ...[1, 2, 3].map((minute) => ({ atMs: startMs + minute * 60_000, text: `query ${minute} failed: pq: sorry, too many clients already` })),
  ...[-8, -12, 2].map((minute) => ({ atMs: startMs + minute * 60_000, text: `slow request ${minute * minute}` })),
  { atMs: startMs + 60_000 - 86_400_000, text: 'yesterday 1' },
  { atMs: startMs + 2 * 60_000, text: 'yesterday 2' },
];

let service: Awaited<ReturnType<typeof startScriptedService>>;
beforeAll(async () => {
  service = await startScriptedService();
});
afterAll(() => service.stop());

it('looks at as long a time before the trouble and a day earlier as at the trouble itself', () => {
  const { trouble, before, dayBefore } = logWindows(TROUBLE, query.windowMs);
  expect(trouble).toEqual({ fromMs: FROM, toMs: startMs + 10 * 60_000 });
  expect(before).toEqual({ fromMs: FROM - 15 * 60_000, toMs: FROM });
  expect(dayBefore).toEqual({ fromMs: FROM - 86_400_000, toMs: startMs + 10 * 60_000 - 86_400_000 });
  const fresh = logWindows({ ...TROUBLE, now: new Date(minutes(1)) }, query.windowMs);
  expect(fresh.trouble.toMs - fresh.trouble.fromMs).toBe(6 * 60_000);
  const late = logWindows({ ...TROUBLE, now: new Date(minutes(600)) }, query.windowMs);
  expect(late.trouble.toMs).toBe(startMs + 10 * 60_000);
  const skewed = logWindows({ ...TROUBLE, now: new Date(minutes(-60)) }, query.windowMs);
  expect(skewed.trouble.toMs).toBeGreaterThan(skewed.trouble.fromMs);
});

/** Answers as Loki does, from these lines. */
const loki =
  (lines: readonly Line[]) =>
  ({ path }: ServiceCall): Answer => {
    const url = new URL(path, 'http://loki');
    const ms = (name: string): number => Number((url.searchParams.get(name) ?? '').slice(0, -6));
    if (url.pathname === '/loki/api/v1/query_range') {
      const found = lines.filter(({ atMs }) => atMs >= ms('start') && atMs < ms('end'));
      const values = found.map(({ atMs, text }) => [`${atMs}000000`, text]);
      return {
        status: 200,
        body: { status: 'success', data: { resultType: 'streams', result: [{ stream: { app: 'shop' }, values }], stats: {} } },
      };
    }
    const rangeMs = Number(/\[(\d+)ms\]/.exec(url.searchParams.get('query') ?? '')?.[1]);
    const count = lines.filter(({ atMs }) => atMs >= ms('time') - rangeMs && atMs < ms('time')).length;
    const result = count === 0 ? [] : [{ metric: {}, value: [ms('time') / 1_000, String(count)] }];
    return { status: 200, body: { status: 'success', data: { resultType: 'vector', result } } };
  };
const readLoki = (settings: { secret?: string; tenant?: string } = {}, given: { query?: string } = {}) =>
  createLoki({
    name: 'main',
    url: service.url,
    secret: settings.secret === undefined ? null : secretOf(settings.secret),
    tenant: settings.tenant,
  })({ ...query, query: given.query ?? null }, context, signal);

describe('Loki', () => {
  it('compares the trouble with the time before and with the day before', async () => {
    service.answers(loki(LINES));
    const reading = await readLoki({ secret: 'token', tenant: 'team-a' });
    expect(reading.fields).toMatchObject({
      lines: 5,
      before: 2,
      dayBefore: 1,
      times: 2.5,
      new: 1,
      newLines: 3,
      cause: 'connections_exhausted',
    });
    expect(reading.facts).toMatchObject([{ kind: 'mention', service: 'shop', component: 'database' }]);
    expect([...Object.keys(reading.fields), 'unread']).toEqual(LOG_FIELDS);
    expect(service.calls).toHaveLength(6);
    expect(service.calls[0]?.headers).toMatchObject({ authorization: 'Bearer token', 'x-scope-orgid': 'team-a' });
    expect(
      service.calls
        .map(({ path }) => new URL(path, service.url).searchParams.get('query'))
        .every((text) => text?.includes('{app="shop"} |= "error"')),
    ).toBe(true);
  });

  it.each([
    ['{app="shop"}', true],
    [' {app=~"a}b", env=`x"`} ', true],
    ['{app="shop"} |= "x"', false],
    ['{app="shop"} | json | level="error"', false],
  ])('narrows %s to errors: %s', async (text, isNarrowed) => {
    service.answers(loki([]));
    await readLoki({}, { query: text });
    const asked = service.calls.map(({ path }) => new URL(path, service.url).searchParams.get('query') ?? '');
    expect(asked.map((one) => one.includes('(?i)(error|'))).toEqual(asked.map(() => isNarrowed));
  });

  it('uses a user and a password', async () => {
    service.answers(loki([]));
    expect((await readLoki({ secret: 'user:password' })).fields).toMatchObject({ lines: 0, before: 0, new: 0 });
    expect(service.calls[0]?.headers.authorization).toBe(`Basic ${Buffer.from('user:password').toString('base64')}`);
  });

  it('counts lines beyond those that it reads', async () => {
    const counted = loki(LINES);
    service.answers((call) => {
      const answer = counted(call);
      return call.path.startsWith('/loki/api/v1/query?')
        ? { status: 200, body: { data: { resultType: 'vector', result: [{ value: [1, '5000'] }] } } }
        : answer;
    });
    const reading = await readLoki();
    expect(reading.fields).toMatchObject({ lines: 5_000, before: 5_000 });
    expect(reading.evidence).toContain('only 5 of 5000 lines of the trouble were compared');
  });

  it.each([
    [{ status: 400, body: 'parse error at line 1, col 5: syntax error' }, 'source_query_rejected'],
    [{ status: 401 }, 'source_refused'],
    [{ status: 429, headers: { 'retry-after': '5' } }, 'source_refused'],
    [{ status: 302, headers: { location: 'https://login.example.com' } }, 'source_refused'],
    [{ status: 200, body: '<html>' }, 'source_answer_unreadable'],
    [{ status: 200, body: { data: { resultType: 'matrix', result: [] } } }, 'source_query_rejected'],
    [{ status: 200, body: { status: 'success' } }, 'source_answer_unreadable'],
    [{ status: 200, body: { data: { resultType: 'streams', result: 'x' } } }, 'source_answer_unreadable'],
  ] as const)('does not take %j for an answer', async (answer, code) => {
    service.answers(answer);
    await expect(readLoki()).rejects.toMatchObject({ code });
  });

  it('passes over what is not a line', async () => {
    const broken = { data: { resultType: 'streams', result: [null, { values: [null, [1], ['x', 3]] }, { values: 'x' }] } };
    service.answers(({ path }) => ({
      status: 200,
      body: path.includes('query_range') ? broken : { data: { resultType: 'vector', result: [{}] } },
    }));
    expect((await readLoki()).fields).toMatchObject({ lines: 0 });
  });
});

describe('Elasticsearch', () => {
  const search =
    (lines: readonly Line[]) =>
    ({ body }: ServiceCall): Answer => {
      const { query: asked } = JSON.parse(body) as {
        query: { bool: { filter: [{ range: { '@timestamp': { gte: number; lt: number } } }] } };
      };
      const { gte, lt } = asked.bool.filter[0].range['@timestamp'];
      const found = lines.filter(({ atMs }) => atMs >= gte && atMs < lt);
      const hits = found.map(({ atMs, text }) => ({ _source: { '@timestamp': new Date(atMs).toISOString(), message: text } }));
      return {
        status: 200,
        body: { timed_out: false, _shards: { total: 1, failed: 0 }, hits: { total: { value: found.length, relation: 'eq' }, hits } },
      };
    };
  const read = (secret?: string) =>
    createElasticsearch({ name: 'logs', url: service.url, secret: secret === undefined ? null : secretOf(secret), index: 'logs-*,app-*' })(
      { ...query, query: 'service.name:shop AND log.level:error' },
      context,
      signal,
    );

  it('compares the same spans as for Loki', async () => {
    service.answers(search(LINES));
    const reading = await read('key');
    expect(reading.fields).toMatchObject({ lines: 5, before: 2, dayBefore: 1, new: 1, newLines: 3, cause: 'connections_exhausted' });
    expect(service.calls).toHaveLength(3);
    expect(service.calls[0]).toMatchObject({
      method: 'POST',
      path: '/logs-*,app-*/_search?ignore_unavailable=true',
      headers: { authorization: 'ApiKey key' },
    });
    expect(service.calls.map(({ body }) => JSON.parse(body).sort[0]['@timestamp'].order).sort()).toEqual(['asc', 'desc', 'desc']);
  });

  it('reads nested and dotted fields, errors too', async () => {
    const document = (source: object) => ({ _source: { '@timestamp': startMs, ...source } });
    const hits = [
      document({ msg: 'a', error: { message: 'connect ECONNREFUSED 10.0.0.1:5432' } }),
      document({ 'event.original': 'dotted' }),
      document({ event: { original: 'nested' } }),
      document({}),
      {},
      null,
    ];
    service.answers({ status: 200, body: { hits: { total: 6, hits } } });
    expect((await read()).fields).toMatchObject({ lines: 6, before: 6 });
  });

  it.each([
    [
      { status: 400, body: { error: { root_cause: [{ reason: 'Failed to parse query [a AND]' }] } } },
      'source_query_rejected',
      'Failed to parse query',
    ],
    [{ status: 404, body: { error: { reason: 'no such index [logs]' } } }, 'source_refused', 'no such index'],
    [{ status: 403, body: {} }, 'source_refused', 'HTTP 403'],
    [{ status: 200, body: { timed_out: true, hits: { hits: [] } } }, 'source_timeout', 'only a part'],
    [{ status: 200, body: { _shards: { total: 0, failed: 0 }, hits: { hits: [] } } }, 'source_query_rejected', 'no index logs-*,app-*'],
    [{ status: 200, body: { _shards: { failed: 2 }, hits: { hits: [] } } }, 'source_timeout', 'only a part'],
    [{ status: 200, body: [] }, 'source_answer_unreadable', 'not one of a search'],
  ] as const)('does not take %j for an answer', async (answer, code, words) => {
    service.answers(answer);
    const error = await read().then(
      () => null,
      (thrown: SourceError) => thrown,
    );
    expect(error).toMatchObject({ code, message: expect.stringContaining(words) });
  });
});

it('passes over lines of a time that no date can hold', async () => {
  const lines = loki([{ atMs: startMs + 1, text: 'broken' }]);
  service.answers((call) => {
    const answer = lines(call);
    return { ...answer, body: JSON.stringify(answer.body).replace(/"\d+000000"/, `"${'9'.repeat(30)}"`) };
  });
  expect((await readLoki()).fields).toMatchObject({ lines: 1, new: 0 });
});

it('says that there is no query', async () => {
  const bare = createLoki({ name: 'main', url: service.url, secret: null });
  await expect(bare(query, { ...context, service: null }, signal)).rejects.toMatchObject({ code: 'source_query_rejected' });
});
