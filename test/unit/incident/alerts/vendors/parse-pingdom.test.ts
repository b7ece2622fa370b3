import { PINGDOM } from './samples/pingdom';
import { inShort, readAs } from './samples/read-as';

const read = readAs('pingdom');

it.each<[keyof typeof PINGDOM, string]>([
  ['down', 'firing | high | Search is down'],
  ['up', 'resolved | high | Search'],
  ['a transaction that fails', 'firing | low | Search is down'],
  ['a transaction that works', 'resolved | low | Search'],
  ['paused', 'ignored | high | Search | ruleChanged'],
  ['unknown', 'ignored | high | Search | dataVanished'],
  ['BeepManager, down', 'firing | high* | Search is down'],
  ['BeepManager, closed', 'resolved | high* | Search'],
])('reads %s', (name, expected) => {
  expect(inShort(read(PINGDOM[name]))).toBe(expected);
  expect(read(PINGDOM[name]).fingerprint).toBe('pingdom:5520011');
});

it('reads the time of the change in UTC', () => {
  expect(read(PINGDOM.down)).toMatchObject({ startedAt: '2026-11-24T00:01:01.000Z', problems: [] });
  expect(read({ ...PINGDOM.down, state_changed_timestamp: undefined })).toMatchObject({
    startedAt: '2026-11-24T00:01:01.000Z',
    problems: [],
  });
});

it('reads labels, links and texts', () => {
  expect(read(PINGDOM.down)).toMatchObject({
    labels: { prod: 'true', team: 'search', host: 'search.example.com', port: '443', type: 'HTTP' },
    links: ['https://search.example.com/q'],
    description: 'HTTP Error 503\nService Unavailable, the server answered after 29 s\nRunbook: search/availability',
  });
});
