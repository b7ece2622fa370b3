import { Worker } from '@temporalio/worker';
import { judgeWaiting, type ProbeQueue } from '../../../src/incident/investigation/judge-waiting';
import { describeProbeQueue } from '../../../src/worker/describe-probe-queue';
import { CONTAINERS_QUEUE } from '../../../src/workflows/contract/messages';
import { fakeActivities } from '../../support/fake-activities';
import { isComplete, send } from '../../support/incident-handle';
import { describeWith } from '../../support/needs';
import { type ShortHistories, shortHistories } from '../../support/short-histories';
import { readUntil } from '../../support/wait-until';
import { withWorkers, workflowBundle } from '../../support/workflow-env';

const MORE_EVENTS_THAN_ANY = 10_000;

describeWith(['temporal'], 'the queue of the probes, at a real server', () => {
  let histories: ShortHistories;
  beforeAll(async () => {
    [histories] = await Promise.all([shortHistories(MORE_EVENTS_THAN_ANY), workflowBundle()]);
  }, 60_000);
  afterAll(() => histories?.stop());

  const untilQueue = (holds: (queue: ProbeQueue) => boolean): Promise<ProbeQueue> =>
    readUntil(() => describeProbeQueue(histories.env.connection, histories.env.namespace ?? 'default'), holds);

  it('has no worker, then one that is busy while another probe waits', async () => {
    const { activities } = fakeActivities();
    let goOn!: () => void;
    const released = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    await withWorkers(
      histories.env,
      activities,
      async () => {
        const handle = await histories.start();
        expect(await untilQueue(({ waiting }) => waiting === 2)).toEqual({ lastAskedMs: null, waiting: 2 });
        const containers = await Worker.create({
          connection: histories.env.nativeConnection,
          taskQueue: CONTAINERS_QUEUE,
          maxConcurrentActivityTaskExecutions: 1,
          activities: {
            runProbe: async (...args: Parameters<typeof activities.runProbe>) => {
              await released;
              return activities.runProbe(...args);
            },
          },
        });
        await containers.runUntil(async () => {
          const busy = await untilQueue(({ lastAskedMs, waiting }) => lastAskedMs !== null && waiting !== null);
          // The server's count is rough: it still has the one that is being worked at.
          expect(judgeWaiting(busy, 30_000)).toEqual({ kind: 'goOn' });
          expect(busy.waiting).toBeGreaterThanOrEqual(1);
          goOn();
          const state = await histories.until(handle, isComplete);
          expect(state.findings.map(({ status }) => status)).not.toContain('unknown');
        });
        await handle.terminate();
      },
      { probes: false },
    );
  });

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
        await untilQueue(({ waiting }) => waiting === 2);
        const raised = await histories.start({ severity: 'low', title: 'raised' });
        await histories.until(raised, ({ incident }) => incident !== null);
        await send(raised, 'changeSeverity', { severity: 'critical' });
        goOn();
        await untilQueue(({ waiting }) => waiting === 4);
        const critical = await histories.start({ severity: 'critical', title: 'critical' });
        await untilQueue(({ waiting }) => waiting === 6);
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
  });
});
