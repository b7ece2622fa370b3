import type { Proposal, ProposalStatus, StepOutcome } from '../../src/incident/model/actions/proposal';
import type { ProposalMessage } from '../../src/incident/model/actions/proposal-message';
import type { WordedState } from '../../src/incident/timeline-words/worded-state';
import { ActionWorld, approvalOf, newProposalId, proposalClaim, SIGNED, sampleAction } from '../support/action-world';
import { type StagedIncident, withIncident } from '../support/incident-stage';
import { ownTestServer } from '../support/own-test-server';
import { workflowBundle } from '../support/workflow-env';

const env = ownTestServer();
beforeAll(() => workflowBundle(), 60_000);

const proposalIn = ({ proposals = [] }: Pick<WordedState, 'proposals'>, id: string): Proposal | undefined =>
  proposals.find((one) => one.id === id);
const serverTime = async (): Promise<string> => new Date(await env().currentTimeMs()).toISOString();

/** Proposes the action, and returns the proposal as it waits. */
async function propose({ id, send, until }: StagedIncident): Promise<Proposal> {
  const claim = proposalClaim(id, { at: await serverTime() });
  await send('proposeAction', { actor: claim.person, claim, signature: SIGNED });
  const state = await until((now) => proposalIn(now, claim.proposalId) !== undefined);
  return proposalIn(state, claim.proposalId) as Proposal;
}

async function proposeAndApprove(incident: StagedIncident): Promise<Proposal> {
  const proposal = await propose(incident);
  await incident.send('approveAction', approvalOf(incident.id, proposal));
  return proposal;
}

const reaches = (incident: StagedIncident, id: string, status: ProposalStatus) =>
  incident.until((state) => proposalIn(state, id)?.status === status);
const shown = ({ room, id }: StagedIncident, proposalId: string): Proposal | undefined =>
  (room.messages.get(`${id}/proposal/${proposalId}`) as ProposalMessage | undefined)?.proposal;
const toldOf = (state: WordedState): string[] =>
  state.timeline.filter(({ text }) => text.includes('P-')).map(({ text }) => text.replace(/P-[0-9a-f]{10}/g, 'P'));
const refusals = (state: WordedState): string[] =>
  state.timeline.filter(({ kind }) => kind === 'refused').map(({ actor, text }) => `${actor} ${text.replace(/P-[0-9a-f]{10}/g, 'P')}`);

const staged = (world: ActionWorld, test: (incident: StagedIncident) => Promise<void>): Promise<void> =>
  withIncident(env(), test, () => world.activities());

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
    const posts = incident.room.calls.filter((call) => call.endsWith(`/proposal/${proposal.id}`));
    expect(posts.filter((call) => call.startsWith('postMessage'))).toHaveLength(1);
  });
});

it.each<[string, Partial<Record<'does' | 'rollback', StepOutcome['kind']>>, ProposalStatus, readonly string[]]>([
  ['is rolled back if it fails', { does: 'failed' }, 'rolledBack', ['does', 'rollback']],
  ['has failed if its rollback does', { does: 'failed', rollback: 'failed' }, 'failed', ['does', 'rollback']],
  ['is left to a person if nobody can tell what it did', { does: 'unknown' }, 'unknown', ['does']],
  [
    'is left to a person if nobody can tell what its rollback did',
    { does: 'failed', rollback: 'unknown' },
    'unknown',
    ['does', 'rollback'],
  ],
  ['changed nothing if it did not happen', { does: 'notRun' }, 'notRun', ['does']],
])('%s', async (_, outcome, status, steps) => {
  const world = new ActionWorld();
  world.outcome = outcome;
  await staged(world, async (incident) => {
    const { id } = await proposeAndApprove(incident);
    await reaches(incident, id, status);
    await incident.until(() => shown(incident, id)?.status === status);
    expect(world.starts).toEqual(steps.map((step) => `${id}/${step}`));
    const last = steps.at(-1) as 'does' | 'rollback';
    // Where nobody can tell, someone may want to look at the container.
    const left = outcome[last] === 'unknown' ? steps.slice(0, -1) : steps;
    await incident.until(() => world.removed.length >= left.length);
    expect(world.removed).toEqual(left.map((step) => `${id}/${step}`));
  });
});

it.each<[string, 'fail' | 'warn' | 'unknown', ProposalStatus]>([
  ['is rolled back if its checks still fail at the end of their time', 'fail', 'rolledBack'],
  ['is rolled back if its checks warn', 'warn', 'rolledBack'],
  ['is left to a person if no check can tell', 'unknown', 'unknown'],
])('%s', async (_, status, end) => {
  const world = new ActionWorld();
  world.status = status;
  await staged(world, async (incident) => {
    const { id } = await proposeAndApprove(incident);
    await reaches(incident, id, 'checking');
    await env().sleep(61_000);
    await reaches(incident, id, end);
    expect(world.checks).toBeGreaterThan(2);
    expect(world.checks).toBeLessThanOrEqual(12);
  });
});

