import { refuseGroupInRole } from '../../../../src/incident/commands/people-commands';
import type { Responder } from '../../../../src/incident/model/responders';
import { completeState } from '../../../support/sample-state';

const member = (userId: string, reference = '@dba'): Responder => ({ userId, name: 'dba', reference, method: 'user_group' });
const ann: Responder = { userId: 'U1', name: 'Ann', reference: 'ann@example.com', method: 'email' };
const withPeople = (...resolved: Responder[]) => completeState({ people: { resolved, unresolved: [], resolutionRate: 1 } });
const assign = { name: 'assign', actor: 'ben', user: '@DBA', role: 'commander' } as const;

describe('a role for a group', () => {
  it('is refused, and the members are named', () => {
    const refused = refuseGroupInRole(withPeople(member('U1'), member('U2'), ann), assign);
    expect(refused).toMatchObject({ code: 'invalid', field: 'user', allowed: 'Ann (U1), U2' });
    expect(refused?.message).toContain('@DBA is a group of 2 people, and the commander role is held by one person');
    expect(refused?.hint).toBe('Choose one of them: incident assign PROD-20260101-001 U1 --role commander');
  });

  it('is refused for a group that was just looked up', () => {
    const resolution = { resolved: [member('U1'), member('U2')], unresolved: [], resolutionRate: 1 };
    expect(refuseGroupInRole(withPeople(), assign, { kind: 'looked', resolution })).toMatchObject({ allowed: 'U1, U2' });
  });

  it.each([
    ['a group of one', withPeople(member('U1')), assign],
    ['a person', withPeople(ann), { ...assign, user: 'ann@example.com' }],
    ['the incident itself', withPeople(member('U1'), member('U2')), { name: 'assign', actor: 'ben', user: '@dba' } as const],
    ['another command', withPeople(member('U1'), member('U2')), { name: 'addResponders', actor: 'ben', users: ['@dba'] } as const],
  ])('is given to %s', (_, state, command) => {
    expect(refuseGroupInRole(state, command)).toBeNull();
  });
});
