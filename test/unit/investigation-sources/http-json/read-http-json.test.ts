import fc from 'fast-check';
import { fillQuery } from '../../../../src/incident/investigation/queries/fill-query';
import type { SourceQuery } from '../../../../src/incident/model/investigation/source-query';
import { createDataSources } from '../../../../src/investigation-sources/data-sources';
import { createSourceReaders } from '../../../../src/investigation-sources/source-readers';
import { sampleIncident } from '../../../support/sample-incident';
import { startScriptedService } from '../../../support/scripted-service';
import { NO_SOURCE_SETTINGS } from '../../../support/source-settings';

let service: Awaited<ReturnType<typeof startScriptedService>>;
beforeAll(async () => {
  service = await startScriptedService();
});
afterAll(() => service.stop());

const secret = { value: () => 'key', refresh: () => 'key' };
const CONTEXT = { startedAt: new Date(0), now: new Date(0), services: [] };
const read = (fields: Record<string, string>, path = '/status?x=1') => {
  const readers = createSourceReaders({
    ...NO_SOURCE_SETTINGS,
    httpJson: [{ name: 'status', url: `${service.url}/api`, secret, header: 'X-Api-Key' }],
  });
  return createDataSources(readers).read({ from: 'httpJson', source: 'status', path, fields }, CONTEXT, new AbortController().signal);
};

it('reads numbers, texts, truths and counts', async () => {
  service.answers({
    status: 200,
    body: {
      load: 0.5,
      state: 'up\u202e',
      ok: false,
      none: null,
      list: [1, 2],
      one: {},
      until: '1970-01-08T23:59:59Z',
      over: '1969-12-31T23:00:00+00:00',
      checks: [
        { name: 'db', s: 'down' },
        { name: 'web', s: 'up' },
      ],
    },
  });
  const { fields, evidence } = await read({
    load: '$.load',
    state: '$.state',
    ok: '$.ok',
    none: '$.none',
    list: '$.list',
    one: '$.one',
    gone: '$.gone.deeper',
    db: '$.checks[?@.name=="db"].s',
    down: 'count $.checks[?@.s=="down"]',
    lost: 'count $.checks[?@.s=="lost"]',
    inherited: '$.constructor',
    week: 'daysUntil $.until',
    over: 'daysUntil $.over',
    never: 'daysUntil $.state',
    sum: 'daysUntil $.load',
  });
  expect(fields).toEqual({
    load: 0.5,
    state: 'up',
    ok: 'false',
    none: null,
    list: 2,
    one: null,
    gone: null,
    db: 'down',
    down: 1,
    lost: 0,
    inherited: null,
    week: 7,
    over: -1,
    never: null,
    sum: null,
  });
  expect(evidence).toContain('db: down');
  expect(service.calls.map(({ method, path, headers }) => [method, path, headers['x-api-key'], headers.authorization])).toEqual([
    ['GET', '/api/status?x=1', 'key', undefined],
  ]);
});

it('hides a password in an address that an answer names', async () => {
  service.answers({ status: 200, body: { db: 'postgres://shop:hunter2@db:5432/orders is down' } });
  const { fields, evidence } = await read({ db: '$.db' });
  expect(JSON.stringify([fields, evidence])).not.toContain('hunter2');
  expect(fields.db).toMatch(/^postgres:.*@?db:5432\/orders is down$/);
});

it('reads a list as well, and no deeper than is safe', async () => {
  service.answers({ status: 200, body: '[3]' });
  expect((await read({ first: '$[0]' })).fields).toEqual({ first: 3 });
  service.answers({ status: 200, body: `${'['.repeat(5_000)}${']'.repeat(5_000)}` });
  await expect(read({ deep: '$..x' })).rejects.toThrow(/\$\.\.x cannot be read in its answer \(.*recursion/);
});

it('reads an answer with more matches than a call has room for', async () => {
  service.answers({ status: 200, body: `[${'{"x":1},'.repeat(200_000)}{"x":2}]` });
  expect((await read({ ones: 'count $[?@.x==1]', all: 'count $[*]', first: '$[*].x' })).fields).toEqual({
    ones: 200_000,
    all: 200_001,
    first: 1,
  });
  service.answers({ status: 200, body: `{"a":{"b":[${'1,'.repeat(300_000)}1]}}` });
  await expect(read({ within: '$.a[?count(@[*])>1]' })).rejects.toThrow('cannot be read in its answer');
});

it.each([
  ['/../admin', 'the path leaves the configured address'],
  ['/%2e%2e/admin', 'the path leaves the configured address'],
])('asks nothing outside its address: %s', async (path, message) => {
  service.answers({ status: 200 });
  await expect(read({ a: '$.a' }, path)).rejects.toThrow(message);
  expect(service.calls).toEqual([]);
});

it('finds by a label exactly what has its value, whatever the label', async () => {
  const value = fc
    .oneof(fc.string(), fc.string({ unit: fc.constantFrom('"', "'", '\\', ']', '?', '@', 'a', '{') }))
    .filter((text) => text.trim() === text && text !== '' && !text.includes(',') && !/\p{Cc}|\{\{/u.test(text));
  await fc.assert(
    fc.asyncProperty(value, async (label) => {
      const query: SourceQuery = {
        from: 'httpJson',
        source: null,
        path: '/',
        fields: {
          double: '$[?@.name=="{{incident.labels.a}}"].at',
          single: "$[?@.name=='{{incident.labels.a}}'].at",
          count: "count $[?@.name=='{{incident.labels.a}}']",
        },
      };
      const filled = fillQuery(query, { incident: sampleIncident({ labels: { a: label } }), target: null, service: null });
      if (!('query' in filled) || filled.query.from !== 'httpJson') throw new Error(JSON.stringify(filled));
      service.answers({
        status: 200,
        body: [
          { name: 'other', at: 1 },
          { name: label, at: 2 },
        ],
      });
      expect((await read({ ...filled.query.fields })).fields).toEqual({ double: 2, single: 2, count: label === 'other' ? 2 : 1 });
    }),
    { numRuns: 60 },
  );
});

it('names the path that was asked, without its query, in an error', async () => {
  service.answers({ status: 404, body: { message: 'no such page' } });
  await expect(read({ a: '$.a' }, '/que?key=hidden-1')).rejects.toMatchObject({
    message: expect.stringMatching(/ at http:\/\/[^/]+, path \/que: HTTP 404 \(no such page\)$/),
  });
  service.answers({ status: 200, body: '<html>' });
  await expect(read({ a: '$.a' }, '/page')).rejects.toThrow(/, path \/page: the answer is not JSON/);
});
