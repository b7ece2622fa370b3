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
alerts: { rules: [{ name: of-prod-am, when: { source: prod-am, severity: low }, do: record }, { name: of-prod-am, when: { source: prod-am }, do: open }] }
defaultResponders: [dba@example.com, nobody@example.com]
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
    expect(told).toMatchObject({ instance: 'prod-am', severity: 'high', rule: 'of-prod-am', effect: 'opened' });
    expect((await stack.state(told.incident)).incident).toMatchObject({ title: 'Test alert from incident gateway test', severity: 'high' });
  });

  it('says what is wrong (another secret, another name, no secret), and never that it was sent', async () => {
    const wrong = await test(['prod-am'], { AM_TOKEN: 'another' });
    expect([wrong.code, wrong.stdout]).toEqual([1, '']);
    expect(wrong.stderr).toMatch(/HTTP 401.*\nSet the secret of prod-am to the same value here and where the gateway runs/);
    expect(wrong.stderr).not.toContain('another');
    const unknown = await test(['prod-an']);
    expect([unknown.code, unknown.stderr]).toEqual([2, expect.stringContaining('did you mean prod-am? (allowed: prod-am, board)')]);
    const unset = await test(['prod-am'], { AM_TOKEN: '' });
    expect([unset.code, unset.stderr]).toEqual([
      2,
      expect.stringMatching(/^sources.prod-am.secrets: AM_TOKEN is not set .*\nNothing was sent/),
    ]);
    expect((await test(['board'], { AM_TOKEN: '' })).code).toBe(0);
  });

  it('says what is wrong with the address: not valid, no answer, an answer from something else', async () => {
    const at = (INCIDENT_GATEWAY_URL: string) => test(['prod-am'], { INCIDENT_GATEWAY_URL });
    const bad = await at('localhost:8090');
    expect([bad.code, bad.stdout, bad.stderr]).toEqual([2, '', expect.stringContaining('INCIDENT_GATEWAY_URL: "localhost:8090" is not')]);
    const away = await at(`http://127.0.0.1:${await unusedPort()}`);
    expect([away.code, away.stdout, away.stderr]).toEqual([3, '', expect.stringContaining('ECONNREFUSED')]);
    const other = await at(stack.slack.apiUrl?.replace(/\/api\/?$/, '') ?? '');
    expect([other.code, other.stdout, other.stderr]).toEqual([3, '', expect.stringContaining('is not the gateway')]);
  });

  it('the doctor says the same about the gateway, and through which services people are paged', async () => {
    const doctor = await stack.run('incident', ['doctor', '--json'], {
      env: { ...env, AM_TOKEN: 'another', DOCKER_HOST: 'tcp://127.0.0.1:1' },
    });
    const checks: { name: string; ok: boolean; found: string }[] = JSON.parse(doctor.stdout);
    const of = (name: string) => checks.find((check) => check.name === name);
    expect(of('configuration')?.found).toBe('incident.config.yaml');
    expect(of('gateway')).toMatchObject({ ok: false });
    expect(of('gateway')?.found).toMatch(
      / answers\nprod-am: on; it refuses the secret that is set here\nboard: on; it accepts the secret that is set here$/,
    );
    expect(of('people')?.found).toBe('1 of 2 found in Slack\nnobody@example.com: no user has this email');
    expect(of('notify')?.ok).toBe(true);
  });

  it('has incident parse --rules judge an alert as that of its sender', async () => {
    const file = join(__dirname, '..', '..', '..', 'examples', 'alertmanager-firing.json');
    const parse = (...args: string[]) => stack.run('incident', ['parse', file, '--rules', ...args]);
    const only = await parse('--json');
    expect(JSON.parse(only.stdout)[0]).toMatchObject({ instance: 'prod-am', decision: { rule: 'of-prod-am' } });
    expect(only.stderr).toContain('as if sent by prod-am');
    const unknown = await parse('--instance', 'prod-an');
    expect([unknown.code, unknown.stderr]).toEqual([2, expect.stringContaining('did you mean prod-am?')]);
  });
});
