import { setTimeout as pause } from 'node:timers/promises';
import { Worker } from '@temporalio/worker';
import { describeProbeQueue } from '../../../src/worker/describe-probe-queue';
import { CONTAINERS_QUEUE } from '../../../src/workflows/messages';
import { fakeActivities } from '../../support/fake-activities';
import { isComplete, send } from '../../support/incident-handle';
import { describeWith } from '../../support/needs';
import { type ShortHistories, shortHistories } from '../../support/short-histories';
import { withWorkers, workflowBundle } from '../../support/workflow-env';

const MORE_EVENTS_THAN_ANY = 10_000;

describeWith(['temporal'], 'urgency, at a real server', () => {
  let histories: ShortHistories;
  beforeAll(async () => {
    [histories] = await Promise.all([shortHistories(MORE_EVENTS_THAN_ANY), workflowBundle()]);
  }, 60_000);
  let isOver = false;
  afterAll(() => {
    isOver = true;
    return histories?.stop();
  });

  const untilWaiting = async (probes: number): Promise<void> => {
    while (!isOver) {
      const { waiting } = await describeProbeQueue(histories.env.connection, histories.env.namespace ?? 'default');
      if (waiting === probes) return;
      await pause(50);
    }
  };

  it('lets the probes of grave incidents overtake those of others, also where the severity was raised on the way', async () => {
    let goOn!: () => void;
    const isRaised = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    const { activities } = fakeActivities();
    const { selectProbes } = activities;
    activities.selectProbes = async (input) => {
      if (input.incident.title === 'raised') await isRaised;
      return selectProbes(input);
    };
    const order: string[] = [];
    const oneAtATime = {
      connection: histories.env.nativeConnection,
      taskQueue: CONTAINERS_QUEUE,
      maxConcurrentActivityTaskExecutions: 1,
      activities: {
        runProbe: async (input: Parameters<typeof activities.runProbe>[0]) => {
          order.push(input.incident.title);
          return activities.runProbe(input);
        },
      },
    };
    await withWorkers(
      histories.env,
      activities,
      async () => {
        const low = await histories.start({ severity: 'low', title: 'low' });
        await untilWaiting(2);
        const raised = await histories.start({ severity: 'low', title: 'raised' });
        await histories.until(raised, ({ incident }) => incident !== null);
        await send(raised, 'changeSeverity', { severity: 'critical' });
        goOn();
        await untilWaiting(4);
        const critical = await histories.start({ severity: 'critical', title: 'critical' });
        await untilWaiting(6);
        const containers = await Worker.create(oneAtATime);
        await containers.runUntil(async () => {
          for (const handle of [low, raised, critical]) await histories.until(handle, isComplete);
        });
        expect(order.slice(0, 4).sort()).toEqual(['critical', 'critical', 'raised', 'raised']);
        expect(order.slice(4)).toEqual(['low', 'low']);
        await Promise.all([low, raised, critical].map((handle) => handle.terminate()));
      },
      { probes: false },
    );
  }, 60_000);
});
