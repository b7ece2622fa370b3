import type { SourceQuery } from '../../../../src/incident/model/investigation/source-query';
import { createDataSources } from '../../../../src/investigation-sources/data-sources';
import type { ReadContext } from '../../../../src/investigation-sources/port';
import { SourceError } from '../../../../src/investigation-sources/source-error';
import { createSourceReaders } from '../../../../src/investigation-sources/source-readers';
import { sampleService } from '../../../support/sample-service';
import { type Behaviour, startScriptedService } from '../../../support/scripted-service';
import { NO_SOURCE_SETTINGS } from '../../../support/source-settings';

type PromQuery = Extract<SourceQuery, { readonly from: 'prometheus' }>;
const STEP_MS = 60_000;
const QUERY: PromQuery = {
  from: 'prometheus',
  source: null,
  query: 'errors',
  read: 'instant',
  signal: 'errors',
  unit: null,
  historyMs: 6 * 3_600_000,
  stepMs: STEP_MS,
};
const NOW = Date.parse('2026-01-08T12:00:00.000Z');
const START = NOW - 15 * 60_000;
const context = (changes: Partial<ReadContext> = {}): ReadContext => ({
  startedAt: new Date(START),
  now: new Date(NOW),
  services: [],
  ...changes,
});
const signal = new AbortController().signal;

let service: Awaited<ReturnType<typeof startScriptedService>>;
beforeAll(async () => {
  service = await startScriptedService();
});
afterAll(() => service.stop());

const secret = { value: () => 'ann:pw', refresh: () => 'ann:pw' };
const sources = () =>
  createDataSources(createSourceReaders({ ...NO_SOURCE_SETTINGS, prometheus: [{ name: 'main', url: service.url, secret }] }));
const read = (query: SourceQuery, of = context()) => sources().read(query, of, signal);

interface Given {
  readonly [labels: string]: (at: number) => string | null;
}
/** A Prometheus whose series are functions of time, in milliseconds. */
const prometheus =
  (series: Given, extra: object = {}): Behaviour =>
  ({ path, body }) => {
    const form = new URLSearchParams(body);
    const at = (name: string): number => Number(form.get(name)) * 1_000;
    const metricOf = (labels: string) =>
      Object.fromEntries(
        labels
          .split(',')
          .filter(Boolean)
          .map((pair) => pair.split('=')),
      );
    const sample = (ms: number, value: string) => [ms / 1_000, value];
    const answer = (resultType: string, result: object) => ({
      status: 200,
      body: { status: 'success', data: { resultType, result }, ...extra },
    });
    if (path === '/api/v1/query') {
      const now = Object.entries(series).flatMap(([labels, value]) => {
        const found = value(at('time'));
        return found === null ? [] : [{ metric: metricOf(labels), value: sample(at('time'), found) }];
      });
      return answer('vector', now);
    }
    const steps = Math.round((at('end') - at('start')) / (Number(form.get('step')) * 1_000)) + 1;
    const times = Array.from({ length: steps }, (_, index) => at('start') + index * Number(form.get('step')) * 1_000);
    return answer(
      'matrix',
      Object.entries(series).map(([labels, value]) => ({
        metric: metricOf(labels),
        values: times.flatMap((ms) => {
          const found = value(ms);
          return found === null ? [] : [sample(ms, found)];
        }),
      })),
    );
  };

it('reads a value now and when the trouble began, of several series the largest', async () => {
  service.answers(prometheus({ 'job=cart': (at) => (at < NOW ? '4' : '2'), 'job=db,pod=a': () => '1', 'job=gone': () => 'NaN' }));
  const { fields, evidence } = await read(QUERY);
  expect(fields).toEqual({ value: 2, atStart: 4, max: 2, min: 1, sum: 3, series: 3 });
  expect(evidence).toEqual([
    'job=cart: 2 now, 4 when the trouble began',
    'job=db, pod=a: 1 now, 1 when the trouble began',
    'job=gone: no value now, no value when the trouble began',
  ]);
  const [first] = service.calls;
  expect([first?.method, first?.headers.authorization]).toEqual(['POST', `Basic ${Buffer.from('ann:pw').toString('base64')}`]);
  expect(service.calls.map(({ body }) => Number(new URLSearchParams(body).get('time')) * 1_000).sort()).toEqual([START, NOW]);
});

it('has no value where there is no series, or none but NaN and infinity', async () => {
  service.answers(prometheus({}));
  expect((await read(QUERY)).fields).toEqual({ value: null, atStart: null, max: null, min: null, sum: null, series: 0 });
  service.answers(prometheus({ a: () => '+Inf', b: () => 'NaN', c: () => '', d: () => '1.7e308' }));
  expect((await read(QUERY)).fields).toMatchObject({ value: null, sum: null, series: 4 });
});

