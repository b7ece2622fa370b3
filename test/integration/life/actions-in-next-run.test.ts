import type { WorkflowHandle } from '@temporalio/client';
import type { Proposal, ProposalStatus } from '../../../src/incident/model/actions/proposal';
import { ActionWorld, approvalOf, proposalClaim, SIGNED, sampleAction } from '../../support/action-world';
import { fakeActivities } from '../../support/fake-activities';
import { isComplete, send } from '../../support/incident-handle';
import { describeWith } from '../../support/needs';
import { type ShortHistories, shortHistories } from '../../support/short-histories';
import { waitUntil } from '../../support/wait-until';
import { withWorkers, workflowBundle } from '../../support/workflow-env';

const EVENTS = 200;

describeWith(['temporal'], 'an action whose incident goes on in a new run', () => {
  let histories: ShortHistories;
  beforeAll(async () => {
    [histories] = await Promise.all([shortHistories(EVENTS), workflowBundle()]);
  }, 60_000);
  afterAll(() => histories?.stop());

  const proposalOf = async (handle: WorkflowHandle, id: string, status: ProposalStatus): Promise<Proposal> => {
    const holds = (proposals: readonly Proposal[] = []) => proposals.some((one) => one.id === id && one.status === status);
    const { proposals = [] } = await histories.until(handle, (state) => holds(state.proposals));
    return proposals.find((one) => one.id === id) as Proposal;
  };

  /** Where it is when the run ends: what keeps it there, and what lets it go on. */
  const PLACES: Readonly<Record<string, (world: ActionWorld) => () => void>> = {
    proposed: () => () => {},
    approved: (world) => {
      let go = (): void => {};
      world.preparing = new Promise((resolve) => {
        go = resolve;
      });
      return go;
    },
    running: (world) => world.hold(),
    checking: (world) => {
      world.status = 'fail';
      return () => {
        world.status = 'ok';
      };
    },
    rollingBack: (world) => {
      world.outcome = { does: 'failed' };
      const go = world.hold('rollback');
      return go;
    },
  };

  it.each(Object.keys(PLACES))('is carried out once, from %s on', async (place) => {
    const world = new ActionWorld(sampleAction({ checks: { ...sampleAction().checks, withinMs: 90_000 } }));
    const { activities, room } = fakeActivities();
    const go = PLACES[place]?.(world) ?? (() => {});
    await withWorkers(histories.env, { ...activities, ...world.activities() }, async () => {
      const handle = await histories.start();
      await histories.until(handle, isComplete);
      const claim = proposalClaim(handle.workflowId);
      await send(handle, 'proposeAction', { actor: claim.person, claim, signature: SIGNED });
      const proposal = await proposalOf(handle, claim.proposalId, 'proposed');
      const approve = () => send(handle, 'approveAction', approvalOf(handle.workflowId, proposal));
      if (place !== 'proposed') await approve();
      await proposalOf(handle, proposal.id, place as ProposalStatus);
      if (place === 'running') await waitUntil(() => world.starts.length === 1);
      if (place === 'rollingBack') await waitUntil(() => world.starts.length === 2);
      await histories.nextRun(handle);
      await proposalOf(handle, proposal.id, place as ProposalStatus);
      go();
      if (place === 'proposed') await approve();
      const end = place === 'rollingBack' ? 'rolledBack' : 'verified';
      await proposalOf(handle, proposal.id, end);
      const steps = place === 'rollingBack' ? ['does', 'rollback'] : ['does'];
      expect(world.starts).toEqual(steps.map((step) => `${proposal.id}/${step}`));
      if (place === 'running' || place === 'rollingBack') expect(world.detached).toBe(1);
      const key = `${handle.workflowId}/proposal/${proposal.id}`;
      await waitUntil(() => JSON.stringify(room.messages.get(key)).includes(`"status":"${end}"`));
      expect(room.calls.filter((call) => call === `postMessage:${key}`)).toHaveLength(1);
      await handle.terminate();
    });
  });
});