it('has failed if it did not help and cannot be undone; is left to a person if nothing checks it', async () => {
  const noWayBack = new ActionWorld(sampleAction({ rollback: null }));
  noWayBack.outcome = { does: 'failed' };
  await staged(noWayBack, async (incident) => {
    const { id } = await proposeAndApprove(incident);
    await reaches(incident, id, 'failed');
  });
  await staged(new ActionWorld(sampleAction({ checks: { probes: [], withinMs: 60_000 } })), async (incident) => {
    const { id } = await proposeAndApprove(incident);
    const state = await reaches(incident, id, 'unknown');
    expect(proposalIn(state, id)?.problem?.code).toBe('nothing_to_check');
  });
});

it('is not run by an approval that does not count, and each is recorded with who tried', async () => {
  const world = new ActionWorld();
  await staged(world, async (incident) => {
    const proposal = await propose(incident);
    const right = approvalOf(incident.id, proposal);
    const refused = async (payload: object): Promise<void> => {
      await expect(incident.send('approveAction', payload)).rejects.toThrow();
    };
    await refused({ ...right, signature: 'bb' });
    await refused({ actor: 'mallory', proposalId: proposal.id, digest: proposal.digest });
    await refused(approvalOf(incident.id, proposal, { identities: ['alice@example.com'], person: 'alice@example.com' }));
    await refused(approvalOf(incident.id, proposal, { person: 'slack:UALICE', identities: ['slack:ualice'] }));
    await refused({ ...right, digest: 'other' });
    await refused({ ...right, proposalId: newProposalId() });
    await refused(approvalOf(incident.id, proposal, { expiresAt: '2030-01-01T00:00:00.000Z' }));
    await refused(approvalOf('PROD-OTHER', proposal));
    await incident.signal('approveAction', { actor: 'mallory', proposalId: proposal.id, digest: proposal.digest });
    const state = await incident.until((now) => refusals(now).length === 9);
    expect(proposalIn(state, proposal.id)?.status).toBe('proposed');
    expect(world.starts).toEqual([]);
    expect(refusals(state)).toEqual([
      'slack:UBEN tried to approve a proposal; this was refused: the approval is not signed by the gateway',
      'mallory tried to approve a proposal; this was refused: the approval of P is not signed by the gateway',
      'alice@example.com tried to approve a proposal; this was refused: P cannot be approved by the person for whom it was proposed',
      'slack:UALICE tried to approve a proposal; this was refused: P cannot be approved by the person for whom it was proposed',
      'slack:UBEN tried to approve a proposal; this was refused: what was approved is not what P would do',
      expect.stringContaining('has no proposal P'),
      'slack:UBEN tried to approve a proposal; this was refused: the signature is for another approval than that of P',
      'slack:UBEN tried to approve a proposal; this was refused: the signature is for another approval than that of P',
      'mallory tried to approve a proposal; this was refused: the approval of P is not signed by the gateway',
    ]);
    await incident.send('approveAction', right);
    await refused(right);
    await reaches(incident, proposal.id, 'verified');
    await refused(right);
    expect(world.starts).toEqual([`${proposal.id}/does`]);
  });
});

it('is not put up by a claim that does not count', async () => {
  await staged(new ActionWorld(), async (incident) => {
    const claim = proposalClaim(incident.id, { at: await serverTime() });
    const give = (changes: object, signature = SIGNED) =>
      incident.send('proposeAction', { actor: 'mallory', claim: { ...claim, ...changes }, signature });
    await expect(give({}, 'bb')).rejects.toThrow();
    await expect(give({ incidentId: 'PROD-OTHER' })).rejects.toThrow();
    await expect(give({ at: '2020-01-01T00:00:00.000Z' })).rejects.toThrow();
    await give({});
    await expect(give({})).rejects.toThrow();
    const state = await incident.until((now) => refusals(now).length === 4);
    expect(state.proposals).toHaveLength(1);
  });
});

it('expires if nobody answers in time', async () => {
  const world = new ActionWorld();
  await staged(world, async (incident) => {
    const proposal = await propose(incident);
    await env().sleep('16 minutes');
    await reaches(incident, proposal.id, 'expired');
    await incident.until(() => shown(incident, proposal.id)?.status === 'expired');
    await expect(incident.send('approveAction', approvalOf(incident.id, proposal))).rejects.toThrow();
    expect(world.starts).toEqual([]);
  });
});

