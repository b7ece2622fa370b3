import { type Applied, applyCommand } from '../../../../src/incident/commands/apply-command';
import type { Command } from '../../../../src/incident/model/commands';
import type { IncidentState } from '../../../../src/incident/model/state';
import { haveAllDeclined } from '../../../../src/incident/people/declined';
import { isRefusal, type Refusal } from '../../../../src/incident/text/refusal';
import { headlineOf } from '../../../../src/incident/war-room/headline';
import { after, completeState, newState } from '../../../support/sample-state';

const ANN = { userId: 'UANN', name: 'ann', reference: 'ann@example.com', method: 'email' as const };
const BEN = { userId: 'UBEN', name: 'ben', reference: 'ben@example.com', method: 'email' as const };
const people = { resolved: [ANN, BEN], unresolved: [], resolutionRate: 1 };
const holder = (person: typeof ANN) => ({ reference: person.reference, name: person.name, userId: person.userId });
const roles = { commander: holder(ANN), communications: holder(BEN), scribe: holder(ANN) };

const inSlack = (userId: string, more: object = {}): Command => ({
  name: 'decline',
  actor: `slack:${userId}`,
  actorName: `Name of ${userId}`,
  ...more,
});
const byName = (actor: string): Command => ({ name: 'decline', actor });
/** What a declined person is kept as. */
const kept = (...ids: string[]) => ids.map((userId) => ({ userId, name: `Name of ${userId}`, at: after(0) }));
const taken = { status: 'acknowledged', acknowledgedAt: after(30), acknowledgedBy: 'Ann', acknowledgedById: 'UANN' } as const;
const metrics = { ...newState().metrics, timeToAcknowledgeMs: 30_000 };

interface Expected {
  readonly status?: IncidentState['status'];
  readonly declined: readonly (string | null)[];
  /** Number of levels reached; absent if no level is paged. */
  readonly pages?: number;
  readonly end?: 'noLevelLeft';
}

/** The sample policy has two levels and pages the last one again once. */
describe('a person who declines', () => {
  it.each<[string, Partial<IncidentState>, Command, Expected]>([
    ['while another may take it', {}, inSlack('UANN'), { declined: ['UANN'] }],
    ['the last of those called', { declined: kept('UANN') }, inSlack('UBEN'), { declined: ['UANN', 'UBEN'], pages: 1 }],
    ['the last, known by address', { declined: kept('UANN') }, byName('Ben@example.com'), { declined: ['UANN', 'UBEN'], pages: 1 }],
    ['the last, known by name', { declined: kept('UANN') }, byName('ben'), { declined: ['UANN', 'UBEN'], pages: 1 }],
    ['someone who was not called', { declined: kept('UANN') }, inSlack('UZOE'), { declined: ['UANN', 'UZOE'] }],
    ['someone whom Slack does not know', {}, byName('zoe'), { declined: [null] }],
    ['nobody found yet', { people: null }, inSlack('UANN'), { declined: ['UANN'] }],
    ['nobody found at all', { people: { ...people, resolved: [] } }, inSlack('UANN'), { declined: ['UANN'] }],
    [
      'the last found, while another is sought',
      { people: { ...people, resolved: [ANN], unresolved: [{ reference: 'zoe', reason: 'searching', isPending: true }] } },
      inSlack('UANN'),
      { declined: ['UANN'] },
    ],
    [
      'the last found, as nobody else was',
      { people: { ...people, resolved: [ANN], unresolved: [{ reference: 'zoe', reason: 'no one' }] } },
      inSlack('UANN'),
      { declined: ['UANN'], pages: 1 },
    ],
    [
      'the last of the first, while the people of a level are still looked up',
      { declined: kept('UANN'), escalation: { reached: 1, dueAt: after(900) } },
      inSlack('UBEN'),
      { declined: ['UANN', 'UBEN'] },
    ],
    [
      'the last of a level',
      {
        declined: kept('UANN', 'UBEN'),
        people: { ...people, resolved: [ANN, BEN, { userId: 'U2ND', name: 'second', reference: 'second@example.com', method: 'email' }] },
        escalation: { reached: 1, dueAt: after(900) },
      },
      inSlack('U2ND'),
      { declined: ['UANN', 'UBEN', 'U2ND'], pages: 2 },
    ],
    [
      'the last, though reopened',
      { status: 'reopened', reopenings: 1, declined: kept('UANN') },
      inSlack('UBEN'),
      { status: 'reopened', declined: ['UANN', 'UBEN'], pages: 1 },
    ],
    ['who acknowledged, by id', { ...taken, metrics }, inSlack('UANN'), { declined: ['UANN'], pages: 1 }],
    [
      'who acknowledged, after a reopening',
      { ...taken, reopenings: 2 },
      inSlack('UANN'),
      { status: 'reopened', declined: ['UANN'], pages: 1 },
    ],
    [
      'who acknowledged, by name',
      { status: 'acknowledged', acknowledgedBy: 'ann@example.com' },
      byName('ann@example.com'),
      { declined: ['UANN'], pages: 1 },
    ],
    [
      'who acknowledged, and is not known to Slack',
      { status: 'acknowledged', acknowledgedBy: 'zoe' },
      byName('zoe'),
      { declined: [null], pages: 1 },
    ],
    [
      'who acknowledged, after every level',
      { ...taken, escalation: { reached: 3, dueAt: null } },
      inSlack('UANN'),
      { declined: ['UANN'], end: 'noLevelLeft' },
    ],
    [
      'the last of those called, after every level',
      {
        declined: kept('UANN'),
        people: {
          ...people,
          resolved: [ANN, BEN],
          unresolved: ['second@example.com', '@leads'].map((reference) => ({ reference, reason: 'no one' })),
        },
        escalation: { reached: 3, dueAt: null },
      },
      inSlack('UBEN'),
      { declined: ['UANN', 'UBEN'], end: 'noLevelLeft' },
    ],
  ])('%s', (_, changes, command, { status = 'triggered', declined, pages, end }) => {
    const before = completeState({ people, ...changes });
    const { state, effects } = applied(before, command);
    expect(state.status).toBe(status);
    expect((state.declined ?? []).map(({ userId }) => userId)).toEqual(declined);
    const calls = effects.filter(({ kind }) => kind === 'callPeople');
    expect(calls).toEqual(
      pages === undefined ? [] : [expect.objectContaining({ why: { kind: 'escalation', level: pages, by: null, isDeclined: true } })],
    );
    expect(state.escalation.reached).toBe(pages ?? before.escalation.reached);
    expect(state.timeline.at(-1)).toMatchObject({
      kind: 'decline',
      hadAcknowledged: before.status === 'acknowledged',
      pages: pages === undefined ? (end ?? null) : { level: { number: pages } },
    });
    expect(effects[0]).toEqual({ kind: 'postNews' });
    expect(state.metrics).toEqual(before.metrics);
  });
});

