import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { pino } from 'pino';
import { tellError } from '../../../src/client/cli/kit/tell-error';
import { postAsPerson } from '../../../src/client/gateway/as-person';
import { decideThroughGateway, proposeThroughGateway } from '../../../src/client/gateway/proposals';
import { ServiceUnreachableError } from '../../../src/client/temporal/errors';
import { byToken } from '../../../src/gateway/auth/person';
import { People } from '../../../src/gateway/people';
import { createServer } from '../../../src/gateway/server';
import { hideSecrets } from '../../../src/incident/text/hide-secrets';
import { addToken, type TokenRequest } from '../../../src/tokens/add-token';
import { CurrentTokens } from '../../../src/tokens/current-tokens';
import { revokeToken } from '../../../src/tokens/revoke-token';
import { createApprovals, INCIDENT } from '../../support/approval-desk';

const folder = mkdtempSync(join(tmpdir(), 'approvals-'));
afterAll(() => rmSync(folder, { recursive: true }));
const opened: FastifyInstance[] = [];
afterEach(async () => {
  for (const server of opened.splice(0)) await server.close();
});

let count = 0;
async function setUp(options: Parameters<typeof createApprovals> = []) {
  const path = join(folder, `tokens-${count++}.json`);
  const approvals = createApprovals(...options);
  const { desk } = approvals;
  const lines: string[] = [];
  const server = createServer({
    instances: new Map(),
    heartbeats: new Map(),
    intake: { deliver: async () => ({ accepted: [], ignored: [] }) },
    heartbeatIntake: { feed: async () => undefined },
    isReady: () => true,
    approvals: { desk, people: new People(byToken(new CurrentTokens({ path, now: desk.now, warn: () => undefined }))) },
    log: pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) }),
    now: desk.now,
  });
  opened.push(server);
  await server.listen({ host: '127.0.0.1', port: 0 });
  const url = `http://127.0.0.1:${(server.server.address() as AddressInfo).port}`;
  const tokenOf = async (person: string, rest: Partial<TokenRequest> = {}) => {
    const request = { person: `${person}@example.com`, mode: 'respond', allows: [], lastsMs: 600_000, ...rest } as const;
    const { token } = await addToken(path, request, new Date(desk.now()));
    return { url, token };
  };
  return { ...approvals, url, path, lines, tokenOf, revoke: (name: string) => revokeToken(path, name) };
}

const WANTED = { incidentId: INCIDENT, action: 'restart-deployment', parameters: { deployment: 'api' }, reason: 'leaks' };
const failure = async (work: Promise<unknown>) => {
  const error = await work.then(
    () => new Error('it was accepted'),
    (thrown: unknown) => thrown,
  );
  return { ...(error as { status?: number }), ...tellError(error) };
};