it('can be taken back until it has begun', async () => {
  const world = new ActionWorld();
  const go = world.hold();
  await staged(world, async (incident) => {
    const one = await propose(incident);
    await incident.send('rejectAction', { proposalId: one.id, reason: 'too early' });
    expect(proposalIn(await reaches(incident, one.id, 'rejected'), one.id)).toMatchObject({
      rejection: 'too early',
      decidedBy: { actor: 'ben' },
    });
    const two = await proposeAndApprove(incident);
    await reaches(incident, two.id, 'running');
    const three = await proposeAndApprove(incident);
    await expect(incident.send('rejectAction', { proposalId: two.id, reason: 'no' })).rejects.toThrow();
    await incident.send('rejectAction', { proposalId: three.id, reason: 'no' });
    go();
    await reaches(incident, two.id, 'verified');
    await reaches(incident, three.id, 'rejected');
    expect(world.starts).toEqual([`${two.id}/does`]);
  });
});

it('waits while another one is carried out', async () => {
  const world = new ActionWorld();
  const go = world.hold();
  await staged(world, async (incident) => {
    const one = await proposeAndApprove(incident);
    await reaches(incident, one.id, 'running');
    const two = await proposeAndApprove(incident);
    await reaches(incident, two.id, 'approved');
    expect(world.starts).toEqual([`${one.id}/does`]);
    go();
    await reaches(incident, two.id, 'verified');
    expect(world.starts).toEqual([`${one.id}/does`, `${two.id}/does`]);
  });
});

it('comes to its end although the incident was cancelled; what has not begun is not run', async () => {
  const world = new ActionWorld();
  const go = world.hold();
  await staged(world, async (incident) => {
    const begun = await proposeAndApprove(incident);
    await reaches(incident, begun.id, 'running');
    const approved = await proposeAndApprove(incident);
    const waiting = await propose(incident);
    await incident.send('cancel', { reason: 'a drill' });
    await reaches(incident, approved.id, 'notRun');
    await reaches(incident, waiting.id, 'expired');
    go();
    const state = await incident.result();
    expect(proposalIn(state, begun.id)?.status).toBe('verified');
    expect(shown(incident, begun.id)?.status).toBe('verified');
    expect(world.starts).toEqual([`${begun.id}/does`]);
  });
});

describe('a command that a person is asked to confirm', () => {
  const ask = async (incident: StagedIncident, command: object): Promise<Proposal> => {
    const proposalId = newProposalId();
    await incident.send('askConfirmation', {
      actor: 'alice@example.com',
      via: 'claude-code',
      proposalId,
      command,
      reason: 'it gets worse',
    });
    const state = await incident.until((now) => proposalIn(now, proposalId) !== undefined);
    return proposalIn(state, proposalId) as Proposal;
  };
  const confirm = (incident: StagedIncident, { id, digest }: Proposal) =>
    incident.send('approveAction', { actor: 'slack:UBEN', actorName: 'Ben', via: 'slack', proposalId: id, digest });

  it('is given by whoever confirms it, through whoever asked', async () => {
    await staged(new ActionWorld(), async (incident) => {
      const asked = await ask(incident, { name: 'resolve', payload: { note: 'restarted' } });
      expect((await incident.until(() => true)).status).toBe('triggered');
      await confirm(incident, asked);
      const state = await reaches(incident, asked.id, 'done');
      expect(state.status).toBe('resolved');
      const entry = state.timeline.find(({ kind }) => kind === 'resolve');
      expect(entry).toMatchObject({
        text: 'resolved the incident: restarted',
        by: { actor: 'slack:UBEN', via: 'slack, asked by claude-code for alice@example.com' },
      });
    });
  });

  it('looks people up as usual', async () => {
    await staged(new ActionWorld(), async (incident) => {
      const asked = await ask(incident, { name: 'addResponders', payload: { users: ['zoe@example.com'] } });
      await confirm(incident, asked);
      await reaches(incident, asked.id, 'done');
      await incident.until(() => incident.calls('added').length === 1);
    });
  });

  it('ends with the reason if it does not apply any more', async () => {
    await staged(new ActionWorld(), async (incident) => {
      const asked = await ask(incident, { name: 'resolve' });
      await incident.send('resolve');
      await expect(confirm(incident, asked)).rejects.toThrow();
      const state = await reaches(incident, asked.id, 'notRun');
      expect(proposalIn(state, asked.id)?.problem?.message).toContain('already resolved');
    });
  });

  it('can cancel the incident itself', async () => {
    await staged(new ActionWorld(), async (incident) => {
      await confirm(incident, await ask(incident, { name: 'cancel', payload: { reason: 'a drill' } }));
      const state = await incident.result();
      expect(state).toMatchObject({ status: 'cancelled', proposals: [{ status: 'done' }] });
    });
  });
});
