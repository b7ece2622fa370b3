import { Context } from '@temporalio/activity';
import type { Activities } from '../../../src/activities/interface';
import { broadcastActivities } from '../../support/broadcast-incident';
import { withStartedIncident } from '../../support/incident-stage';
import { KeyedRoom, unreachable } from '../../support/keyed-room';
import { describeWith } from '../../support/needs';
import { type ShortHistories, shortHistories } from '../../support/short-histories';
import { waitUntil } from '../../support/wait-until';
import { workflowBundle } from '../../support/workflow-env';

const MORE_EVENTS_THAN_ANY = 10_000;

describeWith(['temporal'], 'the card of an incident, at a real server', () => {
  let histories: ShortHistories;
  beforeAll(async () => {
    [histories] = await Promise.all([shortHistories(MORE_EVENTS_THAN_ANY), workflowBundle()]);
  }, 60_000);
  afterAll(() => histories?.stop());

  it('is found and emptied once an alert asks for privacy, if it was posted and the answer was lost', async () => {
    const keyed = new KeyedRoom();
    const usual = keyed.activities();
    let isLost = false;
    /** Posts the card, and loses the answer once the attempt is cancelled. */
    const losesFirst: Activities['postElsewhere'] = async (input) => {
      const answer = await usual.postElsewhere(input);
      if (isLost || input.to.kind === 'person') return answer;
      isLost = true;
      const { heartbeat, cancellationSignal } = Context.current();
      await waitUntil(() => {
        heartbeat();
        return cancellationSignal.aborted;
      });
      throw unreachable();
    };
    const cards = () => keyed.posts.flatMap(({ message }) => (message.kind === 'card' ? [message] : []));
    await withStartedIncident(
      histories.env,
      async ({ until, send }) => {
        await until(() => isLost);
        expect(cards()).toEqual([expect.objectContaining({ shown: expect.anything() })]);
        await send('alertUpdated', { actor: 'alert:alertmanager', event: {} });
        await until(() => cards().every(({ shown }) => shown === null));
        expect(cards()).toHaveLength(1);
      },
      () => ({ ...usual, ...broadcastActivities(), postElsewhere: losesFirst }),
    );
  });
});
