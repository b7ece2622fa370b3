import fc from 'fast-check';
import {
  REACH_ALL,
  remedyOutOfReach,
  tellOutOfReach,
  whyOutOfReach,
  whyTargetIsOutOfReach,
} from '../../../../src/incident/investigation/probe-reach';

const GATEWAYS = ['172.17.0.1', 'fd00:17::1'];

it.each([
  ['2852039166:80', 'link_local'],
  ['0xA9FEA9FE:80', 'link_local'],
  ['0251.0376.0251.0376:80', 'link_local'],
  ['169.254.43518:80', 'link_local'],
  ['[::ffff:a9fe:a9fe]:80', 'link_local'],
  ['http://[::ffff:169.254.169.254]/', 'link_local'],
  ['[64:ff9b::a9fe:a9fe]:80', 'link_local'],
  ['[::a9fe:a9fe]:80', 'link_local'],
  ['[fe80::1%eth0]:80', 'link_local'],
  ['postgres://0xA9FEA9FE/x', 'link_local'],
  ['169.254.169.254.:80', 'link_local'],
  ['http://metadata.goog/', 'metadata'],
  ['METADATA.google.internal.:80', 'metadata'],
  ['[fd00:ec2::254]:80', 'metadata'],
  ['[fd20:ce::254]:80', 'metadata'],
  ['[fd00:42::42]:80', 'metadata'],
  ['[fd00:a9fe:a9fe::1]:80', 'metadata'],
  ['[64:ff9b:1:a9fe:a9:fe00:808:808]:80', 'link_local'],
  ['168.63.129.16:80', 'metadata'],
  ['100.100.100.200:80', 'metadata'],
  ['localhost:5432', 'loopback'],
  ['db.LOCALHOST:5432', 'loopback'],
  ['127.1:80', 'loopback'],
  ['0:80', 'loopback'],
  ['[::1]:80', 'loopback'],
  ['[::]:80', 'loopback'],
  ['host.docker.internal:80', 'gateway'],
  ['vm.docker.internal:80', 'gateway'],
  ['docker.for.mac.host.internal:80', 'gateway'],
  ['host.lima.internal:80', 'gateway'],
  ['host.orb.internal:80', 'gateway'],
  ['host.rancher-desktop.internal:80', 'gateway'],
  ['255.255.255.255:80', 'special'],
])('%s is %s, and nothing in the configuration can allow it', (target, rule) => {
  for (const reach of [REACH_ALL, { allow: ['0.0.0.0/0', '::/0'], deny: [] }])
    expect(whyTargetIsOutOfReach(target, reach)?.rule).toBe(rule);
});

it.each([
  '10.0.0.5',
  '192.168.1.1',
  '172.17.0.2',
  '8.8.8.8',
  'fd00:1::5',
  '2001:db8::1',
  'db-1',
  'shop.example.com',
  '169.253.1.1',
  '128.0.0.1',
])('%s may be looked at', (host) => {
  expect(whyOutOfReach(host, REACH_ALL, GATEWAYS)).toBeNull();
});

it.each(['172.17.0.1', '0xac110001', '::ffff:172.17.0.1', 'fd00:17::1'])('%s is the engine’s own machine', (host) => {
  expect(whyOutOfReach(host, REACH_ALL, GATEWAYS)?.rule).toBe('gateway');
});

it('narrows by the configuration', () => {
  const reach = { allow: ['10.0.0.0/8', 'fd00::/8'], deny: ['10.9.0.0/16'] };
  const rules = (...hosts: string[]) => hosts.map((host) => whyOutOfReach(host, reach)?.rule ?? null);
  expect(rules('10.1.2.3', 'fd00::1', '10.9.0.1', '8.8.8.8', '2002:a01:203::')).toEqual([
    null,
    null,
    'denied',
    'not_allowed',
    'not_allowed',
  ]);
});

it('names the address and the rule, and what to do', () => {
  const found = whyOutOfReach('0xA9FEA9FE', REACH_ALL);
  if (found === null) throw new Error('it was let through');
  expect(tellOutOfReach(found)).toBe(
    '169.254.169.254 is a link-local address, which probes never contact: clouds hand out credentials there',
  );
  expect(remedyOutOfReach(found)).toContain('other machines can reach');
  expect(remedyOutOfReach({ host: '10.0.0.1', rule: 'denied' })).toContain('probes.deny');
});

it('finds the metadata address in every way of writing it', () => {
  const parts = [169n, 254n, 169n, 254n];
  const number = parts.reduce((value, part) => (value << 8n) | part, 0n);
  const written = (value: bigint, base: number): string =>
    base === 16 ? `0x${value.toString(16)}` : base === 8 ? `0${value.toString(8)}` : value.toString();
  const base = fc.constantFrom(8, 10, 16);
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 4 }),
      fc.array(base, { minLength: 4, maxLength: 4 }),
      fc.constantFrom('', '.'),
      (count, bases, dot) => {
        const last = number & ((1n << BigInt(8 * (5 - count))) - 1n);
        const values = [...parts.slice(0, count - 1), last];
        const host = values.map((value, index) => written(value, bases[index] ?? 10)).join('.');
        expect([host, whyOutOfReach(host + dot, REACH_ALL)?.rule]).toEqual([host, 'link_local']);
      },
    ),
  );
});
