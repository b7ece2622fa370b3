import { isSignedBy } from '../../../src/approval/claims';
import { approve } from '../../../src/approval/desk/approve';
import { slackDecider } from '../../../src/approval/desk/decider';
import { propose } from '../../../src/approval/desk/propose';
import { reject } from '../../../src/approval/desk/reject';
import type { Principal } from '../../../src/incident/model/actions/principal';
import { away, createApprovals, DIRECTORY, INCIDENT, KEY } from '../../support/approval-desk';

const person = (name: string, changes: Partial<Principal> = {}): Principal => {
  const address = `${name}@example.com`;
  return { token: name, person: address, identities: [address], mode: 'respond', allows: [], ...changes };
};
const ALICE = person('alice');
const BOB = person('bob');
const WANTED = {
  incidentId: INCIDENT,
  action: 'restart-deployment',
  parameters: { deployment: 'api' },
  reason: 'leaks',
  requestId: 'once',
};
type Approvals = ReturnType<typeof createApprovals>;

function signedIn(got: Approvals['got']): { readonly claim: object; readonly signature: string } {
  const { claim = {}, signature = '', ...base } = (got.at(-1)?.input ?? {}) as { claim?: object; signature?: string };
  return { ...base, claim, signature };
}

async function proposed(by: Principal = ALICE, approvals: Approvals = createApprovals()) {
  const { proposal: proposalId, digest } = await propose(approvals.desk, by, WANTED);
  return { ...approvals, approval: { incidentId: INCIDENT, proposalId, digest: digest ?? '' } };
}

describe('a proposal', () => {
  it('is signed with everything that the person is known by, and is the same proposal again for a retry', async () => {
    const { got, proposal, approval, desk } = await proposed(person('alice', { agent: 'claude-code' }));
    const { claim, signature, ...base } = signedIn(got);
    expect(claim).toEqual({
      kind: 'proposal',
      incidentId: INCIDENT,
      proposalId: approval.proposalId,
      person: 'alice@example.com',
      identities: ['alice@example.com', 'slack:u1'],
      agent: 'claude-code',
      action: 'restart-deployment',
      parameters: { deployment: 'api' },
      reason: 'leaks',
      at: new Date(desk.now()).toISOString(),
    });
    expect(isSignedBy(KEY, { claim: claim as never, signature })).toBe(true);
    expect(base).toMatchObject({
      actor: 'alice@example.com',
      via: 'claude-code',
      requestId: expect.stringMatching(/^gateway:[0-9a-f]{32}$/),
    });
    expect(proposal()).toMatchObject({
      id: approval.proposalId,
      status: 'proposed',
      by: { person: 'alice@example.com', agent: 'claude-code' },
    });
    const others = createApprovals();
    expect((await propose(others.desk, ALICE, WANTED)).proposal).toBe(approval.proposalId);
    expect((await propose(createApprovals().desk, BOB, WANTED)).proposal).not.toBe(approval.proposalId);
    expect((await propose(createApprovals().desk, ALICE, { ...WANTED, requestId: 'two' })).proposal).not.toBe(approval.proposalId);
  });

  it('has the address alone if Slack cannot be asked, and the mailbox without its tag beside it', async () => {
    const { got, log } = await proposed(person('alice+work'), createApprovals({ directory: { ...DIRECTORY, userIdOf: away } }));
    expect(got[0]?.input.claim).toMatchObject({ identities: ['alice+work@example.com', 'alice@example.com'] });
    expect(log).toContainEqual({ code: 'slack_unreachable' });
  });

  it('is not made without a key', async () => {
    const { desk, got } = createApprovals({ key: null });
    await expect(propose(desk, ALICE, WANTED)).rejects.toMatchObject({ code: 'actions_off' });
    expect(got).toEqual([]);
  });

  it('is not made about a private incident by an agent, or by someone who is not in its room', async () => {
    const { desk, got } = createApprovals({}, { privacy: 'private' });
    for (const who of [ALICE, person('bob', { agent: 'claude-code' })])
      await expect(propose(desk, who, WANTED)).rejects.toMatchObject({ code: 'no_such_incident' });
    await expect(propose({ ...desk, directory: { ...DIRECTORY, isMember: away } }, BOB, WANTED)).rejects.toMatchObject({
      code: 'no_such_incident',
    });
    await expect(propose({ ...desk, directory: null }, BOB, WANTED)).rejects.toMatchObject({ code: 'no_such_incident' });
    expect(got).toEqual([]);
    expect(await propose(desk, BOB, WANTED)).toMatchObject({ status: 'proposed' });
  });
});

describe('an approval by someone else', () => {
  it('is signed over what was shown, for as long as the proposal waits', async () => {
    const { desk, got, approval, proposal } = await proposed();
    expect(await approve(desk, BOB, approval)).toMatchObject({ proposal: approval.proposalId, status: 'approved' });
    const { claim, signature } = signedIn(got);
    expect(claim).toEqual({
      kind: 'approval',
      ...approval,
      person: 'bob@example.com',
      identities: ['bob@example.com', 'slack:u2'],
      expiresAt: proposal()?.expiresAt,
    });
    expect(isSignedBy(KEY, { claim: claim as never, signature })).toBe(true);
    expect(proposal()).toMatchObject({ status: 'approved', decidedBy: { actor: 'bob@example.com' } });
  });

  it('may be a click in Slack', async () => {
    const { desk, got, approval, proposal } = await proposed();
    await approve(desk, slackDecider({ userId: 'U2', name: 'Bob' }), approval);
    expect(got.at(-1)?.input).toMatchObject({
      actor: 'slack:U2',
      actorName: 'Bob',
      via: 'slack',
      claim: { person: 'slack:U2', identities: ['slack:u2', 'bob@example.com'] },
    });
    expect(proposal()?.status).toBe('approved');
  });

  it('counts although Slack tells no address, if both are known by their user ids', async () => {
    const { desk, approval, proposal } = await proposed();
    await approve(
      { ...desk, directory: { ...DIRECTORY, addressOf: async () => null } },
      slackDecider({ userId: 'U2', name: 'Bob' }),
      approval,
    );
    expect(proposal()?.status).toBe('approved');
  });
});

