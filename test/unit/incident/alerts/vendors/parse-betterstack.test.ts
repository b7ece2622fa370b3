import { BETTERSTACK } from './samples/betterstack';
import { inShort, readAs } from './samples/read-as';

const read = readAs('betterstack');
const API = 'Checkout API: Status 503';

it.each<[keyof typeof BETTERSTACK, string]>([
  ['started', `firing | high* | ${API}`],
  ['acknowledged', `acknowledged | high* | ${API}`],
  ['resolved', `resolved | high* | ${API}`],
  ['resolved, without the event', `resolved | high* | ${API}`],
  ['with a severity of its own', `firing | critical | ${API}`],
  ['unconfirmed', `ignored | high* | ${API} | notAnAlert`],
  ['a monitor', 'ignored | high* | Checkout API | notAnAlert'],
  ['people on call', 'ignored | high* | Primary | notAnAlert'],
])('reads %s', (name, expected) => {
  expect(inShort(read(BETTERSTACK[name]))).toBe(expected);
});

it('keys on the incident, and reads its time and links', () => {
  expect(read(BETTERSTACK.started)).toMatchObject({
    fingerprint: 'betterstack:554433',
    startedAt: '2026-11-23T20:10:11.120Z',
    links: ['https://uptime.betterstack.com/team/1/incidents/554433', 'https://checkout.example.com/health'],
  });
  expect(read(BETTERSTACK.resolved).fingerprint).toBe('betterstack:554433');
});
