import { createRunProbe, type RunProbeDependencies } from '../../../src/activities/run-probe';
import type { Reading } from '../../../src/incident/model/investigation/reading';
import type { SourceQuery } from '../../../src/incident/model/investigation/source-query';
import type { Runbook, SourceProbe } from '../../../src/incident/model/runbook';
import type { DataSources, ReadContext } from '../../../src/investigation-sources/port';
import { SourceError } from '../../../src/investigation-sources/source-error';
import { sampleIncident, sampleProbe } from '../../support/sample-incident';
import { sampleService } from '../../support/sample-service';
import { withoutContainers } from '../../support/without-containers';

const QUERY = { source: null, read: 'instant', signal: 'errors', unit: null, historyMs: 1, stepMs: 1 } as const;
const DEFINITION: SourceProbe = {
  runs: 'source',
  id: 'tcp-connect',
  title: 'Errors',
  aspect: 'availability',
  kind: 'health',
  component: 'api',
  weight: 3,
  targets: 'service',
  timeoutMs: 1_000,
  recommend: { fail: ['Look at it.'] },
  query: { from: 'prometheus', query: 'up{job="{{service.name}}"}', ...QUERY },
  outcomes: [
    {
      when: { value: { is: '>', than: 0 } },
      status: 'fail',
      message: '{{value}} fail',
      link: null,
      cause: 'errors_returned',
      recommend: [],
    },
  ],
};
const READING: Reading = { fields: { value: 3 }, evidence: ['3 of 4'], facts: [], series: [] };
const CART = sampleService('cart');

/** Without an engine: whatever would use it fails. */
function asking(read: DataSources['read'], changes: Partial<SourceProbe> = {}) {
  const runbooks: Runbook[] = [{ id: 'network', title: 'Network', when: [], probes: [{ ...DEFINITION, ...changes }] }];
  const dependencies: RunProbeDependencies = {
    ...withoutContainers(),
    runbooks: async () => ({ runbooks, problem: null }),
    services: async () => ({ services: [sampleService('db'), CART], problem: null }),
    sources: { read },
    now: () => new Date('2026-01-01T10:00:01.000Z'),
  };
  const run = createRunProbe(dependencies);
  const probe = sampleProbe({ target: null, service: 'cart', timeoutMs: changes.timeoutMs ?? DEFINITION.timeoutMs });
  return (signal?: AbortSignal, of: Partial<typeof probe> = {}) =>
    run({ incident: sampleIncident(), probe: { ...probe, ...of }, attempt: 2, run: 'r-1' }, signal);
}

it('asks the source about the service and the time of the trouble, and needs no engine', async () => {
  const asked: [SourceQuery, ReadContext][] = [];
  const finding = await asking(async (query, context) => {
    asked.push([query, context]);
    return READING;
  })();
  expect(finding).toMatchObject({
    status: 'fail',
    summary: '3 fail',
    evidence: ['3 of 4'],
    recommendations: ['Look at it.'],
    service: 'cart',
    attempt: 2,
    facts: [{ kind: 'state', cause: 'errors_returned', holds: true, service: 'cart' }],
  });
  expect(asked).toEqual([
    [
      { ...QUERY, from: 'prometheus', query: 'up{job="cart"}' },
      { startedAt: new Date('2026-01-01T09:58:00.000Z'), now: new Date('2026-01-01T10:00:01.000Z'), services: [CART] },
    ],
  ]);
});

it('asks about several services at once, nearest first', async () => {
  const asked: string[] = [];
  const run = asking(
    async (_, { services }) => {
      asked.push(...services.map(({ name }) => name));
      return READING;
    },
    { targets: 'services', query: { from: 'metrics', historyMs: 1, stepMs: 1 } },
  );
  const finding = await run(undefined, { service: undefined as never, services: ['cart', 'db'] });
  expect(asked).toEqual(['cart', 'db']);
  expect(finding).not.toHaveProperty('services');
});

it('is unknown with the reason and the remedy if the source cannot be read', async () => {
  const run = asking(() => Promise.reject(new SourceError('source_refused', 'Prometheus "main": HTTP 401', 'Set a valid secret.')));
  expect(await run()).toMatchObject({
    status: 'unknown',
    summary: 'unknown: Prometheus "main": HTTP 401',
    recommendations: ['Set a valid secret.'],
    attempt: 2,
  });
});

it('is unknown if the source takes longer than the probe may', async () => {
  const run = asking(
    (_query, _context, signal) => new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(new Error('aborted')))),
    { timeoutMs: 20 },
  );
  expect(await run()).toMatchObject({ status: 'unknown', summary: 'unknown: the data source did not answer within 20 ms' });
});

it('names the source that takes longer than the probe may, if the source says which it is', async () => {
  const late = new SourceError('source_timeout', "Loki main: no answer in the probe's time", 'Narrow the query.');
  const run = asking((_query, _context, signal) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(late))), {
    timeoutMs: 20,
  });
  expect(await run()).toMatchObject({
    summary: "unknown: Loki main: no answer in the probe's time",
    recommendations: ['Narrow the query.'],
  });
});

it('makes no finding of what was read until it was cancelled', async () => {
  const controller = new AbortController();
  const run = asking((_query, _context, signal) => {
    const partial = new Promise<Reading>((resolve) => signal.addEventListener('abort', () => resolve(READING)));
    controller.abort();
    return partial;
  });
  await expect(run(controller.signal)).rejects.toThrow('aborted');
});

it('passes cancellation on, and does not take it for an answer', async () => {
  const controller = new AbortController();
  const run = asking((_query, _context, signal) => {
    const ended = new Promise<Reading>((_resolve, reject) => {
      signal.addEventListener('abort', () => reject(new SourceError('source_timeout', 'late', '')));
    });
    controller.abort();
    return ended;
  });
  await expect(run(controller.signal)).rejects.toThrow('late');
});

it('asks nothing if a value is missing or not allowed', async () => {
  const read = jest.fn<Promise<Reading>, []>();
  const run = asking(read, { query: { from: 'prometheus', query: 'up{job="{{service.namespace}}"}', ...QUERY } });
  expect(await run()).toMatchObject({
    status: 'unknown',
    summary: 'unknown: the query was not sent: there is no value for {{service.namespace}}',
  });
  expect(read).not.toHaveBeenCalled();
});

it('is unknown if this worker does not know the service', async () => {
  const run = asking(async () => READING);
  expect(await run(undefined, { service: 'gone' })).toMatchObject({
    status: 'unknown',
    summary: 'unknown: the worker has no service gone',
    recommendations: ['Give all workers the same services file.'],
  });
});

it('lets an error that nobody foresaw be retried', async () => {
  await expect(asking(() => Promise.reject(new TypeError('bug')))()).rejects.toThrow('bug');
});
