import { type Applied, applyCommand } from '../../../../src/incident/commands/apply-command';
import type { Command } from '../../../../src/incident/model/commands';
import type { Resolution, Responder, UnresolvedReference } from '../../../../src/incident/model/responders';
import type { IncidentState } from '../../../../src/incident/model/state';
import { type PeopleCheck, peopleToCheck } from '../../../../src/incident/people/check-people';
import { isRefusal, type Refusal } from '../../../../src/incident/text/refusal';
import { wordsOf } from '../../../support/entry-words';
import { after, completeState } from '../../../support/sample-state';

const ZAPHOD: UnresolvedReference = { reference: 'Zaphod Beeble', reason: 'no user or user group has this name' };
const BEN: Responder = { userId: 'U2', name: 'Ben', reference: 'ben@example.com', method: 'email' };
const assign = (user: string): Command => ({ name: 'assign', actor: 'ann', user, role: 'commander' });
const add = (...users: string[]): Command => ({ name: 'addResponders', actor: 'ann', users });
const ack: Command = { name: 'acknowledge', actor: 'Zaphod Beeble', checkActor: true };

const looked = (resolved: readonly Responder[], unresolved: readonly UnresolvedReference[] = []): PeopleCheck => {
  const resolution: Resolution = { resolved, unresolved, resolutionRate: 1 };
  return { kind: 'looked', resolution };
};
const AWAY: PeopleCheck = { kind: 'unavailable', reason: 'no answer in time' };

/** Its commander is the person who was called at the start. */
const COMMANDED = done(completeState(), assign('dba')).state;
function done(state: IncidentState, command: Command, check?: PeopleCheck): Applied {
  const outcome = applyCommand(state, command, after(60), check);
  if (isRefusal(outcome)) throw new Error(outcome.message);
  return outcome;
}
function refused(state: IncidentState, command: Command, check: PeopleCheck): Refusal {
  const outcome = applyCommand(state, command, after(60), check);
  if (!isRefusal(outcome)) throw new Error('was not refused');
  return outcome;
}
const newest = ({ state }: Applied): string | undefined => wordsOf(state.timeline.at(-1));

describe('whom a command names', () => {
  it.each([
    ['somebody unknown', assign('Zaphod Beeble'), ['Zaphod Beeble']],
    ['who is known by reference', assign('dba@example.com'), []],
    ['who is known by name', assign('DBA'), []],
    ['who is known by user id', assign('<@U1>'), []],
    ['those of several who are unknown', add('dba', 'ben@example.com'), ['ben@example.com']],
    ['an actor who was typed', ack, ['Zaphod Beeble']],
    ['an actor who was not', { name: 'acknowledge', actor: 'root' }, []],
    ['an actor in Slack, whom Slack knows', { ...ack, actor: 'slack:U9' }, []],
    ['an actor in Slack who takes a role', { ...assign('U9'), actor: 'slack:U9' }, []],
    ['whomever an actor in Slack names', { ...assign('U8'), actor: 'slack:U9' }, ['U8']],
    ['an actor of another command', { name: 'resolve', actor: 'Zaphod Beeble' }, []],
  ] satisfies [string, Command, string[]][])('%s', (_, command, expected) => {
    expect(peopleToCheck(COMMANDED, command)).toEqual(expected);
  });
});

describe('somebody whom Slack does not have', () => {
  it.each([
    ['gets no role, and the bearer keeps it', assign('Zaphod Beeble'), 'user'],
    ['is not called', add('Zaphod Beeble'), 'users'],
    ['does not acknowledge', ack, 'actor'],
  ] satisfies [string, Command, string][])('%s', (_, command, field) => {
    expect(refused(COMMANDED, command, looked([], [ZAPHOD]))).toEqual({
      code: 'unknown_person',
      reason: expect.not.stringContaining('allowed'),
      problem: `couldn't identify "Zaphod Beeble": no user or user group has this name`,
      message: `${field}: couldn't identify "Zaphod Beeble": no user or user group has this name (allowed: an email, a name or user id in Slack, or an @group)`,
      field,
      allowed: 'an email, a name or user id in Slack, or an @group',
      hint: expect.stringContaining('an email or a user id'),
    });
  });

  it('is refused with those who could be meant', () => {
    const candidates = [
      { userId: 'U7', name: 'Zaphod B.', how: 'real_name' },
      { userId: 'U8', name: 'Zaphod C.', how: 'real_name' },
    ] as const;
    const several = { reference: 'Zaphod', reason: '2 people match', candidates };
    expect(refused(COMMANDED, assign('Zaphod'), looked([], [several])).allowed).toBe('Zaphod B. (U7), Zaphod C. (U8)');
  });

  it('costs none of the others: those are called, without a second look-up', () => {
    const outcome = done(completeState(), add('ben@example.com', 'Zaphod Beeble'), looked([BEN], [ZAPHOD]));
    expect(outcome.notFound).toEqual([ZAPHOD]);
    expect(newest(outcome)).toBe(`started paging ben@example.com; couldn't identify "Zaphod Beeble": no user or user group has this name`);
    expect(outcome.effects.filter(({ kind }) => kind === 'callPeople')).toMatchObject([
      { references: ['ben@example.com'], found: { resolved: [BEN] } },
    ]);
  });
});

