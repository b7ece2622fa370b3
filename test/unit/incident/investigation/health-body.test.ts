import fc from 'fast-check';
import { failingComponents } from '../../../../src/incident/investigation/health-body';

const names = (page: unknown): readonly string[] =>
  failingComponents(typeof page === 'string' ? page : JSON.stringify(page)).map(({ name, status }) => `${name} ${status}`);

it.each<[string, unknown, readonly string[]]>([
  [
    'Spring Boot',
    {
      status: 'DOWN',
      components: {
        db: {
          status: 'DOWN',
          components: {
            orders: { status: 'DOWN', details: { error: 'java.net.ConnectException: Connection refused' } },
            users: { status: 'UP' },
          },
        },
        diskSpace: { status: 'UP', details: { total: 1, free: 1, threshold: 1, exists: true } },
        mail: { status: 'OUT_OF_SERVICE' },
        ping: { status: 'UP' },
        unsure: { status: 'UNKNOWN' },
      },
      groups: ['liveness', 'readiness'],
    },
    ['orders DOWN', 'mail OUT_OF_SERVICE'],
  ],
  ['Spring Boot 2.1', { status: 'DOWN', details: { redis: { status: 'DOWN', details: { error: 'x' } } } }, ['redis DOWN']],
  ['Spring Boot 1', { status: 'DOWN', rabbit: { status: 'DOWN', error: 'x' }, db: { status: 'UP' } }, ['rabbit DOWN']],
  [
    'ASP.NET',
    {
      status: 'Unhealthy',
      totalDuration: '00:00:00.05',
      entries: {
        sqlserver: { status: 'Unhealthy', description: 'A network-related error', duration: '00:00:00.04', tags: [] },
        cache: { status: 'Degraded', tags: ['ready'] },
        self: { status: 'Healthy' },
      },
    },
    ['sqlserver Unhealthy', 'cache Degraded'],
  ],
  [
    'ASP.NET as a list',
    {
      status: 'Unhealthy',
      results: [
        { name: 'db', status: 'Unhealthy' },
        { name: 'self', status: 'Healthy' },
      ],
    },
    ['db Unhealthy'],
  ],
  [
    'MicroProfile',
    {
      status: 'DOWN',
      checks: [
        { name: 'queue', status: 'DOWN', data: { why: 'x' } },
        { name: 'a', status: 'UP' },
      ],
    },
    ['queue DOWN'],
  ],
  [
    'Terminus',
    {
      status: 'error',
      info: { a: { status: 'up' } },
      error: { db: { status: 'down', message: 'x' } },
      details: { a: { status: 'up' }, db: { status: 'down' } },
    },
    ['db down'],
  ],
  [
    'health+json',
    {
      status: 'fail',
      checks: {
        'cassandra:responseTime': [{ componentType: 'datastore', observedValue: 250, status: 'pass', time: '2018-01-17T03:36:48Z' }],
        'cassandra:connections': [{ componentType: 'datastore', status: 'fail', output: 'no connection' }],
        uptime: [{ status: 'warn' }],
      },
      notes: [''],
      serviceId: 'f03e522f',
    },
    ['cassandra:connections fail', 'uptime warn'],
  ],
  ['Kubernetes', '[+]ping ok\n[-]etcd failed: reason withheld\n[+]poststarthook/x ok\nhealthz check failed\n', ['etcd failed']],
])('reads the page of %s', (_, page, expected) => {
  expect(names(page)).toEqual(expected);
});

it('keeps what the page says of a component', () => {
  const page = { status: 'DOWN', components: { db: { status: 'DOWN', details: { error: 'Connection refused', port: 5432 } } } };
  expect(failingComponents(JSON.stringify(page))).toEqual([{ name: 'db', status: 'DOWN', said: 'Connection refused' }]);
});

it.each<[string, unknown]>([
  ['another JSON', { data: { order: { status: 'failed' } } }],
  ['a list', [{ status: 'down' }]],
  ['an error of an API', { errors: [{ status: '500', title: 'down' }] }],
  ['a page that is well', { status: 'UP', components: { db: { status: 'UP' } } }],
  ['a word that is not known', { status: 'DOWN', components: { db: { status: 'WEARY' } } }],
  ['no component', { status: 'DOWN' }],
  ['text', 'Everything is down'],
  ['nothing', ''],
])('finds nothing in %s', (_, page) => {
  expect(names(page)).toEqual([]);
});

it('reads anything, and as much of it as is safe', () => {
  const deep = `${'{"components":{"a":'.repeat(3_000)}{"status":"DOWN"}${'}}'.repeat(3_000)}`;
  expect(names(deep)).toEqual([]);
  fc.assert(fc.property(fc.json(), (json) => failingComponents(json).length <= 5));
});
