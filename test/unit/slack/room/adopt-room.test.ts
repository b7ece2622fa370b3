import { purposeOf } from '../../../../src/incident/war-room/purpose';
import { decideAdoption, isAdopted, type NamesakeRoom } from '../../../../src/slack/room/adopt-room';

const WANTED = { incidentId: 'PROD-1', botUserId: 'UBOT', privacy: 'public', incidentCreatedAt: '2026-01-01T10:00:00.000Z' } as const;
const room = (changes: Partial<NamesakeRoom> = {}): NamesakeRoom => ({
  creator: 'UBOT',
  isPrivate: false,
  isArchived: false,
  purpose: '',
  createdAtMs: Date.parse('2026-01-01T10:00:01.000Z'),
  hasMessages: false,
  ...changes,
});

it.each([
  ['marked_as_ours', { purpose: purposeOf('PROD-1'), hasMessages: true }],
  ['older_than_incident', { purpose: purposeOf('PROD-1'), createdAtMs: Date.parse('2026-01-01T09:59:00.000Z') }],
  ['unmarked_and_empty', {}],
  ['not_our_creation', { creator: 'USTRANGER' }],
  ['not_our_creation', { creator: 'USTRANGER', purpose: purposeOf('PROD-1') }],
  ['not_our_creation', { creator: '' }],
  ['other_privacy', { isPrivate: true }],
  ['other_privacy', { isPrivate: true, purpose: purposeOf('PROD-1') }],
  ['archived', { isArchived: true, purpose: purposeOf('PROD-1') }],
  ['marked_as_other', { purpose: purposeOf('PROD-11') }],
  ['marked_as_other', { purpose: purposeOf('PROD') }],
  ['older_than_incident', { createdAtMs: Date.parse('2026-01-01T09:59:00.000Z') }],
  ['has_messages', { hasMessages: true }],
] as const)('%s: %j', (expected, changes) => {
  expect(decideAdoption(room(changes), WANTED)).toBe(expected);
});

it('adopts two kinds alone', () => {
  expect(isAdopted('marked_as_ours') && isAdopted('unmarked_and_empty')).toBe(true);
  for (const decision of [
    'not_our_creation',
    'other_privacy',
    'archived',
    'marked_as_other',
    'older_than_incident',
    'has_messages',
  ] as const) {
    expect(isAdopted(decision)).toBe(false);
  }
});

it('allows for clocks that differ by seconds', () => {
  expect(decideAdoption(room({ createdAtMs: Date.parse('2026-01-01T09:59:55.000Z') }), WANTED)).toBe('unmarked_and_empty');
  expect(decideAdoption(room({ createdAtMs: Date.parse('2026-01-01T09:59:55.000Z'), purpose: purposeOf('PROD-1') }), WANTED)).toBe(
    'marked_as_ours',
  );
});