it('compares with an hour, a day and a week before the trouble, as far as the history goes', async () => {
  const hour = 3_600_000;
  const days = (at: number): string | null => (at < START - 2 * 24 * hour ? null : at < START - 2 * hour ? '0' : at < START ? '2' : '8');
  service.answers(prometheus({ '': days }));
  const { fields, evidence } = await read({ ...QUERY, read: 'compare' });
  expect(fields).toEqual({
    value: 8,
    atStart: 8,
    hourAgo: 2,
    dayAgo: 0,
    weekAgo: null,
    timesHourAgo: 4,
    timesDayAgo: null,
    timesWeekAgo: null,
  });
  expect(evidence).toEqual(['now 8, when the trouble began 8, an hour before 2, a day before 0, a week before no value']);
});

describe('around the trouble, against its own history', () => {
  const wave = (at: number): number => 10 + Math.sin(at / 1_000_000);
  const broken = (at: number): string => String(at >= START ? 60 : wave(at));

  it('a metric that left its usual range is unusual, and plotted', async () => {
    service.answers(prometheus({ 'pod=a': (at) => String(wave(at)), 'pod=b': broken }));
    const { fields, evidence, facts, series } = await read({ ...QUERY, read: 'range', unit: 's' });
    expect(fields).toMatchObject({ verdict: 'unusual', value: 60 });
    expect(fields.low).toBeGreaterThan(8);
    expect(fields.high).toBeLessThan(12);
    expect(Date.parse(String(fields.since))).toBe(START);
    expect(facts.map((fact) => fact.kind === 'metric' && [fact.metric, fact.verdict, fact.service])).toEqual([
      ['pod=b', 'unusual', null],
      ['pod=a', 'usual', null],
    ]);
    expect(evidence[0]).toContain('pod=b is 60 s');
    expect(series).toHaveLength(1);
    expect(series[0]?.points.length).toBeLessThanOrEqual(200);
    expect(series[0]?.points.at(-1)).toEqual([NOW / 1_000, 60]);
  });

  it('asks for the history and the trouble, whose last sample is the newest', async () => {
    service.answers(prometheus({ '': broken }));
    await read({ ...QUERY, read: 'range' });
    const form = new URLSearchParams(service.calls[0]?.body);
    expect([Number(form.get('end')) * 1_000, Number(form.get('step'))]).toEqual([NOW, 60]);
    expect(Number(form.get('start')) * 1_000).toBeLessThanOrEqual(START - QUERY.historyMs);
  });

  it('is unclear without samples', async () => {
    service.answers(prometheus({}));
    expect((await read({ ...QUERY, read: 'range' })).fields).toEqual({
      value: null,
      usual: null,
      low: null,
      high: null,
      deviation: null,
      since: null,
      verdict: null,
    });
  });
});

