import type { CallReason } from '../../../../src/incident/model/call-reason';
import type { IncidentState } from '../../../../src/incident/model/state';
import { calledDirectly, directCallOf, isDirectCallWanted } from '../../../../src/incident/war-room/direct-call';
import { completeState } from '../../../support/sample-state';

const person = (name: string) => ({ userId: `U${name.toUpperCase()}`, name, reference: `${name}@example.com`, method: 'email' as const });
const [ANN, BEN] = [person('ann'), person('ben')];
const called = [ANN, BEN, ANN];
const ADDED: CallReason = { kind: 'added', by: 'ben' };
const BY_CLOCK: CallReason = { kind: 'escalation', level: 1, by: null };
const refused = [{ reference: 'ann', reason: 'user_is_restricted' }];
const names = (people: readonly { readonly name: string }[]) => people.map(({ name }) => name);

describe('who gets one', () => {
  it.each<[string, Parameters<typeof calledDirectly>[1], Partial<IncidentState>, string[]]>([
    ['everyone who is called, once', { why: null, called }, {}, ['ann', 'ben']],
    ['not whoever asked for it', { why: ADDED, called }, {}, ['ann']],
    ['those not let in, if it is public', { why: null, called, refused }, {}, ['ann', 'ben']],
    ['not those, if the room is private', { why: null, called, refused }, { warRoom: { ...room(), privacy: 'private' } }, ['ben']],
    ['nor if it is not known that it is public', { why: null, called, refused }, { incident: null }, ['ben']],
    ['nor without a room', { why: null, called, refused }, { warRoom: null }, ['ben']],
  ])('%s', (_, call, changes, expected) => {
    expect(names(calledDirectly(completeState(changes), call))).toEqual(expected);
  });

  it('is at most fifty people', () => {
    const many = Array.from({ length: 60 }, (_, index) => person(`p${index}`));
    expect(calledDirectly(completeState(), { why: null, called: many })).toHaveLength(50);
  });
});

it.each<[string, CallReason | null, Partial<IncidentState>, boolean]>([
  ['the first, while nobody has it', null, {}, true],
  ['the first, once someone has it', null, { status: 'acknowledged' }, false],
  ['of a late one of the first, once someone has it', { kind: 'late', of: null }, { status: 'acknowledged' }, false],
  ['by the clock, once someone has it', BY_CLOCK, { status: 'acknowledged' }, false],
  ['by a person, once someone has it', ADDED, { status: 'acknowledged' }, true],
  ['of a late one by a person, once someone has it', { kind: 'late', of: ADDED }, { status: 'acknowledged' }, true],
  ['by a person, once it is over', ADDED, { status: 'resolved' }, false],
  ['the first, once it is over', null, { status: 'cancelled' }, false],
])('is wanted: %s', (_, why, changes, expected) => {
  expect(isDirectCallWanted(completeState(changes), why)).toBe(expected);
});

it.each<[IncidentState['status'], string[]]>([
  ['triggered', ['acknowledge', 'decline']],
  ['acknowledged', []],
  ['resolved', []],
])('has the answers that apply when it is %s', (status, buttons) => {
  expect(directCallOf(completeState({ status, revision: 4 }), null)).toMatchObject({
    buttons,
    revision: 4,
    briefing: { status, asked: null },
  });
});

function room() {
  const { warRoom } = completeState();
  if (warRoom === null) throw new Error('the sample has no room');
  return warRoom;
}
