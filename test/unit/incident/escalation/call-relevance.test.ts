import { troubleOfCall, whyObsolete } from '../../../../src/incident/escalation/call-relevance';
import type { CallReason } from '../../../../src/incident/model/call-reason';

const BY_CLOCK: CallReason = { kind: 'escalation', level: 2, by: null };
const BY_BEN: CallReason = { kind: 'escalation', level: 2, by: 'ben' };
const ADDED: CallReason = { kind: 'added', by: 'ben' };

it.each([
  ['triggered', BY_CLOCK, null],
  ['reopened', BY_CLOCK, null],
  ['acknowledged', BY_CLOCK, 'acknowledged'],
  ['acknowledged', BY_BEN, null],
  ['acknowledged', ADDED, null],
  ['resolved', BY_CLOCK, 'resolved'],
  ['resolved', ADDED, 'resolved'],
  ['cancelled', BY_BEN, 'cancelled'],
] as const)('%s, %j: %s', (status, why, expected) => {
  expect(whyObsolete({ status }, why)).toBe(expected);
});

it('is named by whom it calls and why', () => {
  expect(troubleOfCall({ why: BY_CLOCK, references: [] })).toBe('call of everybody (escalation, level 2)');
  expect(troubleOfCall({ why: ADDED, references: ['a@example.com', 'zoe'] })).toBe('call of a@example.com, zoe (added)');
});
