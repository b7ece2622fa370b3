import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { digestOfAction, isSignedBy } from '../../src/approval/claims';
import type { ApprovalDesk } from '../../src/approval/desk/desk';
import { type DecisionTaken, decideThroughGateway, type ProposalPut, proposeThroughGateway } from '../../src/client/gateway/proposals';
import { IncidentClient } from '../../src/client/temporal/incident-client';
import { loadConfig } from '../../src/config';
import { byToken } from '../../src/gateway/auth/person';
import { People } from '../../src/gateway/people';
import { createServer } from '../../src/gateway/server';
import type { Claim, Signed } from '../../src/incident/model/actions/claims';
import type { Proposal } from '../../src/incident/model/actions/proposal';
import { addToken, type TokenRequest } from '../../src/tokens/add-token';
import { CurrentTokens } from '../../src/tokens/current-tokens';
import { revokeToken } from '../../src/tokens/revoke-token';
import { ActionWorld, sampleAction } from '../support/action-world';
import { DIRECTORY, KEY } from '../support/approval-desk';
import { type StagedIncident, withIncident } from '../support/incident-stage';
import { ownTestServer } from '../support/own-test-server';
import { workflowBundle } from '../support/workflow-env';

const env = ownTestServer();
beforeAll(() => workflowBundle(), 60_000);

const folder = mkdtempSync(join(tmpdir(), 'approvals-'));
afterAll(() => rmSync(folder, { recursive: true }));

const ACTION = sampleAction();
const UNSIGNED = { kind: 'refused', refusal: { code: 'not_possible', message: 'it is not signed by the gateway' } } as const;

interface Staged {
  readonly incident: StagedIncident;
  readonly world: ActionWorld;
  readonly put: ProposalPut;
  readonly proposal: () => Promise<Proposal>;
  /** Makes a token, and approves with it. */
  readonly approveAs: (person: string, rest?: Partial<TokenRequest>, digest?: string) => Promise<DecisionTaken>;
  readonly tokensFile: string;
}

/** The real gateway before the real workflow, whose worker verifies signatures with the real key. Alice's agent has proposed. */
function staged(test: (given: Staged) => Promise<void>): Promise<void> {
  const world = new ActionWorld(ACTION);
  const isSigned = (signed: Signed<Claim>): boolean => isSignedBy(KEY, signed);
  const activities = (): ReturnType<ActionWorld['activities']> => ({
    ...world.activities(),
    resolveAction: async ({ proposed }) => {
      const { incidentId, proposalId } = proposed.claim;
      const resolved = { kind: 'resolved', action: ACTION, digest: digestOfAction(incidentId, proposalId, ACTION) } as const;
      return { value: isSigned(proposed) ? resolved : UNSIGNED, attempt: 1 };
    },
    verifyApproval: async ({ approved }) => ({ value: isSigned(approved) ? { kind: 'verified' } : UNSIGNED, attempt: 1 }),
  });
  return withIncident(
    env(),
    async (incident) => {
      const tokensFile = join(folder, `${incident.id}.json`);
      let now = await env().currentTimeMs();
      const { rules } = loadConfig({ env: {}, cwd: '/nonexistent', purpose: 'client' });
      const log = pino({ level: 'silent' });
      const desk: ApprovalDesk = {
        key: KEY,
        incidents: new IncidentClient({ client: env().client, address: 'the test server', rules }),
        directory: DIRECTORY,
        log,
        now: () => now,
      };
      const tokens = new CurrentTokens({ path: tokensFile, now: () => now, warn: () => undefined });
      const server = createServer({
        instances: new Map(),
        heartbeats: new Map(),
        intake: { deliver: async () => ({ accepted: [], ignored: [] }) },
        heartbeatIntake: { feed: async () => undefined },
        isReady: () => true,
        approvals: { desk, people: new People(byToken(tokens)) },
        log,
        now: () => now,
      });
      await server.listen({ host: '127.0.0.1', port: 0 });
      const url = `http://127.0.0.1:${(server.server.address() as AddressInfo).port}`;
      const as = async (person: string, rest: Partial<TokenRequest> = {}) => {
        now = await env().currentTimeMs();
        const request = { person: `${person}@example.com`, mode: 'respond', allows: [], lastsMs: 86_400_000, ...rest } as const;
        return { url, token: (await addToken(tokensFile, request, new Date(now))).token };
      };
      try {
        const wanted = { incidentId: incident.id, action: 'restart', parameters: {}, reason: 'it leaks' };
        const put = await proposeThroughGateway(await as('alice', { agent: 'claude-code' }), wanted);
        const proposal = async (): Promise<Proposal> => {
          const { proposals = [] } = await incident.until(() => true);
          return proposals.find(({ id }) => id === put.proposal) as Proposal;
        };
        const approveAs: Staged['approveAs'] = async (person, rest, digest = put.digest ?? '') => {
          const access = await as(person, rest);
          if (rest?.name === 'revoked') await revokeToken(tokensFile, 'revoked');
          return decideThroughGateway(access, { incidentId: incident.id, proposalId: put.proposal }, { decision: 'approve', digest });
        };
        await test({ incident, world, put, proposal, approveAs, tokensFile });
      } finally {
        await server.close();
      }
    },
    activities,
  );
}

