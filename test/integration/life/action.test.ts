import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Docker from 'dockerode';
import { signClaim } from '../../../src/approval/claims';
import type { ApprovalClaim, ProposalClaim } from '../../../src/incident/model/actions/claims';
import type { Proposal } from '../../../src/incident/model/actions/proposal';
import { describeWith } from '../../support/needs';
import { type Stack, startStack } from '../../support/stack';
import { waitUntil } from '../../support/wait-until';

const RUNBOOK = `id: shop
title: Shop
probes:
  - { id: fine, title: Fine, aspect: availability, kind: health, component: api, weight: 1, result: { exit: { 0: ok } }, command: ['true'] }
actions:
  - name: slow
    title: A slow action
    effect: It takes a while.
    script: 'echo it has acted; sleep 6; echo it has ended'
    secrets: [SHOP_KEY]
    checks: { probes: [fine], within: 30s }
  - name: broken
    title: An action that fails
    effect: Nothing good.
    command: [sh, -c, 'cat "$SHOP_KEY_FILE"; exit 9']
    secrets: [SHOP_KEY]
    rollback: { script: 'echo undone' }
    checks: { probes: [fine], within: 30s }
`;
const ID = 'ACT-1';

/** Every text of a history, whatever it is part of: payloads are bytes. */
function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (value instanceof Uint8Array) return [Buffer.from(value).toString()];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

describeWith(['temporal', 'engine'], 'an action that a person approved', () => {
  const keyText = randomBytes(32).toString('hex');
  const key = { value: () => keyText, refresh: () => keyText };
  let stack: Stack;
  let env: NodeJS.ProcessEnv;
  beforeAll(async () => {
    stack = await startStack();
    mkdirSync(join(stack.folder, 'runbooks'));
    writeFileSync(join(stack.folder, 'runbooks', 'shop.yaml'), RUNBOOK);
    writeFileSync(
      join(stack.folder, 'incident.config.yaml'),
      'runbooks: [runbooks]\nactions: { allow: [slow, shop/broken] }\nprobeSecrets: [SHOP_KEY]\n',
    );
    writeFileSync(join(stack.folder, 'key'), keyText);
    env = { INCIDENT_APPROVAL_KEY_FILE: join(stack.folder, 'key'), SHOP_KEY: 'canary-canary-4711' };
    stack.startWorker(env);
    await stack.run('start-incident', [ID, 'Shop down', 'high', 'dba@example.com', '--no-wait', '--json']);
    await stack.until(ID, ({ responseComplete }) => responseComplete);
  });
  afterAll(() => stack.stop());

  const incident = () => stack.client.workflow.getHandle(ID);
  const proposalOf = async (id: string): Promise<Proposal | undefined> =>
    (await stack.state(ID).catch(() => undefined))?.proposals?.find((proposal) => proposal.id === id);
  const untilStatus = async (id: string, ...statuses: readonly Proposal['status'][]): Promise<Proposal> => {
    let found: Proposal | undefined;
    await waitUntil(
      async () => {
        found = await proposalOf(id);
        return found !== undefined && statuses.includes(found.status);
      },
      { what: `${id} to be ${statuses.join(' or ')}` },
    );
    if (found === undefined) throw new Error('there is no such proposal');
    return found;
  };
  const propose = async (action: string): Promise<Proposal> => {
    const proposalId = `P-${randomBytes(5).toString('hex')}`;
    const claim: ProposalClaim = {
      kind: 'proposal',
      person: 'ann@example.com',
      identities: ['ann@example.com'],
      incidentId: ID,
      proposalId,
      action,
      parameters: {},
      reason: 'a test',
      at: new Date().toISOString(),
    };
    await incident().signal('proposeAction', { actor: 'ann@example.com', ...signClaim(key, claim) });
    return untilStatus(proposalId, 'proposed');
  };
  const approve = async ({ id, digest, expiresAt }: Proposal): Promise<void> => {
    const claim: ApprovalClaim = {
      kind: 'approval',
      person: 'bob@example.com',
      identities: ['bob@example.com'],
      incidentId: ID,
      proposalId: id,
      digest,
      expiresAt,
    };
    await incident().signal('approveAction', { actor: 'bob@example.com', proposalId: id, digest, ...signClaim(key, claim) });
  };
  const docker = () => new Docker({ socketPath: (process.env.TEST_DOCKER_HOST ?? '').replace('unix://', '') });
  const containersOf = (id: string) => docker().listContainers({ all: true, filters: { label: [`io.incident-response.proposal=${id}`] } });

  it('runs once although the worker is killed meanwhile, is verified, and leaves nothing behind', async () => {
    const proposal = await propose('slow');
    await approve(proposal);
    await waitUntil(async () => (await containersOf(proposal.id)).some(({ State }) => State === 'running'), {
      everyMs: 50,
      what: 'the action to run',
    });
    const [first] = await containersOf(proposal.id);
    const { StartedAt } = (
      await docker()
        .getContainer(first?.Id ?? '')
        .inspect()
    ).State;
    await stack.endWorker('SIGKILL');
    stack.startWorker(env);
    const ended = await untilStatus(proposal.id, 'verified', 'failed', 'unknown', 'notRun', 'rolledBack');
    // If the worker died before it had handed over the first line, nothing was done, and that is said.
    expect(['verified', 'notRun']).toContain(ended.status);
    if (ended.status === 'verified') expect(ended.run).toMatchObject({ kind: 'succeeded', startedAt: new Date(StartedAt).toISOString() });
    await waitUntil(async () => (await containersOf(proposal.id)).length === 0, { everyMs: 100, what: 'the container to be removed' });
  });

  it('is rolled back if it fails, and its secret is nowhere', async () => {
    const proposal = await propose('broken');
    await approve(proposal);
    const ended = await untilStatus(proposal.id, 'rolledBack', 'failed', 'unknown', 'notRun', 'verified');
    expect(ended).toMatchObject({
      status: 'rolledBack',
      run: { kind: 'failed', problem: { code: 'exit_code' }, output: '[secret SHOP_KEY]' },
      rollback: { kind: 'succeeded', output: 'undone' },
    });
    const history = textsIn(await incident().fetchHistory()).join('\n');
    expect(history).toContain('[secret SHOP_KEY]');
    for (const form of ['canary-canary-4711', Buffer.from('canary-canary-4711').toString('base64')]) expect(history).not.toContain(form);
    expect(stack.workerLog()).not.toContain('canary-canary-4711');
  });
});
