import { describeCall, whyObsolete } from '../../../../src/incident/escalation/call-relevance';
import type { CallReason } from '../../../../src/incident/model/call-reason';

const BY_CLOCK: CallReason = { kind: 'escalation', level: 2, by: null };
const BY_BEN: CallReason = { kind: 'escalation', level: 2, by: 'ben' };
const ADDED: CallReason = { kind: 'added', by: 'ben' };

it.each([
  ['triggered', BY_CLOCK, null],
  ['reopened', BY_CLOCK, null],
  ['acknowledged', BY_CLOCK, 'somebody has acknowledged in the meantime'],
  ['acknowledged', BY_BEN, null],
  ['acknowledged', ADDED, null],
  ['resolved', BY_CLOCK, 'the incident is resolved'],
  ['resolved', ADDED, 'the incident is resolved'],
  ['cancelled', BY_BEN, 'the incident is cancelled'],
] as const)('%s, %j: %s', (status, why, expected) => {
  expect(whyObsolete({ status }, why)).toBe(expected);
});

it('is named by whom it calls and why', () => {
  expect(describeCall({ why: BY_CLOCK, references: [] })).toBe('everybody (escalation, level 2)');
  expect(describeCall({ why: ADDED, references: ['a@example.com', 'zoe'] })).toBe('a@example.com, zoe (added)');
});
