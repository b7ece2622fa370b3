import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeWith } from '../../support/needs';
import { type Stack, startStack } from '../../support/stack';
import { waitUntil } from '../../support/wait-until';
import { unusedPort } from '../../support/worker-process';

const GATEWAY = join(__dirname, '..', '..', '..', 'dist', 'gateway.js');
const CONFIG = `
sources:
  prod-am: { type: alertmanager, auth: bearer, secrets: [AM_TOKEN] }
  board: { type: grafana, auth: signature, secrets: [BOARD_KEY], timestampHeader: X-Time }
`;

describeWith(['temporal'], 'incident gateway test', () => {
  let stack: Stack;
  let gateway: ChildProcess;
  let env: NodeJS.ProcessEnv;
  beforeAll(async () => {
    stack = await startStack();
    writeFileSync(join(stack.folder, 'incident.config.yaml'), CONFIG);
    const listen = `127.0.0.1:${await unusedPort()}`;
    env = { INCIDENT_GATEWAY_URL: `http://${listen}`, AM_TOKEN: 'am-secret', BOARD_KEY: 'board-secret' };
    gateway = spawn(process.execPath, [GATEWAY, '--listen', listen], { cwd: stack.folder, env: { ...stack.env, ...env }, stdio: 'ignore' });
    const isReady = () =>
      fetch(`http://${listen}/readyz`).then(
        ({ ok }) => ok,
        () => false,
      );
    await waitUntil(isReady, { what: 'the gateway to be ready' });
  });
  afterAll(async () => {
    const ended = once(gateway, 'exit');
    gateway.kill();
    await ended;
    await stack.stop();
  });
  const test = (args: readonly string[], more: NodeJS.ProcessEnv = {}) =>
    stack.run('incident', ['gateway', 'test', ...args], { env: { ...env, ...more } });

  it('says that the alert is held while no worker runs', async () => {
    const { code, stdout } = await test(['prod-am']);
    expect([code, stdout]).toEqual([
      0,
      expect.stringMatching(/^sent .*\naccepted +by group alert-prod-am-\S+\nno worker is answering; the alert is held/),
    ]);
  });

  it('shows that a low one is recorded, and that --fire opens an incident', async () => {
    stack.startWorker();
    const low = await test(['board']);
    expect(low.stdout).toMatch(/\naccepted +by group alert-board-\S+\nrule +default-record: record\noutcome +recorded only\n$/);
    const fired = await test(['prod-am', '--fire', '--json']);
    expect(fired.code).toBe(0);
    const told = JSON.parse(fired.stdout);
    expect(told).toMatchObject({ instance: 'prod-am', severity: 'high', rule: 'default-open', effect: 'opened' });
    expect((await stack.state(told.incident)).incident).toMatchObject({ title: 'Test alert from incident gateway test', severity: 'high' });
  });

  it('says what is wrong: another secret, another name, no gateway', async () => {
    const wrong = await test(['prod-am'], { AM_TOKEN: 'another' });
    expect([wrong.code, wrong.stderr]).toEqual([1, expect.stringContaining('HTTP 401')]);
    expect(wrong.stderr).not.toContain('another');
    const unknown = await test(['prod']);
    expect([unknown.code, unknown.stderr]).toEqual([2, expect.stringContaining('prod-am, board')]);
    const away = await test(['prod-am'], { INCIDENT_GATEWAY_URL: `http://127.0.0.1:${await unusedPort()}` });
    expect([away.code, away.stderr]).toEqual([3, expect.stringContaining('ECONNREFUSED')]);
  });
});
