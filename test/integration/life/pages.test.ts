import { Context } from '@temporalio/activity';
import { ApplicationFailure, CancelledFailure } from '@temporalio/common';
import { describeWith } from '../../support/needs';
import { type Asked, PAGER, type PagedOptions, withPagedIncident } from '../../support/paged-incident';
import { type ShortHistories, shortHistories } from '../../support/short-histories';
import { waitUntil } from '../../support/wait-until';
import { workflowBundle } from '../../support/workflow-env';

/** So few that every round goes through several runs. */
const EVENTS = 60;
const ROUNDS = 3;

describeWith(['temporal'], 'pages outside Slack on a real server', () => {
  let histories: ShortHistories;
  beforeAll(async () => {
    [histories] = await Promise.all([shortHistories(EVENTS), workflowBundle()]);
  }, 60_000);
  afterAll(() => histories?.stop());

  it.each(Array.from({ length: ROUNDS }, (_, round) => round + 1))(
    'are sent and ended in order although each command comes while a page is under way, and runs end meanwhile (round %i)',
    async () => {
      const services: Asked = { all: [], pages: [], ends: [] };
      const times = (wanted: string): number => services.all.filter((one) => one === wanted).length;
      await withPagedIncident(histories.env, services, async ({ handle, until, send }) => {
        await until(() => times('pager 0.started') > 0);
        await send('resolve');
        await until(() => times('pager resolved') > 0);
        await send('reopen', { reason: 'it is back' });
        await until(() => times('pager 1.reopened') > 0);
        await send('acknowledge');
        await until(() => times('pager acknowledged') > 0);
        await send('escalate');
        await until(() => times('pager 1.level-1') > 0);
        await histories.nextRun(handle);
        await send('cancel', { reason: 'a drill' });
        await until(() => services.ends.filter(({ ending }) => ending === 'resolved').length > 1);
        // What an ended run was doing, the next one does again, under the same key.
        const order = services.all.filter((one, index) => one !== services.all[index - 1]);
        const whole = ['0.started', 'resolved', '1.reopened', 'acknowledged', '1.level-1', 'resolved'].map((one) => `pager ${one}`);
        expect(order).toEqual(whole);
        const keys = services.ends.at(-1)?.end.pageKeys.map((key) => key.split('/page/')[1]);
        expect(keys).toEqual(['1.reopened', '1.level-1']);
        expect((await histories.runs(handle)).length).toBeGreaterThan(2);
      });
    },
  );

  it('whose service is wanted again before it has stopped is neither a failure nor sent twice', async () => {
    const services: Asked = { all: [], pages: [], ends: [] };
    let [isCancelled, isReleased] = [false, false];
    /** Goes on for a while after it was cancelled, as a call to a slow service does. */
    const slowOnce: PagedOptions['overrides'] = (usual) => ({
      sendPage: async (input) => {
        if (input.pager !== 'phone' || isReleased) return usual.sendPage(input);
        const { heartbeat, cancellationSignal } = Context.current();
        await waitUntil(() => {
          heartbeat();
          isCancelled = cancellationSignal.aborted;
          return isCancelled && isReleased;
        });
        throw new CancelledFailure('stopped');
      },
    });
    await withPagedIncident(
      histories.env,
      services,
      async ({ until, send }) => {
        await until(() => services.all.includes('pager 0.started'));
        await send('changeSeverity', { severity: 'low' });
        await until(() => isCancelled);
        await send('changeSeverity', { severity: 'critical' });
        isReleased = true;
        const { timeline } = await until(() => services.all.includes('phone 0.raised-critical'));
        expect(timeline.filter(({ kind }) => kind === 'degraded')).toEqual([]);
        expect(services.all).toEqual(['pager 0.started', 'phone 0.raised-critical']);
      },
      { pagers: [PAGER, { name: 'phone', severities: ['critical'] }], overrides: slowOnce },
    );
  });

  it('of a service that sends messages do not wait for an end that fails when the incident is reopened; the next end covers all', async () => {
    const services: Asked = { all: [], pages: [], ends: [] };
    let [tries, isAway] = [0, true];
    const failing: PagedOptions['overrides'] = (usual) => ({
      endPages: async (input) => {
        tries += 1;
        if (isAway) throw ApplicationFailure.create({ message: 'HTTP 503', type: 'notify_service_failed' });
        return usual.endPages(input);
      },
    });
    await withPagedIncident(
      histories.env,
      services,
      async ({ until, send }) => {
        await until(() => services.all.includes('mail 0.started'));
        await send('resolve');
        await until(() => tries > 1);
        await send('reopen', { reason: 'it is back' });
        await until(() => services.all.includes('mail 1.reopened'));
        isAway = false;
        await send('acknowledge');
        await until(() => services.ends.length > 0);
        expect(services.all).toEqual(['mail 0.started', 'mail 1.reopened', 'mail acknowledged']);
        const keys = services.ends[0]?.end.pageKeys.map((key) => key.split('/page/')[1]);
        expect([...(keys ?? [])].sort()).toEqual(['0.started', '1.reopened']);
      },
      { pagers: [{ ...PAGER, name: 'mail', sendsMessages: true }], overrides: failing },
    );
  });
});