const told = async ({ incident }: Staged): Promise<readonly string[]> =>
  (await incident.until(() => true)).timeline.filter(({ kind }) => kind === 'refused').map(({ actor, text }) => `${actor}: ${text}`);

it('an action that an agent proposes is run once another person approves it through the gateway', async () => {
  await staged(async (given) => {
    const { incident, world, put, approveAs } = given;
    expect(put).toMatchObject({ status: 'proposed', digest: digestOfAction(incident.id, put.proposal, ACTION) });
    await approveAs('bob');
    const { timeline } = await incident.until(({ proposals = [] }) => proposals.some(({ status }) => status === 'verified'));
    expect(world.starts).toEqual([`${put.proposal}/does`]);
    const who = timeline.filter(({ kind }) => kind === 'proposed' || kind === 'approved').map(({ actor }) => actor);
    expect(who).toEqual(['alice@example.com (via claude-code)', 'bob@example.com (via gateway)']);
    expect(await told(given)).toEqual([]);
  });
});

const REFUSED: Readonly<Record<string, readonly [words: string, attempt: (given: Staged) => Promise<unknown>]>> = {
  'a raw signal without a signature': [
    'is not signed by the gateway',
    ({ incident, put }) => incident.signal('approveAction', { actor: 'bob@example.com', proposalId: put.proposal, digest: put.digest }),
  ],
  'a raw signal with a signature that somebody made up': [
    'not signed by the gateway',
    async ({ incident, put, proposal }) => {
      const { digest, expiresAt } = await proposal();
      const person = { person: 'bob@example.com', identities: ['bob@example.com'] };
      const claim = { kind: 'approval', incidentId: incident.id, proposalId: put.proposal, digest, expiresAt, ...person };
      await incident.signal('approveAction', {
        actor: 'bob@example.com',
        proposalId: put.proposal,
        digest,
        claim,
        signature: 'f'.repeat(64),
      });
    },
  ],
  "the proposer's own token, although an agent had proposed on their behalf": [
    'by the person for whom it was proposed',
    ({ approveAs }) => approveAs('alice'),
  ],
  "an agent's token": ['by an agent', ({ approveAs }) => approveAs('bob', { agent: 'claude-code' })],
  'a token for looking': ['only for looking', ({ approveAs }) => approveAs('bob', { mode: 'read' })],
  'a changed digest': ['is not what', ({ approveAs }) => approveAs('bob', {}, 'd'.repeat(64))],
};

it.each(Object.entries(REFUSED))('%s approves nothing, and is on the timeline', async (_, [words, attempt]) => {
  await staged(async (given) => {
    await attempt(given).catch((error: { code?: string }) => expect(error.code).toBe('not_possible'));
    await given.incident.until(({ timeline }) => timeline.some(({ kind, text }) => kind === 'refused' && text.includes(words)));
    expect((await given.proposal()).status).toBe('proposed');
    expect(given.world.starts).toEqual([]);
  });
});

it('a token that was revoked a moment ago approves nothing, and nobody knows whose it was', async () => {
  await staged(async (given) => {
    await expect(given.approveAs('bob', { name: 'revoked' })).rejects.toMatchObject({ code: 'unauthenticated' });
    expect(await told(given)).toEqual([]);
    expect((await given.proposal()).status).toBe('proposed');
  });
});

it('an approval counts once, and not after the proposal has expired', async () => {
  await staged(async (given) => {
    await given.approveAs('bob');
    await expect(given.approveAs('carol')).rejects.toMatchObject({ code: 'already_done' });
    await given.incident.until(({ timeline }) => timeline.some(({ kind }) => kind === 'refused'));
    await given.incident.until(({ proposals = [] }) => proposals.some(({ status }) => status === 'verified'));
    expect(given.world.starts).toHaveLength(1);
  });
  await staged(async (given) => {
    await env().sleep('16 minutes');
    await expect(given.approveAs('bob')).rejects.toMatchObject({ code: 'already_done' });
    expect((await given.proposal()).status).toBe('expired');
    expect(await told(given)).toHaveLength(1);
    expect(given.world.starts).toEqual([]);
  });
});
