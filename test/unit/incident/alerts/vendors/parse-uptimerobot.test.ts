import { inShort, readAs } from './samples/read-as';
import { UPTIMEROBOT } from './samples/uptimerobot';

const read = readAs('uptimerobot');

it.each<[keyof typeof UPTIMEROBOT, string]>([
  ['down', 'firing | high* | Shop is down'],
  ['up', 'resolved | high* | Shop'],
  ['an expiring certificate', 'firing | medium* | Shop: the certificate expires in 14 days'],
  ['a number', 'firing | high* | Shop is down'],
  ['paused', 'ignored | high* | Shop | notAnAlert'],
  ['the names of a template', 'firing | high* | Shop is down'],
])('reads %s', (name, expected) => {
  expect(inShort(read(UPTIMEROBOT[name]))).toBe(expected);
});

it('keeps an expiring certificate apart from the monitor', () => {
  expect(read(UPTIMEROBOT.down).fingerprint).toBe('uptimerobot:794411');
  expect(read(UPTIMEROBOT.up).fingerprint).toBe('uptimerobot:794411');
  expect(read(UPTIMEROBOT['an expiring certificate']).fingerprint).toBe('uptimerobot:794411:ssl');
  expect(read({ ...UPTIMEROBOT.down, alertType: '4', alertTypeFriendlyName: 'Domain expiry' }).fingerprint).toBe(
    'uptimerobot:794411:domain',
  );
});

it('reads time, details and links, and leaves out variables that were not filled in', () => {
  expect(read(UPTIMEROBOT.down)).toMatchObject({
    startedAt: '2026-11-23T23:00:00.000Z',
    description: 'HTTP 502 - Bad Gateway',
    links: ['https://shop.example.com/'],
  });
  expect(read(UPTIMEROBOT['the names of a template'])).toMatchObject({ description: '', problems: [] });
});