describe('POST /proposals and /approvals/PROPOSAL', () => {
  it('lead from a proposal to its approval by someone else', async () => {
    const { tokenOf, proposal } = await setUp();
    const put = await proposeThroughGateway(await tokenOf('alice', { agent: 'claude-code' }), { ...WANTED, requestId: 'once' });
    expect(put).toEqual({
      proposal: expect.stringMatching(/^P-[0-9a-f]{10}$/),
      status: 'proposed',
      digest: expect.stringMatching(/^[0-9a-f]{64}$/),
      expires_at: proposal()?.expiresAt,
      request_id: 'once',
    });
    const about = { incidentId: INCIDENT, proposalId: put.proposal };
    const taken = await decideThroughGateway(await tokenOf('bob'), about, { decision: 'approve', digest: put.digest ?? '' });
    expect(taken).toMatchObject({ proposal: put.proposal, status: 'approved' });
    expect(proposal()?.decidedBy).toEqual({ actor: 'bob@example.com', via: 'gateway' });
  });

  it('record the agent that a request names, if the token names none', async () => {
    const { tokenOf, proposal } = await setUp();
    await proposeThroughGateway(await tokenOf('alice'), { ...WANTED, agent: 'my-script' });
    expect(proposal()?.by).toMatchObject({ person: 'alice@example.com', agent: 'my-script' });
  });

  it('let the proposer withdraw it, and need a reason', async () => {
    const { tokenOf, proposal, url } = await setUp();
    const alice = await tokenOf('alice');
    const { proposal: proposalId } = await proposeThroughGateway(alice, WANTED);
    const about = { incidentId: INCIDENT, proposalId };
    expect(await failure(decideThroughGateway(alice, about, { decision: 'reject', reason: ' ' }))).toMatchObject({ status: 400, exit: 2 });
    expect((await decideThroughGateway(alice, about, { decision: 'reject', reason: 'not needed' })).status).toBe('rejected');
    expect(proposal()).toMatchObject({ status: 'rejected', decidedBy: { actor: 'alice@example.com' } });
    expect(url).toContain('127.0.0.1');
  });

  it('refuse a token that was revoked a moment ago, has expired or was never made, and say no more to a stranger', async () => {
    const { tokenOf, revoke, later, lines, got, proposal, url } = await setUp();
    const { proposal: proposalId, digest } = await proposeThroughGateway(await tokenOf('alice'), WANTED);
    const decide = (access: { url: string; token: string }) =>
      decideThroughGateway(access, { incidentId: INCIDENT, proposalId }, { decision: 'approve', digest: digest ?? '' });
    const bob = await tokenOf('bob');
    const carol = await tokenOf('carol', { lastsMs: 60_000 });
    await revoke('bob');
    later(60_000);
    const told = await Promise.all([bob, carol, { url, token: `irt_${'0'.repeat(64)}` }].map((access) => failure(decide(access))));
    for (const one of told)
      expect(one).toMatchObject({ status: 401, exit: 2, json: { code: 'unauthenticated', message: told[0]?.json.message } });
    expect(lines.map((line) => JSON.parse(line).why).filter((why) => why !== undefined)).toEqual([
      'a token that is not in the file of the tokens',
      'a token that has expired',
      'a token that is not in the file of the tokens',
    ]);
    expect(got).toHaveLength(1);
    expect(proposal()?.status).toBe('proposed');
    expect(lines.join()).not.toMatch(/irt_|[0-9a-f]{64}/);
  });

  it('let a token for looking propose and reject nothing; that it approves is recorded as refused', async () => {
    const { tokenOf, got, refused } = await setUp();
    const { proposal: proposalId, digest } = await proposeThroughGateway(await tokenOf('alice'), WANTED);
    const bob = await tokenOf('bob', { mode: 'read' });
    const about = { incidentId: INCIDENT, proposalId };
    const readOnly = { status: 403, exit: 5, json: { code: 'read_only' } };
    expect(await failure(proposeThroughGateway(bob, WANTED))).toMatchObject(readOnly);
    expect(await failure(decideThroughGateway(bob, about, { decision: 'reject', reason: 'no' }))).toMatchObject(readOnly);
    expect(got).toHaveLength(1);
    const approval = { decision: 'approve', digest: digest ?? '' } as const;
    expect(await failure(decideThroughGateway(bob, about, approval))).toMatchObject({
      status: 409,
      exit: 5,
      json: { code: 'not_possible' },
    });
    expect(refused).toHaveLength(1);
  });

  it('find nothing while there is no file of tokens, nor by another method than POST', async () => {
    const { url, tokenOf } = await setUp();
    expect(await failure(proposeThroughGateway({ url, token: 'any' }, WANTED))).toMatchObject({
      status: 404,
      exit: 2,
      json: { code: 'not_found', hint: expect.stringContaining('INCIDENT_TOKENS_FILE') },
    });
    const { token } = await tokenOf('alice');
    expect((await fetch(`${url}/proposals`, { headers: { authorization: `Bearer ${token}` } })).status).toBe(405);
  });

  it('say that actions are off where there is no key', async () => {
    const { tokenOf } = await setUp([{ key: null }]);
    expect(await failure(proposeThroughGateway(await tokenOf('alice'), WANTED))).toMatchObject({
      status: 409,
      exit: 5,
      json: { code: 'actions_off' },
    });
  });

  it('answer for a private incident as for one that does not exist', async () => {
    const { tokenOf } = await setUp([{}, { privacy: 'private' }]);
    const alice = await tokenOf('alice');
    const secret = await failure(proposeThroughGateway(alice, WANTED));
    const missing = await failure(proposeThroughGateway(alice, { ...WANTED, incidentId: 'PROD-20260101-999' }));
    expect(secret).toMatchObject({ status: 404, exit: 4, json: { code: 'no_such_incident' } });
    expect(JSON.stringify(missing).replaceAll('PROD-20260101-999', INCIDENT)).toBe(JSON.stringify(secret));
  });

  const id = 'P-0123456789';
  it.each<[string, string, unknown, string]>([
    ['/proposals', 'no JSON', 'x', 'body'],
    ['/proposals', 'a list', [], 'body'],
    ['/proposals', 'an unknown field', { incident: INCIDENT, acton: 'x' }, 'acton'],
    ['/proposals', 'no incident', { action: 'x', reason: 'y' }, 'incident'],
    ['/proposals', 'an unusable incident', { incident: 'a b', action: 'x', reason: 'y' }, 'incident'],
    ['/proposals', 'no action', { incident: INCIDENT, reason: 'y' }, 'action'],
    ['/proposals', 'no reason', { incident: INCIDENT, action: 'x' }, 'reason'],
    ['/proposals', 'parameters that are no texts', { incident: INCIDENT, action: 'x', reason: 'y', parameters: { n: 1 } }, 'parameters'],
    ['/proposals', 'a list of parameters', { incident: INCIDENT, action: 'x', reason: 'y', parameters: ['n'] }, 'parameters'],
    [`/approvals/${id}`, 'no decision', { incident: INCIDENT }, 'decision'],
    [`/approvals/${id}`, 'no digest', { incident: INCIDENT, decision: 'approve' }, 'digest'],
    [`/approvals/${id}`, 'no reason', { incident: INCIDENT, decision: 'reject' }, 'reason'],
    ['/approvals/P-1', 'no id of a proposal', { incident: INCIDENT, decision: 'reject', reason: 'no' }, 'the address'],
  ])('%s refuses %s, naming it', async (path, _, body, field) => {
    const { tokenOf, got } = await setUp();
    const access = await tokenOf('alice');
    const told = await failure(
      typeof body === 'object'
        ? postAsPerson(access, path, body as object)
        : fetch(`${access.url}${path}`, { method: 'POST', body: String(body), headers: { authorization: `Bearer ${access.token}` } }).then(
            async (answer) => Promise.reject(Object.assign(new Error(), { status: answer.status, ...((await answer.json()) as object) })),
          ),
    );
    expect(told.status).toBe(400);
    expect(JSON.stringify(told)).toContain(field);
    expect(got).toEqual([]);
  });

  it('read no more of a body than a person has to say', async () => {
    const { tokenOf, got } = await setUp();
    expect(await failure(proposeThroughGateway(await tokenOf('alice'), { ...WANTED, reason: 'x'.repeat(70_000) }))).toMatchObject({
      status: 413,
    });
    expect(got).toEqual([]);
  });

  it('ask for the sender again if Temporal is away, and hide a token that somebody sends as something else', async () => {
    const { tokenOf, desk, lines } = await setUp();
    const alice = await tokenOf('alice');
    expect(await failure(proposeThroughGateway(alice, { ...WANTED, incidentId: alice.token }))).toMatchObject({ status: 400 });
    expect(hideSecrets(lines.join())).not.toContain(alice.token);
    Object.assign(desk.incidents, {
      read: () => Promise.reject(new ServiceUnreachableError('Temporal is away')),
    });
    expect(await failure(proposeThroughGateway(alice, { ...WANTED, requestId: 'mine' }))).toMatchObject({
      exit: 3,
      json: { hint: 'It may have been done anyway. A retry with the request id mine is safe.' },
    });
  });
});