describe('all metrics of the services', () => {
  const metric = (name: string, query = name) => ({ name, signal: 'latency', source: null, query, unit: 's' }) as const;
  const cart = sampleService('cart', { metrics: [metric('p99'), metric('p50')] });
  const db = sampleService('db', { metrics: [metric('queries')] });
  const METRICS: SourceQuery = { from: 'metrics', historyMs: 6 * 3_600_000, stepMs: STEP_MS };
  const of = context({ services: [cart, db] });
  const byQuery =
    (series: Readonly<Record<string, (at: number) => string | null>>): Extract<Behaviour, CallableFunction> =>
    (call, outgoing) => {
      const name = new URLSearchParams(call.body).get('query') ?? '';
      const found = series[name];
      if (found === undefined) return { status: 422, body: { status: 'error', error: `no ${name}` } };
      const answer = prometheus({ '': found });
      return typeof answer === 'function' ? answer(call, outgoing) : answer;
    };

  it('are facts in the order of the file, and one that cannot be read hides no other', async () => {
    service.answers(byQuery({ p99: (at) => (at >= START ? '9' : String(1 + Math.sin(at / 1_000_000) / 10)), queries: () => '5' }));
    const { fields, facts, evidence, series } = await read(METRICS, of);
    expect(fields).toEqual({ unusual: 1, usual: 1, unclear: 0, unread: 1 });
    expect(facts.map((fact) => fact.kind === 'metric' && [fact.service, fact.metric, fact.verdict])).toEqual([
      ['cart', 'p99', 'unusual'],
      ['db', 'queries', 'usual'],
    ]);
    expect(evidence).toEqual([
      expect.stringMatching(/^cart: p99 is 9 s/),
      '1 of 3 metrics are as usual, 0 have too few samples to tell',
      expect.stringMatching(/^cart: p50 couldn't be read: Prometheus main at http.*: HTTP 422 \(no p50\)$/),
    ]);
    expect(series.map(({ name }) => name)).toEqual(['cart: p99']);
  });

  it('cannot be read if none of them can', async () => {
    service.answers({ status: 500 });
    await expect(read(METRICS, of)).rejects.toThrow(SourceError);
  });

  it('are those that were read until the time was over', async () => {
    const [first, ...others] = Array.from({ length: 9 }, (_, index) => `m${index}`);
    const many = sampleService('many', { metrics: [first ?? '', ...others].map((name) => metric(name)) });
    const limit = new AbortController();
    // The ninth is asked for once one of the eight before it has been read.
    service.answers((call, outgoing) => {
      const name = new URLSearchParams(call.body).get('query') ?? '';
      if (name === 'm8') limit.abort();
      return name === first ? byQuery({ m0: () => '1' })(call, outgoing) : undefined;
    });
    const { fields } = await sources().read(METRICS, context({ services: [many] }), limit.signal);
    expect(fields).toEqual({ unusual: 0, usual: 1, unclear: 0, unread: 8 });
  });

  it('are asked for only so many at a time', async () => {
    const many = sampleService('many', { metrics: Array.from({ length: 40 }, (_, index) => metric(`m${index}`)) });
    let open = 0;
    let most = 0;
    service.answers((call, outgoing) => {
      open += 1;
      most = Math.max(most, open);
      setImmediate(() => {
        open -= 1;
        const answer = prometheus({ '': () => '1' });
        if (typeof answer !== 'function') return;
        outgoing.end(JSON.stringify(answer(call, outgoing)?.body));
      });
      return undefined;
    });
    expect((await read(METRICS, context({ services: [many] }))).fields).toEqual({ unusual: 0, usual: 40, unclear: 0, unread: 0 });
    expect(most).toBeLessThanOrEqual(8);
    expect(most).toBeGreaterThan(1);
  });

  it('ask the source that they name', async () => {
    const eu = sampleService('eu', { metrics: [{ ...metric('p99'), source: 'eu' }] });
    await expect(read(METRICS, context({ services: [eu] }))).rejects.toThrow('no prometheus source is named eu');
  });
});

it('passes on what Prometheus warns of', async () => {
  service.answers(prometheus({ '': () => '1' }, { warnings: ['a rate of a gauge', 3] }));
  expect((await read(QUERY)).evidence).toContain('Prometheus warns: a rate of a gauge');
});

it.each<[string, Behaviour, string, SourceError['code']]>([
  ['a page', { status: 200, body: '<html>' }, 'the answer is not JSON', 'source_answer_unreadable'],
  ['another JSON', { status: 200, body: { status: 'fine' } }, 'no result of a query', 'source_answer_unreadable'],
  ['a list', { status: 200, body: '[]' }, 'no result of a query', 'source_answer_unreadable'],
  ['an error with status 200', { status: 200, body: { status: 'error', error: 'x' } }, 'no result of a query', 'source_answer_unreadable'],
  [
    'a matrix',
    { status: 200, body: { status: 'success', data: { resultType: 'matrix', result: [] } } },
    'a matrix instead of a vector',
    'source_answer_unreadable',
  ],
  [
    'no list',
    { status: 200, body: { status: 'success', data: { resultType: 'vector', result: {} } } },
    'not a list of series',
    'source_answer_unreadable',
  ],
  [
    'no samples',
    { status: 200, body: { status: 'success', data: { resultType: 'vector', result: [{}] } } },
    'not a time with a value',
    'source_answer_unreadable',
  ],
  [
    'a time that no date can hold',
    { status: 200, body: { status: 'success', data: { resultType: 'vector', result: [{ value: [1e300, '1'] }] } } },
    'not a time with a value',
    'source_answer_unreadable',
  ],
  [
    'a wrong query',
    { status: 400, body: { status: 'error', errorType: 'bad_data', error: 'parse error at char 3' } },
    'HTTP 400 (parse error at char 3)',
    'source_query_rejected',
  ],
  ['a redirect', { status: 302, headers: { location: 'http://169.254.169.254/latest' } }, 'HTTP 302', 'source_refused'],
  ['too much', { status: 200, body: `"${'x'.repeat(17 * 1_024 * 1_024)}"` }, 'more than 16 MB', 'source_answer_unreadable'],
])('says what is wrong: %s', async (_, answer, message, code) => {
  service.answers(answer);
  const error = await read(QUERY).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(SourceError);
  expect(error).toMatchObject({ code, message: expect.stringContaining(message) });
  expect((error as SourceError).message).not.toContain('ann:pw');
});

it('stops when it is told to', async () => {
  const controller = new AbortController();
  service.answers(() => {
    controller.abort();
    return undefined;
  });
  await expect(sources().read(QUERY, context(), controller.signal)).rejects.toThrow(SourceError);
});

it('reads a scalar too', async () => {
  service.answers({ status: 200, body: { status: 'success', data: { resultType: 'scalar', result: [1, '3'] } } });
  expect((await read(QUERY)).fields).toMatchObject({ value: 3, series: 1 });
});
