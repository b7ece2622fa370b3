import type { Proposal, ProposalStatus } from '../../src/incident/model/actions/proposal';
import type { ProposalMessage } from '../../src/incident/model/actions/proposal-message';
import { ActionWorld, approvalOf, proposalClaim, SIGNED } from '../support/action-world';
import { type StagedIncident, withIncident } from '../support/incident-stage';
import { ownTestServer } from '../support/own-test-server';
import { workflowBundle } from '../support/workflow-env';

const env = ownTestServer();
beforeAll(() => workflowBundle(), 60_000);

const proposalIn = ({ proposals = [] }: { proposals?: readonly Proposal[] }, id: string): Proposal | undefined =>
  proposals.find((one) => one.id === id);

/** Proposes the action, and returns the proposal as it waits. */
async function propose({ id, send, until }: StagedIncident): Promise<Proposal> {
  const claim = proposalClaim(id, { at: await serverTime() });
  await send('proposeAction', { actor: claim.person, claim, signature: SIGNED });
  const state = await until((now) => proposalIn(now, claim.proposalId) !== undefined);
  return proposalIn(state, claim.proposalId) as Proposal;
}

const serverTime = async (): Promise<string> => new Date(await env().currentTimeMs()).toISOString();
const reaches = (incident: StagedIncident, id: string, status: ProposalStatus) =>
  incident.until((state) => proposalIn(state, id)?.status === status);
const shown = ({ room, id }: StagedIncident, proposalId: string): Proposal | undefined =>
  (room.messages.get(`${id}/proposal/${proposalId}`) as ProposalMessage | undefined)?.proposal;
const toldOf = (state: { timeline: readonly { kind: string; text: string }[] }): string[] =>
  state.timeline.filter(({ text }) => text.includes('P-')).map(({ text }) => text.replace(/P-[0-9a-f]{10}/g, 'P'));

function staged(world: ActionWorld, test: (incident: StagedIncident) => Promise<void>): Promise<void> {
  return withIncident(env(), test, () => world.activities());
}

it('is run once it is approved, checked, and found well', async () => {
  const world = new ActionWorld();
  await staged(world, async (incident) => {
    const proposal = await propose(incident);
    expect(proposal).toMatchObject({ status: 'proposed', by: { actor: 'alice@example.com', via: 'claude-code' } });
    expect(world.starts).toEqual([]);
    await incident.send('approveAction', approvalOf(incident.id, proposal));
    const state = await reaches(incident, proposal.id, 'verified');
    expect(world.starts).toEqual([`${proposal.id}/does`]);
    await incident.until(() => world.removed.includes(`${proposal.id}/does`));
    await incident.until(() => shown(incident, proposal.id)?.status === 'verified');
    expect(shown(incident, proposal.id)).not.toHaveProperty('work');
    expect(toldOf(state)).toEqual([
      'proposed "Restart the shop" (P): it leaks',
      'approved "Restart the shop" (P)',
      'began "Restart the shop" (P)',
      'the run of "Restart the shop" (P) succeeded; its checks follow',
      '"Restart the shop" (P) is verified: every check is ok',
    ]);
  });
});