describe('an approval that does not count', () => {
  const SCOPE = { ...DIRECTORY, userIdOf: async () => null, addressOf: async () => null };
  const CASES: Readonly<
    Record<string, readonly [told: string, attempt: (given: Awaited<ReturnType<typeof proposed>>) => Promise<unknown>]>
  > = {
    "the proposer's own token": ['by the person for whom it was proposed', ({ desk, approval }) => approve(desk, ALICE, approval)],
    'another address of the same mailbox': [
      'by the person for whom it was proposed',
      ({ desk, approval }) => approve(desk, person('alice+other'), approval),
    ],
    "the proposer's own click": [
      'by the person for whom it was proposed',
      ({ desk, approval }) => approve(desk, slackDecider({ userId: 'U1', name: 'Alice' }), approval),
    ],
    'an agent': ['by an agent', ({ desk, approval }) => approve(desk, person('bob', { agent: 'claude-code' }), approval)],
    'a token for looking': ['only for looking', ({ desk, approval }) => approve(desk, person('bob', { mode: 'read' }), approval)],
    'a click of someone whose address Slack does not tell': [
      "couldn't tell whether",
      async ({ approval, ...given }) =>
        approve({ ...given.desk, directory: SCOPE }, slackDecider({ userId: 'U1', name: 'Alice' }), approval),
    ],
    'a changed digest': ['is not what', ({ desk, approval }) => approve(desk, BOB, { ...approval, digest: 'd'.repeat(64) })],
    'one that has expired': [
      'has expired',
      ({ desk, approval, later }) => {
        later(15 * 60_000);
        return approve(desk, BOB, approval);
      },
    ],
    'a second use': [
      'an approval counts once',
      async ({ desk, approval }) => {
        await approve(desk, BOB, approval);
        return approve(desk, person('carol'), approval);
      },
    ],
    'one of another proposal': ['has no proposal', ({ desk, approval }) => approve(desk, BOB, { ...approval, proposalId: 'P-0000000000' })],
    'a signal without a signature': [
      'not signed by the gateway',
      async ({ signal, approval: { proposalId, digest } }) => signal('approveAction', { actor: 'bob@example.com', proposalId, digest }),
    ],
    'a signal with a made-up signature': [
      'the signature does not fit',
      async ({ signal, approval, proposal }) => {
        const { proposalId, digest } = approval;
        const claim = { kind: 'approval', ...approval, person: 'bob', identities: ['bob'], expiresAt: proposal()?.expiresAt };
        signal('approveAction', { actor: 'bob@example.com', proposalId, digest, claim, signature: 'f'.repeat(64) });
      },
    ],
  };

  it.each(Object.entries(CASES))('%s: it is refused, recorded, and approves nothing', async (name, [told, attempt]) => {
    // For the case in which Slack tells nothing, it told nothing when the action was proposed either.
    const approvals = name.startsWith('a click of someone') ? createApprovals({ directory: SCOPE }) : createApprovals();
    const given = await proposed(ALICE, approvals);
    await expect(attempt(given)).rejects.toMatchObject({ code: 'refused', message: expect.stringContaining(told) });
    expect(given.refused).toEqual([expect.objectContaining({ message: expect.stringContaining(told) })]);
    expect(given.proposal()?.status).toBe(name === 'a second use' ? 'approved' : 'proposed');
    const { claim, signature } = (given.got.at(-1)?.input ?? {}) as { claim?: { kind: string }; signature?: string };
    if (claim?.kind === 'approval' && name !== 'a second use' && !name.startsWith('a signal'))
      expect(isSignedBy(KEY, { claim: claim as never, signature: signature ?? '' })).toBe(false);
  });

  it('the same for what an agent of the proposer had put up: on-behalf-of counts as the person', async () => {
    const { desk, approval, refused, proposal } = await proposed(person('alice', { agent: 'claude-code' }));
    await expect(approve(desk, ALICE, approval)).rejects.toThrow('by the person for whom it was proposed');
    expect(refused).toHaveLength(1);
    expect(proposal()?.status).toBe('proposed');
  });

  it('is not looked at without a key, nor about a private incident from outside its room', async () => {
    const open = await proposed();
    await expect(approve({ ...open.desk, key: null }, BOB, open.approval)).rejects.toMatchObject({ code: 'actions_off' });
    const { desk, approval, refused } = await proposed(BOB, createApprovals({}, { privacy: 'private' }));
    await expect(approve(desk, ALICE, approval)).rejects.toMatchObject({ code: 'no_such_incident' });
    expect(refused).toEqual([]);
  });
});

describe('a rejection', () => {
  it('may come from anybody who sees the incident, the proposer and agents included', async () => {
    for (const who of [BOB, ALICE, person('bob', { agent: 'claude-code' }), slackDecider({ userId: 'U2', name: 'Bob' })]) {
      const { desk, approval, proposal } = await proposed();
      expect(await reject(desk, who, { ...approval, reason: 'not now' })).toMatchObject({ status: 'rejected' });
      expect(proposal()).toMatchObject({ status: 'rejected', rejection: 'not now', decidedBy: { actor: who.person } });
    }
  });
});