it('no longer leads anything', () => {
  const { state } = applied(
    completeState({ people, roles, ...taken, reminder: { dueAt: after(900), unanswered: 1 } }),
    inSlack('UANN', { reason: 'a train' }),
  );
  expect(state).toMatchObject({
    acknowledgedAt: null,
    acknowledgedBy: null,
    roles: { commander: null, communications: { name: 'ben' }, scribe: null },
    reminder: { dueAt: null, unanswered: 0 },
  });
  expect(state).not.toHaveProperty('acknowledgedById');
  expect(state.escalation.dueAt).toBe(after(60 + 300));
  expect(state.timeline.at(-1)).toMatchObject({ reason: 'a train' });
  expect(headlineOf(state).declined).toEqual(['UANN']);
});

describe('is refused', () => {
  it.each<[string, Partial<IncidentState>, Command, Partial<Refusal>]>([
    [
      'to others once someone has it',
      taken,
      inSlack('UBEN'),
      { code: 'not_possible', message: expect.stringContaining('acknowledged by Ann at') },
    ],
    [
      'to others with a role, who are told how to hand it over',
      { ...taken, roles },
      inSlack('UBEN'),
      { hint: expect.stringContaining('--role communications') },
    ],
    ['twice', { declined: kept('UANN') }, inSlack('UANN'), { code: 'already_done', message: 'Name of UANN has already declined' }],
    ['of a resolved incident', { status: 'resolved', resolvedBy: 'ben', resolvedAt: after(50) }, inSlack('UANN'), { code: 'already_done' }],
    ['of a cancelled one', { status: 'cancelled' }, inSlack('UANN'), { code: 'closed' }],
    ['of one that is not parsed', { incident: null }, inSlack('UANN'), { code: 'not_possible' }],
  ])('%s', (_, changes, command, expected) => {
    const outcome = applyCommand(completeState({ people, ...changes }), command, after(60));
    expect(isRefusal(outcome)).toBe(true);
    expect(outcome).toMatchObject(expected);
  });
});

describe('who has declined takes part again', () => {
  const declined = completeState({ people, declined: kept('UANN', 'UBEN') });

  it('by acknowledging', () => {
    const { state } = applied(declined, { name: 'acknowledge', actor: 'slack:UANN', actorName: 'Ann' });
    expect(state.declined).toEqual(kept('UBEN'));
    expect(headlineOf(state).declined).toEqual(['UBEN']);
  });

  it('when the incident is reopened', () => {
    const { state } = applied(applied(declined, { name: 'resolve', actor: 'cat' }).state, { name: 'reopen', actor: 'cat', reason: 'back' });
    expect(state).not.toHaveProperty('declined');
    expect(headlineOf(state)).not.toHaveProperty('declined');
  });
});

it('nobody is left only if someone was called', () => {
  expect(haveAllDeclined(completeState({ people: { ...people, resolved: [] } }))).toBe(false);
  expect(haveAllDeclined(completeState({ people, declined: kept('UANN', 'UBEN') }))).toBe(true);
});

function applied(state: IncidentState, command: Command): Applied {
  const outcome = applyCommand(state, command, after(60));
  if (isRefusal(outcome)) throw new Error(`refused: ${outcome.message}`);
  return outcome;
}
