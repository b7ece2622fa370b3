import type { Responder } from '../../../../src/incident/model/responders';
import { countPeople, describeCounts } from '../../../../src/incident/people/people-counts';

const person = (reference: string, userId = 'U1', method: Responder['method'] = 'email'): Responder => ({
  userId,
  name: 'x',
  reference,
  method,
});

it('counts references: a group that was found counts once, however many are in it', () => {
  const resolved = [person('a@x.example'), person('@team', 'U2', 'user_group'), person('@team', 'U3', 'user_group')];
  const unresolved = [{ reference: 'ben', reason: 'none' }];
  const counts = countPeople({ resolved, unresolved, resolutionRate: 2 / 3 });
  expect(counts).toEqual({ asked: 3, found: 2, hasGroups: true });
  expect(describeCounts(counts)).toBe('2 of 3 people and groups found');
});

it('takes a reference that is only half found for missing', () => {
  const unresolved = [{ reference: 'a', reason: '2 people match' }];
  expect(countPeople({ resolved: [person('a'), person('b', 'U2')], unresolved, resolutionRate: 0.5 })).toMatchObject({
    asked: 2,
    found: 1,
  });
  expect(countPeople({ resolved: [], unresolved: [], resolutionRate: 1 })).toEqual({ asked: 0, found: 0, hasGroups: false });
  expect(describeCounts({ asked: 0, found: 0, hasGroups: false })).toBe('0 of 0 people found');
});
