import { setTimeout as pause } from 'node:timers/promises';
import type { Activities } from '../../../src/activities/interface';
import { fakeActivities } from '../../support/fake-activities';
import { isComplete } from '../../support/incident-handle';
import { KeyedRoom } from '../../support/keyed-room';
import { describeWith } from '../../support/needs';
import { type ShortHistories, shortHistories } from '../../support/short-histories';
import { withWorkers, workflowBundle } from '../../support/workflow-env';

const MORE_EVENTS_THAN_ANY = 10_000;
/** Enough at once that workflow tasks wait for each other: then clocks differ, if they can. */
const INCIDENTS = 25;

describeWith(['temporal'], 'an incident that is no longer in a worker’s cache', () => {
  let histories: ShortHistories;
  beforeAll(async () => {
    [histories] = await Promise.all([shortHistories(MORE_EVENTS_THAN_ANY), workflowBundle()]);
  }, 60_000);
  afterAll(() => histories?.stop());

  it('comes back from its history as it was, to the millisecond', async () => {
    const { activities: usual } = fakeActivities();
    const activities: Activities = {
      ...usual,
      ...new KeyedRoom().activities(),
      selectProbes: async (input) => {
        await pause(Math.random() * 60);
        return usual.selectProbes(input);
      },
    };
    const handles = await Promise.all(Array.from({ length: INCIDENTS }, () => histories.start()));
    const states = () => Promise.all(handles.map((handle) => histories.until(handle, isComplete)));
    const inOneWorker: Awaited<ReturnType<typeof states>> = [];
    // On the test's own thread, so many incidents would keep queries waiting.
    const apart = { ownThread: true };
    const first = async () => void inOneWorker.push(...(await states()));
    await withWorkers(histories.env, activities, first, apart);
    const second = async () => {
      expect(await states()).toEqual(inOneWorker);
      await Promise.all(handles.map((handle) => handle.terminate()));
    };
    await withWorkers(histories.env, activities, second, apart);
  });
});
