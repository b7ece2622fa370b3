import fc from 'fast-check';
import { STEPS } from '../../../../src/incident/model/plan';
import type { NodeState, NodeStatus } from '../../../../src/incident/model/state';
import { rollUpStep, rollUpSteps } from '../../../../src/incident/response/roll-up-steps';
import { after, MISSING_SCOPE } from '../../../support/sample-state';

const STATUSES: readonly NodeStatus[] = ['pending', 'running', 'done', 'failed', 'skipped', 'blocked', 'waiting'];

function node(status: NodeStatus, changes: Partial<NodeState> = {}): NodeState {
  return {
    name: `node-${status}`,
    step: 'createWarRoom',
    optional: false,
    status,
    attempts: 1,
    round: 1,
    startedAt: null,
    endedAt: null,
    problem: null,
    note: null,
    ...changes,
  };
}
const optional = (status: NodeStatus, changes: Partial<NodeState> = {}) => node(status, { optional: true, ...changes });
const roll = (...nodes: NodeState[]) => rollUpStep('createWarRoom', nodes);

describe('rollUpSteps', () => {
  it.each<[NodeStatus, NodeStatus[]]>([
    ['blocked', ['blocked', 'running', 'waiting', 'failed', 'pending', 'done', 'skipped']],
    ['running', ['running', 'waiting', 'failed', 'pending', 'done', 'skipped']],
    ['waiting', ['waiting', 'failed', 'pending', 'done', 'skipped']],
    ['failed', ['failed', 'pending', 'done', 'skipped']],
    ['running', ['pending', 'done', 'skipped']],
    ['pending', ['pending', 'skipped']],
    ['done', ['done', 'skipped']],
    ['skipped', ['skipped', 'skipped']],
  ])('is %s with nodes %j', (expected, statuses) => {
    expect(roll(...statuses.map((status) => node(status))).status).toBe(expected);
    expect(roll(...[...statuses].reverse().map((status) => node(status))).status).toBe(expected);
  });

  it('takes a failed optional node for a degraded step that is done, and says what', () => {
    const pin = optional('failed', { name: 'furnishRoom', problem: { code: 'x', message: 'too many pins', mend: '' } });
    expect(roll(node('done'), pin)).toMatchObject({
      status: 'done',
      problem: null,
      note: "degraded: couldn't set up the topic, pin and bookmarks: too many pins",
    });
  });

  it('is skipped when all that is required was, whatever optional work was done', () => {
    expect(roll(node('skipped', { note: 'not asked for' }), optional('done'))).toMatchObject({ status: 'skipped', note: 'not asked for' });
  });

  it('says what a step that is done has left out', () => {
    expect(roll(node('done'), node('skipped', { name: 'postProgress', note: 'no probe was selected' })).note).toBe(
      'skipped: show the progress (no probe was selected)',
    );
  });

  it('lasts from its earliest start to its latest end, and has the most attempts of its nodes', () => {
    const first = node('done', { startedAt: after(2), endedAt: after(3), attempts: 4 });
    const second = node('done', { startedAt: after(1), endedAt: after(5), attempts: 2 });
    expect(roll(first, second)).toMatchObject({ startedAt: after(1), endedAt: after(5), durationMs: 4_000, attempts: 4 });
    expect(roll(first, node('running', { startedAt: after(4) }))).toMatchObject({ startedAt: after(2), endedAt: null, durationMs: null });
  });

  it('names the problem of what blocks before that of what failed', () => {
    const failed = node('failed', { problem: { code: 'other', message: 'other', mend: '' } });
    expect(roll(failed, node('blocked', { problem: MISSING_SCOPE })).problem).toEqual(MISSING_SCOPE);
    expect(roll(failed, node('done')).problem?.code).toBe('other');
  });

  it('says whom a waiting step waits for', () => {
    expect(roll(node('waiting', { note: 'waiting for "create the channel"' }), node('done')).note).toBe('waiting for "create the channel"');
  });

  it('always gives all seven steps, whatever the nodes', () => {
    const anyNode = fc.record({
      name: fc.string(),
      step: fc.constantFrom(...STEPS),
      optional: fc.boolean(),
      status: fc.constantFrom(...STATUSES),
      attempts: fc.nat(50),
      round: fc.integer({ min: 1, max: 5 }),
      startedAt: fc.option(fc.nat(1_000).map(after)),
      endedAt: fc.option(fc.nat(1_000).map(after)),
      problem: fc.option(fc.constant(MISSING_SCOPE)),
      note: fc.option(fc.string()),
    });
    fc.assert(
      fc.property(fc.array(anyNode, { maxLength: 20 }), (nodes) => {
        const steps = rollUpSteps(nodes);
        expect(steps.map(({ name }) => name)).toEqual(STEPS);
        for (const { name, status, durationMs } of steps) {
          const own = nodes.filter(({ step }) => step === name);
          expect(STATUSES).toContain(status);
          expect(durationMs ?? 0).toBeGreaterThanOrEqual(0);
          if (status === 'done') expect(own.every((other) => ['done', 'skipped'].includes(other.status) || other.optional)).toBe(true);
          expect(status === 'blocked').toBe(own.some((other) => other.status === 'blocked'));
        }
      }),
    );
  });
});
