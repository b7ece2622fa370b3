import { type FieldMap, mapFields, mapProblems } from '../../../../src/incident/alerts/map-fields';
import { parseEvents } from '../../../../src/incident/alerts/parse-events';

const RECEIVED_AT = '2026-11-24T00:00:00.000Z';
const read = (body: unknown, map: FieldMap, source?: string) => parseEvents(body, { receivedAt: RECEIVED_AT, map, source });

const HOME_MADE = {
  check: { name: 'Queue is full', level: 'P1', seen: ['2026-11-23T22:00:00Z'] },
  state: 'BAD',
  now: { phase: 'resolved' },
  title: 'Message from the monitor',
  'run book': { href: 'https://wiki.example.com/queue' },
  meta: { 'data centre': 'eu-1', owner: { team: 'queues' } },
  severity: 'low',
};
const MAP: FieldMap = {
  title: '$.check.name',
  severity: '$.check.level',
  status: '$.now.phase',
  startedAt: '$.check.seen[0]',
  link: "$['run book'].href",
  fingerprint: '$.check.name',
  'labels.dc': '$.meta["data centre"]',
  'labels.team': '$.meta.owner.team',
  description: '$.nothing.here',
};

it('takes mapped fields first', () => {
  expect(read(HOME_MADE, MAP)).toMatchObject([
    {
      source: 'generic',
      title: 'Queue is full',
      severity: 'critical',
      status: 'resolved',
      startedAt: '2026-11-23T22:00:00.000Z',
      fingerprint: 'generic:Queue is full',
      links: ['https://wiki.example.com/queue'],
      labels: { dc: 'eu-1', team: 'queues' },
    },
  ]);
});

it('reads the rest by the usual names, and what a path does not find', () => {
  const map = { title: '$.absent', severity: '$.check.level.deeper', 'labels.x': '$.check.seen[7]' };
  expect(read(HOME_MADE, map)).toMatchObject([{ title: 'Message from the monitor', severity: 'low', labels: {} }]);
  expect(read({ ...HOME_MADE, labels: { env: 'prod' } }, MAP)).toMatchObject([{ labels: { env: 'prod', dc: 'eu-1' } }]);
  expect(read({ ...HOME_MADE, labels: ['env:prod'] }, MAP)).toMatchObject([{ labels: { env: 'prod', dc: 'eu-1' } }]);
});

it('maps each item of a list, and what looks like a vendor only if it is said to be generic', () => {
  expect(read([HOME_MADE, { check: { name: 'Second' } }], MAP).map(({ title }) => title)).toEqual(['Second', 'Queue is full']);
  const kuma = { heartbeat: { status: 0 }, monitor: { name: 'x' }, check: { name: 'Mine' } };
  expect(read(kuma, { title: '$.check.name' })).toMatchObject([{ source: 'uptime-kuma', title: 'x is down' }]);
  expect(read(kuma, { title: '$.check.name' }, 'generic')).toMatchObject([{ source: 'generic', title: 'Mine' }]);
});

it('follows own properties only, and changes nothing', () => {
  const body = JSON.parse('{"__proto__": {"polluted": "yes", "title": "x"}, "a": {"b": 1}}');
  const before = JSON.stringify(body);
  const paths = ['$.constructor.name', '$.a.toString', "$['constructor']['prototype']", '$.a.b.length'];
  for (const path of paths) expect(mapFields({ a: { b: 'text' } }, { title: path })).toEqual({ a: { b: 'text' } });
  expect(mapFields(body, { title: '$.__proto__.title' })).toMatchObject({ title: 'x' });
  expect(JSON.stringify(body)).toBe(before);
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  expect(({} as { title?: unknown }).title).toBeUndefined();
});

describe('a map', () => {
  it.each(['$.a', '$.a.b[0].c', "$['c d']", '$["it\'s"]', '$[0].x', '$.a-b.@timestamp'])('may hold the path %s', (path) => {
    expect(mapProblems({ title: path })).toEqual([]);
  });

  it.each(['', 'a.b', '$', '$.', '$..a', '$.a[', '$.a[-1]', '$.a[*]', "$['a]", '$.a b', '$.a[0', '$a', '$.a()', `$${'.a'.repeat(400)}`])(
    'cannot hold the path %j',
    (path) => {
      expect(mapProblems({ title: path })).toEqual([
        expect.objectContaining({ field: 'title', problem: expect.stringContaining('is not a path') }),
      ]);
      expect(mapFields({ a: 1 }, { title: path })).toEqual({ a: 1 });
    },
  );

  it('names the fields that it cannot map', () => {
    expect(mapProblems({ titel: '$.a', labels: '$.l', 'labels.': '$.x', __proto__x: '$.a' }).map(({ field }) => field)).toEqual([
      'titel',
      'labels.',
      '__proto__x',
    ]);
  });
});
