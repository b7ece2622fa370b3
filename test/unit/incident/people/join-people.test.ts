import type { Resolution } from '../../../../src/incident/model/responders';
import { joinPeople, knownPerson, peopleToCall, withFound } from '../../../../src/incident/people/join-people';
import { completeState } from '../../../support/sample-state';

const person = (name: string, reference = `${name}@example.com`) => ({
  userId: `U${name.toUpperCase()}`,
  name,
  reference,
  method: 'email' as const,
});
const missing = (reference: string) => ({ reference, reason: 'no user has this name' });
const people = (resolved: ReturnType<typeof person>[], unresolved: ReturnType<typeof missing>[] = []): Resolution => ({
  resolved,
  unresolved,
  resolutionRate: 1,
});
const [ann, ben] = [person('ann'), person('ben')];

describe('people who were found at different times', () => {
  it('are one list, each under one reference once', () => {
    const joined = joinPeople(people([ann]), people([ann, ben, person('ann', 'Ann Other')]));
    expect(joined.resolved.map(({ reference }) => reference)).toEqual(['ann@example.com', 'ben@example.com', 'Ann Other']);
  });

  it('are no longer missing, and the rate says so', () => {
    const before = people([ann], [missing('ben@example.com'), missing('zoe')]);
    expect(joinPeople(before, people([ben]))).toMatchObject({ unresolved: [{ reference: 'zoe' }], resolutionRate: 2 / 3 });
  });

  it('leave the newest reason for whoever is still missing', () => {
    const joined = joinPeople(people([], [missing('zoe')]), people([], [{ reference: 'zoe', reason: 'two users have this name' }]));
    expect(joined.unresolved).toEqual([{ reference: 'zoe', reason: 'two users have this name' }]);
  });
});

describe('somebody who was named before being found', () => {
  const named = { reference: 'ben@example.com', name: 'ben@example.com', userId: null, isUnchecked: true };
  const before = { ...completeState({ people: null, assigned: [named] }), roles: { commander: named, communications: null, scribe: null } };

  it('has a name and an id then, in the role and among the assigned', () => {
    const state = withFound(before, people([ben]));
    const found = { reference: 'ben@example.com', name: 'ben', userId: 'UBEN' };
    expect([state.roles.commander, state.assigned]).toEqual([found, [found]]);
    expect(state.people?.resolved).toEqual([ben]);
  });

  it('stays a group when the name stands for several', () => {
    const { commander } = withFound(before, people([person('ann', 'ben@example.com'), ben])).roles;
    expect(commander).toEqual({ reference: 'ben@example.com', name: 'ben@example.com', userId: null });
  });

  it('stays as named when somebody else was found, or nobody was looked for', () => {
    expect(withFound(before, people([ann])).roles.commander).toEqual(named);
    expect(withFound(before, people([]))).toBe(before);
  });
});

it.each(['BEN@example.com', 'Ben', 'uben', '<@UBEN>'])('somebody who was found is known as %s', (reference) => {
  expect(knownPerson(completeState({ people: people([ann, ben]) }), reference)).toEqual(ben);
});

it('calls those who were found now, and everybody else where everybody is meant, each once', () => {
  const state = completeState({ people: people([ann, person('ann', 'Ann Other')]) });
  expect(peopleToCall(state, people([ben]), false)).toEqual([ben]);
  expect(peopleToCall(state, people([ben]), true)).toEqual([ben, ann]);
});