describe('somebody who was found', () => {
  it('has the role at once, by name and id', () => {
    const outcome = done(COMMANDED, assign('ben@example.com'), looked([BEN]));
    expect(outcome.state.roles.commander).toEqual({ reference: 'ben@example.com', name: 'Ben', userId: 'U2' });
    expect(newest(outcome)).toBe('reassigned the commander role from dba to Ben');
  });
});

describe('who is chosen or mentioned in Slack', () => {
  const inSlack = (...users: string[]): Command => ({ ...add(...users), actor: 'slack:U9', actorName: 'Ana Ruiz' });
  const CAT: Responder = { userId: 'U3', name: 'Cat Ito', reference: '<@U3>', method: 'user_id' };
  const SRE: Responder = { userId: 'U4', name: 'Eve', reference: '<!subteam^S1|@sre>', method: 'user_group' };

  it('is on the timeline by name, because an id says nothing', () => {
    const outcome = done(completeState(), inSlack('<@U3>', 'ben@example.com', '<!subteam^S1|@sre>'), looked([CAT, BEN, SRE]));
    expect(newest(outcome)).toBe('started paging Cat Ito, ben@example.com, @sre');
    expect(outcome.effects).toContainEqual(expect.objectContaining({ references: ['<@U3>', 'ben@example.com', '<!subteam^S1|@sre>'] }));
  });

  it('and by name, too, if there is nothing to do', () => {
    expect(refused(completeState(), inSlack('<@U1>'), looked([])).message).toBe('already paged: dba');
  });
});

describe('while Slack cannot be asked', () => {
  it('a command acts on what it was told, and says that nobody checked it', () => {
    const assigned = done(COMMANDED, assign('Zaphod Beeble'), AWAY);
    expect(assigned.state.roles.commander).toEqual({
      reference: 'Zaphod Beeble',
      name: 'Zaphod Beeble',
      userId: null,
      isUnchecked: true,
    });
    expect(assigned.unchecked).toBe("identity not checked, because Slack couldn't be reached: no answer in time");
    expect(newest(assigned)).toContain("(identity not checked, because Slack couldn't be reached: no answer in time)");
    expect(done(completeState(), add('Zaphod Beeble'), AWAY).unchecked).toContain('not checked');
    expect(done(COMMANDED, ack, AWAY).state.acknowledgedBy).toBe('Zaphod Beeble');
    const [call] = done(COMMANDED, add('Zaphod Beeble'), AWAY).effects.filter(({ kind }) => kind === 'callPeople');
    expect(call).toEqual({
      kind: 'callPeople',
      why: { kind: 'added', by: 'ann' },
      references: ['Zaphod Beeble'],
      everybody: false,
    });
  });

  it.each([{ isPending: true }, { isUnchecked: true }])('nor one reference: %j', (mark) => {
    expect(done(COMMANDED, assign('Zaphod Beeble'), looked([], [{ ...ZAPHOD, ...mark }])).state.roles.commander?.isUnchecked).toBe(true);
  });
});

it('knows somebody who takes a role in Slack by id and name, and calls that person without a search', () => {
  const { state, effects } = done(COMMANDED, { ...assign('U9'), actor: 'slack:U9', actorName: 'Ana Ruiz' });
  expect(state.roles.commander).toEqual({ reference: 'U9', name: 'Ana Ruiz', userId: 'U9' });
  expect(state.timeline.at(-1)).toMatchObject({ kind: 'assign', person: 'Ana Ruiz', actor: 'slack:U9', actorName: 'Ana Ruiz' });
  expect(effects).toContainEqual(
    expect.objectContaining({
      kind: 'callPeople',
      found: expect.objectContaining({ resolved: [expect.objectContaining({ userId: 'U9' })] }),
    }),
  );
});
