import type { IncidentState } from '../../../../src/incident/model/state';
import type { TimelineEntry } from '../../../../src/incident/model/timeline-entry';
import { wordedState } from '../../../../src/incident/timeline-words/worded-state';
import { briefingOf } from '../../../../src/incident/war-room/briefing';
import { after, completeState, MISSING_SCOPE, newState, withNodes } from '../../../support/sample-state';

const AT = after(600);
const dba = { userId: 'U1', name: 'dba', reference: 'dba@example.com', method: 'email' as const };
const ben = { userId: 'U2', name: 'Ben', reference: '@ben', method: 'user_name' as const };
const people = { resolved: [dba, ben], unresolved: [], resolutionRate: 1 };
const commander = { reference: '@ben', name: 'Ben', userId: 'U2' };
const withRole = (role: 'commander' | 'scribe') => ({ ...completeState().roles, [role]: commander });

const entry = (at: number, data: Record<string, unknown>): TimelineEntry =>
  ({ at: after(at), recordedAt: after(at), requestId: null, ...data }) as unknown as TimelineEntry;
const taken = (actor: string, acknowledgedById?: string): Partial<IncidentState> => ({
  status: 'acknowledged',
  acknowledgedBy: actor,
  acknowledgedAt: after(60),
  reminder: { dueAt: AT, unanswered: 0 },
  ...(acknowledgedById === undefined ? {} : { acknowledgedById }),
  timeline: [],
});

describe('what is asked of the reader', () => {
  it.each<[string, string, Partial<IncidentState>, object]>([
    ['called, and no one has it', 'U2', {}, { kind: 'acknowledge' }],
    ['called again by a reopening', 'U2', { status: 'reopened' }, { kind: 'acknowledge' }],
    ["can't take it", 'U2', { declined: [{ userId: 'U2', name: 'Ben', at: AT }] }, { kind: 'nothing', because: 'declined' }],
    ['a stranger', 'U9', {}, { kind: 'nothing', because: 'notCalled' }],
    ['has a role, and no one has it', 'U2', { people: null, roles: withRole('scribe') }, { kind: 'acknowledge' }],
    ['someone else has it', 'U2', taken('dba'), { kind: 'nothing', because: 'acknowledged' }],
    ['a stranger to it', 'U9', taken('dba'), { kind: 'nothing', because: 'notCalled' }],
    ['took it by name', 'U2', taken('ben'), { kind: 'lead', isCommander: false, wantsCommander: true, updateBy: AT }],
    ['took it through Slack', 'U2', taken('Zoe', 'U2'), { kind: 'lead', isCommander: false }],
    ['was not called and took it through Slack', 'U9', taken('Zoe', 'U9'), { kind: 'lead', isCommander: false }],
    ['bears the name of whoever took it through Slack', 'U2', taken('Ben', 'U9'), { kind: 'nothing', because: 'acknowledged' }],
    [
      'commands what another took',
      'U2',
      { ...taken('dba'), roles: withRole('commander') },
      { kind: 'lead', isCommander: true, wantsCommander: false, updateBy: AT },
    ],
    ['took what another commands', 'U1', { ...taken('dba'), roles: withRole('commander') }, { kind: 'nothing', because: 'acknowledged' }],
    ['has a role', 'U2', { ...taken('dba'), roles: withRole('scribe') }, { kind: 'role', role: 'scribe' }],
    ['has the incident', 'U2', { ...taken('dba'), assigned: [commander] }, { kind: 'work' }],
    ['called to what is over', 'U2', { status: 'resolved' }, { kind: 'nothing', because: 'ended' }],
  ])('who %s', (_, userId, changes, asked) => {
    expect(briefingOf(completeState({ people, ...changes }), { userId }).asked).toMatchObject(asked);
  });

  it('is left out for no one in particular', () => {
    expect(briefingOf(completeState(), null).asked).toBeNull();
  });
});

describe('who has not answered', () => {
  it.each<[string, Partial<IncidentState>, string[]]>([
    ['nobody has done anything', {}, ['U1', 'U2']],
    ['one has acknowledged', taken('dba@example.com'), ['U2']],
    ['one has written a note', { timeline: [entry(9, { kind: 'addNote', actor: 'Ben' })] }, ['U1']],
    ['one was refused', { timeline: [entry(9, { kind: 'refused', actor: 'Ben' })] }, ['U1', 'U2']],
    [
      'it was reopened since',
      { timeline: [entry(9, { kind: 'acknowledge', actor: 'Ben' }), entry(99, { kind: 'reopen', actor: 'dba' })] },
      ['U2'],
    ],
  ])('when %s', (_, changes, silent) => {
    expect(briefingOf(completeState({ people, ...changes }), null).people.silent.map(({ userId }) => userId)).toEqual(silent);
  });
});

it('says what is known, how surely, and what to do first', () => {
  expect(briefingOf(completeState(), null).known).toEqual({
    worst: { status: 'fail', title: 'TCP connect', target: 'db-1.example.com:5432', summary: 'connection refused' },
    others: 0,
    conclusive: 2,
    probes: 2,
    health: 49,
    confidence: expect.any(Number),
    firstAction: 'Is it running?',
  });
});

it('is made before anything is known, too', () => {
  expect(briefingOf(newState(), { userId: 'U1' })).toMatchObject({
    title: 'Database connection pool exhausted',
    severity: null,
    known: null,
    people: { called: null, silent: [] },
    asked: { kind: 'nothing', because: 'notCalled' },
  });
});

it('gives a message that someone added as its author wrote it, from the room and from outside alike', () => {
  const quoted = { author: 'Eve', at: after(7), permalink: 'https://acme.slack.com/archives/C1/p1' };
  const state = completeState({ people, timeline: [entry(9, { kind: 'addNote', actor: 'dba', note: 'errors are gone', quoted })] });
  const latestNote = { actor: 'Eve', note: 'errors are gone', at: after(7) };
  expect(briefingOf(state, null)).toMatchObject({ latestNote });
  expect(briefingOf(wordedState(state), null)).toMatchObject({ latestNote });
});

it('names what is blocked, who is missing, and the latest note', () => {
  const unresolved = [
    { reference: 'zoe', reason: 'no one has this name' },
    { reference: 'yan', reason: 'not yet', isPending: true },
  ];
  const timeline = [
    entry(5, { kind: 'addNote', actor: 'dba', note: 'older' }),
    entry(9, { kind: 'addNote', actor: 'dba', via: 'root', note: 'the pool is full' }),
    entry(10, { kind: 'reminder', actor: 'worker' }),
  ];
  const state = completeState({ people: { ...people, unresolved }, timeline });
  expect(briefingOf(withNodes(state, { createChannel: { status: 'blocked', problem: MISSING_SCOPE } }), null)).toMatchObject({
    blocked: [{ step: 'createWarRoom' }],
    people: { missing: ['zoe'], sought: ['yan'] },
    latestNote: { actor: 'dba (via root)', note: 'the pool is full', at: after(9) },
  });
});
