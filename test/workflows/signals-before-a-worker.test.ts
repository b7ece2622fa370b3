import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { WordedState } from '../../src/incident/timeline-words/worded-state';
import { fakeActivities } from '../support/fake-activities';
import { isComplete, startIncident, untilState } from '../support/incident-handle';
import { timeSkippingEnvironment, withWorkers, workflowBundle } from '../support/workflow-env';

describe('signals that come while no worker is there', () => {
  let env: TestWorkflowEnvironment;
  beforeAll(async () => {
    [env] = await Promise.all([timeSkippingEnvironment(), workflowBundle()]);
  }, 60_000);
  afterAll(() => env?.teardown());

  /** The timeline of an incident that found them waiting, once its response is complete. */
  async function timelineAfter(signals: readonly (readonly [string, object])[]): Promise<WordedState['timeline']> {
    const handle = await startIncident(env);
    for (const [name, payload] of signals) await handle.signal(name, { actor: 'ben', ...payload });
    return withWorkers(env, fakeActivities().activities, async () => {
      const { timeline } = await untilState(handle, isComplete);
      await handle.terminate();
      return timeline;
    });
  }

  it('act in the order in which they were sent', async () => {
    const signals = [
      ['addNote', { text: 'one' }],
      ['resolve', {}],
      ['reopen', { reason: 'it is back' }],
      ['acknowledge', {}],
      ['resolve', {}],
      ['addNote', { text: 'two' }],
    ] as const;
    const timeline = await timelineAfter(signals);
    expect(timeline.flatMap(({ actor, kind }) => (actor === 'ben' ? [kind] : []))).toEqual(signals.map(([name]) => name));
  });

  it('are told as refused when there is no such command', async () => {
    const timeline = await timelineAfter([['acknowlege\u001b[2J', {}]]);
    const [refused] = timeline.filter(({ kind }) => kind === 'refused');
    expect(refused).toMatchObject({ actor: 'ben', text: expect.stringMatching(/acknowlege.*is not a command.*allowed: acknowledge/) });
    expect(refused?.text).not.toContain('\u001b');
  });
});
