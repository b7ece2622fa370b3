import { inShort, readAs } from './samples/read-as';
import { UPTIME_KUMA } from './samples/uptime-kuma';

const read = readAs('uptime-kuma');
const PAGE = 'Web / Login page';

it.each<[keyof typeof UPTIME_KUMA, string]>([
  ['down', `firing | high* | ${PAGE} is down`],
  ['up', `resolved | high* | ${PAGE}`],
  ['pending', `ignored | high* | ${PAGE} | notAnAlert`],
  ['maintenance', `ignored | high* | ${PAGE} | silenced`],
  ['a number as text', `firing | high* | ${PAGE} is down`],
  ['a severity among the tags', `firing | critical | ${PAGE} is down`],
  ['objects as texts', `firing | high* | ${PAGE} is down`],
  ['test', 'ignored | medium* | War room Testing | notAnAlert'],
])('reads %s', (name, expected) => {
  expect(inShort(read(UPTIME_KUMA[name]))).toBe(expected);
});

it('reads the time in UTC, else the local one with its offset', () => {
  const { heartbeat } = UPTIME_KUMA.down;
  expect(read(UPTIME_KUMA.down)).toMatchObject({ startedAt: '2026-11-23T23:51:35.527Z', problems: [] });
  expect(read({ ...UPTIME_KUMA.down, heartbeat: { ...heartbeat, time: undefined } }).startedAt).toBe('2026-11-23T23:51:35.000Z');
});

it('gives an expiring certificate one key, however many days are left', () => {
  const [first, later] = [read(UPTIME_KUMA.certificate), read(UPTIME_KUMA['certificate, a week later'])];
  expect(first).toMatchObject({ status: 'firing', severity: 'medium' });
  expect(later.fingerprint).toBe(first.fingerprint);
});

it('does not read the status from words', () => {
  const { heartbeat, monitor } = UPTIME_KUMA.down;
  expect(read({ heartbeat, monitor: { ...monitor, name: 'UP', pathName: 'UP' }, msg: 'everything is up' })).toMatchObject({
    status: 'firing',
  });
  expect(read({ heartbeat: { ...heartbeat, status: 7 }, monitor })).toMatchObject({
    status: 'firing',
    problems: [{ field: 'heartbeat.status', value: '7', taken: 'firing' }],
  });
});

it('keys on the monitor', () => {
  expect(read(UPTIME_KUMA.down).fingerprint).toBe('uptime-kuma:41');
  expect(read({ heartbeat: UPTIME_KUMA.down.heartbeat, monitor: { name: 'Login page' } }).fingerprint).toBe('uptime-kuma:41');
});
