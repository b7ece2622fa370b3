import { readAddMaintenance, readEndMaintenance, readTime } from '../../../../src/incident/alert-groups/read-maintenance';

const TO = '2026-01-04T12:00:00.000Z';
const ADD = { actor: 'ann', when: { labels: { team: ['data'] } }, to: TO, reason: 'moving' };

it('reads a maintenance, its times in UTC and its texts on one line', () => {
  const payload = { ...ADD, from: '2026-01-04T11:00:00+01:00', reason: 'moving\u0007 the\ndatabase', other: 1 };
  expect(readAddMaintenance(payload)).toEqual({ when: ADD.when, from: '2026-01-04T10:00:00.000Z', to: TO, reason: 'moving the database' });
  expect(readAddMaintenance({ ...ADD, when: {} })).toEqual({ when: {}, to: TO, reason: 'moving' });
  expect(readEndMaintenance({ actor: 'ann', id: ' m-1 ' })).toEqual({ id: 'm-1' });
});

it.each([
  ['nothing', null, 'payload'],
  ['no condition', { ...ADD, when: undefined }, 'when'],
  ['an unknown condition', { ...ADD, when: { host: ['a'] } }, 'when'],
  ['an unknown severity', { ...ADD, when: { severity: ['urgent'] } }, 'when.severity'],
  ['no list', { ...ADD, when: { severity: 'low' } }, 'when.severity'],
  ['an empty list', { ...ADD, when: { source: [] } }, 'when.source'],
  ['an empty value', { ...ADD, when: { labels: { team: [' '] } } }, 'when.labels'],
  ['labels that are a list', { ...ADD, when: { labels: ['team'] } }, 'when.labels'],
  [
    'too many labels',
    { ...ADD, when: { labels: Object.fromEntries(Array.from({ length: 21 }, (_, n) => [`l${n}`, ['x']])) } },
    'when.labels',
  ],
  ['no end', { ...ADD, to: undefined }, 'to'],
  ['a number as its beginning', { ...ADD, from: 5 }, 'from'],
  ['no reason', { ...ADD, reason: '\u200b' }, 'reason'],
  ['a long reason', { ...ADD, reason: 'x'.repeat(301) }, 'reason'],
])('refuses %s, and names the field', (_, payload, field) => {
  expect(readAddMaintenance(payload)).toMatchObject({ code: 'invalid', field });
});

it.each(['2026-01-04T12:00:00', '2026-02-30T12:00:00Z', '2026-01-04', 'tomorrow', '12:00Z', '2026-01-04T25:00:00Z'])(
  '%s is not a time with its zone',
  (text) => {
    expect(readTime(text, 'to')).toMatchObject({ code: 'invalid', field: 'to', problem: expect.stringContaining(text) });
  },
);
