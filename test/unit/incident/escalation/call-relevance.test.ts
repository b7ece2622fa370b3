import { callNamedBy, troubleOfCall, whyObsolete } from '../../../../src/incident/escalation/call-relevance';
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

it.each<[CallReason, string[], string]>([
  [BY_CLOCK, [], 'everyone (escalation level 2)'],
  [BY_BEN, ['@leads (EU)'], '@leads (EU) (escalation level 2)'],
  [ADDED, ['a@example.com', 'zoe'], 'a@example.com, zoe (added by hand)'],
  [{ kind: 'late', of: null }, ['zoe'], 'zoe (found later)'],
  [{ kind: 'reopened', by: 'ben', reason: 'it is back' }, [], 'everyone (incident reopened)'],
  [{ kind: 'severity', from: 'low', to: 'high' }, [], 'everyone (severity raised)'],
  [{ kind: 'assigned', by: 'ben', role: null }, ['zoe'], 'zoe (newly assigned)'],
])('the name says for people whom it pages: %j, %j', (why, references, words) => {
  expect(callNamedBy(troubleOfCall({ why, references }))).toBe(words);
});

it.each(['editHeadline', 'invitation of Ben', 'call of zoe', 'call of zoe (unknown)'])('"%s" is the name of no call', (what) => {
  expect(callNamedBy(what)).toBeNull();
});
