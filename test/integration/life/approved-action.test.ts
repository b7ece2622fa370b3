import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { WordedState } from '../../../src/incident/timeline-words/worded-state';
import { describeWith } from '../../support/needs';
import { type Stack, startStack } from '../../support/stack';
import { waitUntil } from '../../support/wait-until';
import { unusedPort } from '../../support/worker-process';

const GATEWAY = join(__dirname, '..', '..', '..', 'dist', 'gateway.js');
const ID = 'ACTION-1';
const RUNBOOK = `id: shop
title: The shop
probes:
  - { id: shop-up, title: The shop answers, aspect: availability, kind: health, component: shop, weight: 1, targets: none, result: { exit: { 0: ok } }, command: ['true'] }
actions:
  - name: restart-shop
    title: Restart the shop
    effect: Restarts every process of the shop.
    parameters: { how: { pattern: 'fast|slow', default: fast } }
    command: [echo, 'restarting {{parameters.how}}']
    checks: { probes: [shop-up], within: 1m }
`;

describeWith(['temporal', 'engine'], 'an action, from the command line', () => {
  let stack: Stack;
  let gateway: ChildProcess;
  const env: NodeJS.ProcessEnv = {};
  beforeAll(async () => {
    stack = await startStack();
    mkdirSync(join(stack.folder, 'runbooks'));
    writeFileSync(join(stack.folder, 'runbooks', 'shop.yaml'), RUNBOOK);
    writeFileSync(join(stack.folder, 'incident.config.yaml'), 'runbooks: [runbooks]\nactions: { allow: [restart-shop] }\n');
    writeFileSync(join(stack.folder, 'key'), randomBytes(32).toString('hex'), { mode: 0o600 });
    const listen = `127.0.0.1:${await unusedPort()}`;
    Object.assign(env, { INCIDENT_GATEWAY_URL: `http://${listen}`, INCIDENT_APPROVAL_KEY_FILE: join(stack.folder, 'key') });
    gateway = spawn(process.execPath, [GATEWAY, '--listen', listen], { cwd: stack.folder, env: { ...stack.env, ...env }, stdio: 'ignore' });
    const isReady = () =>
      fetch(`http://${listen}/readyz`).then(
        ({ ok }) => ok,
        () => false,
      );
    await waitUntil(isReady, { what: 'the gateway to be ready' });
    stack.startWorker(env);
    const started = await stack.run('start-incident', [ID, '--title', 'The shop is slow', '--no-channel', '--no-wait', '--json']);
    expect(started.code).toBe(0);
    await stack.until(ID, ({ responseComplete }) => responseComplete);
  });
  afterAll(async () => {
    const ended = once(gateway, 'exit');
    gateway.kill();
    await ended;
    await stack.stop();
  });

  async function tokenOf(...args: readonly string[]): Promise<string> {
    const { stdout } = await stack.run('incident', ['token', 'add', '--json', ...args]);
    return JSON.parse(stdout).token;
  }
  async function as(token: string, args: readonly string[]) {
    const { code, stdout } = await stack.run('incident', [...args, '--json'], { env: { ...env, INCIDENT_TOKEN: token } });
    return { code, told: JSON.parse(stdout) };
  }
  const shown = async () => JSON.parse((await stack.run('incident', ['show', ID, '--json'])).stdout).proposals;

  it('is proposed by an agent, approved by somebody else, run once, checked, and told with both names', async () => {
    const alice = await tokenOf('--person', 'alice@example.com', '--agent', 'claude-code', '--mode', 'respond');
    const alone = await tokenOf('--person', 'Alice@Example.com', '--mode', 'respond');
    const bob = await tokenOf('--person', 'bob@example.com', '--mode', 'respond');

    const wrong = await as(alice, ['propose', ID, 'restart-shop', '--param', 'how=rm -rf', '--reason', 'it leaks']);
    expect(wrong.code).not.toBe(0);
    const { code, told } = await as(alice, [
      'propose',
      ID,
      'restart-shop',
      '--param',
      'how=slow',
      '--reason',
      'it leaks',
      '--request-id',
      'a',
    ]);
    expect([code, told]).toEqual([0, expect.objectContaining({ incident_id: ID, status: 'proposed' })]);
    const again = await as(alice, ['propose', ID, 'restart-shop', '--param', 'how=slow', '--reason', 'it leaks', '--request-id', 'a']);
    expect([again.code, again.told.proposal]).toEqual([0, told.proposal]);
    const [proposal, ...others] = await shown();
    expect(others).toEqual([]);
    expect(proposal).toMatchObject({
      id: told.proposal,
      digest: told.digest,
      what: { action: { does: { command: ['echo', 'restarting slow'] } } },
    });

    const approve = ['approve', ID, told.proposal, '--digest', told.digest];
    expect(await as(alone, approve)).toMatchObject({
      code: 5,
      told: { error: { message: expect.stringContaining('for whom it was proposed') } },
    });
    expect(await as(bob, ['approve', ID, told.proposal, '--digest', 'd'.repeat(64)])).toMatchObject({ code: 5 });
    expect(await as(bob, approve)).toMatchObject({ code: 0, told: { proposal: told.proposal } });
    const state = await stack.until(ID, hasStatus('verified'));
    expect(state.proposals?.[0]).toMatchObject({
      decidedBy: { actor: 'bob@example.com' },
      run: { kind: 'succeeded', output: expect.stringContaining('restarting slow') },
    });
    expect(
      state.timeline
        .filter(({ kind }) => kind === 'proposed' || kind === 'approved' || kind === 'refused')
        .map(({ kind, actor }) => [kind, actor]),
    ).toEqual([
      ['refused', 'alice@example.com (via claude-code)'],
      ['proposed', 'alice@example.com (via claude-code)'],
      ['refused', expect.stringContaining('alice@example.com')],
      ['refused', expect.stringContaining('bob@example.com')],
      ['approved', expect.stringContaining('bob@example.com')],
    ]);
    expect(await as(bob, approve)).toMatchObject({ code: 5 });
  });

  it('is withdrawn by whoever proposed it, and shows in the table', async () => {
    const alice = await tokenOf('--person', 'alice@example.com', '--mode', 'respond');
    const { told } = await as(alice, ['propose', ID, 'shop/restart-shop', '--reason', 'again']);
    expect(await as(alice, ['reject', ID, told.proposal, '--reason', 'not needed'])).toMatchObject({
      code: 0,
      told: { status: 'rejected' },
    });
    const { stdout } = await stack.run('incident', ['show', ID]);
    expect(stdout).toMatch(new RegExp(`\\n${told.proposal} +rejected +Restart the shop +alice@example\\.com`));
  });
});

const hasStatus =
  (wanted: string) =>
  ({ proposals = [] }: WordedState): boolean =>
    proposals.some(({ status }) => status === wanted);
