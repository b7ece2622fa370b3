import type { IncidentState } from '../../../../src/incident/model/state';
import { headlineOf } from '../../../../src/incident/war-room/headline';
import { BY_ALL_DATA, BY_FIGURES, BY_WHAT_IS_SHOWN, editRuleOf } from '../../../../src/workflows/room/headline-keeper';
import { after, completeState, MISSING_SCOPE, newState, withNodes } from '../../../support/sample-state';

const AT = after(600);
const BEN = { reference: '@ben', name: 'Ben', userId: 'U2' };
const commanded = { ...completeState().roles, commander: BEN };
const clock = (reached: number, dueAt: string | null) => ({ escalation: { reached, dueAt } });

/** The sample policy has two levels and calls the last one again once. */
it.each<[string, Partial<IncidentState>, object | null]>([
  ['nobody has it: the next level', clock(1, AT), { kind: 'acknowledge', calls: { level: { number: 2 }, at: AT }, allCalled: false }],
  ['it is reopened: the first level', { status: 'reopened', ...clock(0, AT) }, { kind: 'acknowledge', calls: { level: { number: 1 } } }],
  ['no clock runs: nothing is promised', clock(0, null), { kind: 'acknowledge', calls: null, allCalled: false }],
  ['every level was called', clock(3, null), { kind: 'acknowledge', calls: null, allCalled: true }],
  [
    'somebody has it, nobody commands',
    { status: 'acknowledged', reminder: { dueAt: AT, unanswered: 0 } },
    { kind: 'news', at: AT, wantsCommander: true },
  ],
  [
    'somebody has it, somebody commands',
    { status: 'acknowledged', reminder: { dueAt: AT, unanswered: 0 }, roles: commanded },
    { kind: 'news', at: AT, wantsCommander: false },
  ],
  ['somebody has it, and nothing is due', { status: 'acknowledged', roles: commanded }, null],
  ['it is resolved', { status: 'resolved', archiveDueAt: AT }, { kind: 'close', at: AT }],
  ['it is closed', { status: 'resolved', archiveDueAt: AT, closedAt: AT }, null],
  ['it is cancelled', { status: 'cancelled' }, null],
])('what comes next when %s', (_, changes, next) => {
  const headline = headlineOf(completeState(changes));
  if (next === null) expect(headline.next).toBeNull();
  else expect(headline.next).toMatchObject(next);
});

it('names each person once, and nobody while people are looked up', () => {
  const [dba] = completeState().people?.resolved ?? [];
  if (dba === undefined) throw new Error('the sample has nobody');
  const people = { resolved: [dba, { ...dba, reference: 'the dba' }], unresolved: [], resolutionRate: 1 };
  expect(headlineOf(completeState({ people })).team).toEqual([dba]);
  expect(headlineOf(completeState({ people: null })).team).toBeNull();
});

it('names the steps that are blocked, with their problem', () => {
  const state = withNodes(completeState(), { createChannel: { status: 'blocked', problem: MISSING_SCOPE } });
  expect(headlineOf(state).blocked).toEqual([{ step: 'createWarRoom', problem: MISSING_SCOPE }]);
  expect(headlineOf(completeState()).blocked).toEqual([]);
});

it('is never made of an incident that is not parsed', () => {
  expect(() => headlineOf(newState())).toThrow('parsed');
});

describe('an investigation that is running', () => {
  const running = (round: number) => withNodes(completeState(), { runProbes: { status: 'running', round } });

  it.each([
    ['again', running(2), true],
    ['for the first time', running(1), undefined],
    ['no longer', withNodes(completeState(), { runProbes: { status: 'done', round: 2 } }), undefined],
  ])('%s', (_, state, expected) => {
    expect(headlineOf(state).investigating).toBe(expected);
    expect(headlineOf(state, { showsRounds: false })).not.toHaveProperty('investigating');
  });
});

it.each([
  ['by what is shown', BY_WHAT_IS_SHOWN],
  ['by all data', BY_ALL_DATA],
])('is not worth an edit for its revision alone (%s)', (_, rule) => {
  const digest = (changes: Partial<IncidentState>) => rule.digestOf(headlineOf(completeState(changes)));
  expect(digest({ revision: 7 })).toBe(digest({}));
  expect(digest({ acknowledgedBy: 'ann' })).not.toBe(digest({}));
});

describe('a different finding with the same figures', () => {
  const headline = headlineOf(completeState());
  const { result } = headline;
  if (result?.gist === undefined) throw new Error('the sample has a result');
  const other = { ...headline, result: { ...result, gist: { ...result.gist, others: 7 } } };

  it.each([
    ['is worth an edit', { settles: true, byHand: true, joined: true }, true],
    ['is worth none in older runs', { settles: true, byHand: false, joined: false }, false],
    ['is worth none in the oldest runs', { settles: false, byHand: false, joined: false }, false],
  ])('%s', (_, patches, isWorthIt) => {
    const { digestOf } = editRuleOf(patches);
    expect(digestOf(headline) !== digestOf(other)).toBe(isWorthIt);
  });

  it('leaves the digests of older runs as they were', () => {
    const { gist: _, ...figures } = result;
    for (const { digestOf } of [BY_ALL_DATA, BY_FIGURES]) expect(digestOf(headline)).toBe(digestOf({ ...headline, result: figures }));
  });
});
