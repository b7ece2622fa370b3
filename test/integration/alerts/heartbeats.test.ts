import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AlertGroupState } from '../../../src/incident/alert-groups/group-state';
import { groupIdOf } from '../../../src/workflows/contract/alert-messages';
import { heartbeatIdOf } from '../../../src/workflows/contract/heartbeat-messages';
import { describeWith } from '../../support/needs';
import { type Stack, startStack } from '../../support/stack';
import { readUntil, waitUntil } from '../../support/wait-until';
import { unusedPort } from '../../support/worker-process';

const GATEWAY = join(__dirname, '..', '..', '..', 'dist', 'gateway.js');
const CONFIG = `
alerts: { settle: 1s }
heartbeats:
  nightly: { every: 4s, grace: 1s, severity: critical, users: [dba@example.com], auth: bearer, secrets: [NIGHTLY_TOKEN] }
  yearly: { every: 365d }
`;
const GROUP = groupIdOf('heartbeat', createHash('sha256').update('heartbeat:nightly').digest('hex').slice(0, 16));

describeWith(['temporal'], 'a heartbeat', () => {
  let stack: Stack;
  let gateway: ChildProcess;
  let door: string;
  beforeAll(async () => {
    stack = await startStack();
    writeFileSync(join(stack.folder, 'incident.config.yaml'), CONFIG);
    const listen = `127.0.0.1:${await unusedPort()}`;
    door = `http://${listen}/heartbeats/nightly`;
    const env = { ...stack.env, NIGHTLY_TOKEN: 's3cret' };
    gateway = spawn(process.execPath, [GATEWAY, '--listen', listen], { cwd: stack.folder, env, stdio: 'ignore' });
  });
  afterAll(async () => {
    const ended = once(gateway, 'exit');
    gateway.kill();
    await ended;
    await stack.stop();
  });

  const feed = (authorization: string): Promise<number> =>
    fetch(door, { method: 'POST', headers: { authorization } }).then(
      ({ status }) => status,
      () => 0,
    );
  /** Whether the history of its watch has such an event. */
  async function holds(attributes: 'timerStartedEventAttributes' | 'timerFiredEventAttributes'): Promise<boolean> {
    const history = await stack.client.workflow
      .getHandle(heartbeatIdOf('nightly'))
      .fetchHistory()
      .catch(() => null);
    return (history?.events ?? []).some((event) => event[attributes]);
  }

  it('whose deadline passes after its worker was killed opens an incident for its users, and is resolved when it is fed', async () => {
    stack.startWorker();
    await waitUntil(() => holds('timerStartedEventAttributes'), { what: 'the worker to watch it' });
    await stack.endWorker('SIGKILL');
    await waitUntil(() => holds('timerFiredEventAttributes'), { what: 'the deadline' });
    stack.startWorker();
    const group = () => stack.client.workflow.getHandle(GROUP).query<AlertGroupState>('group');
    const opened = await readUntil(
      () => group().catch(() => undefined),
      (state) => state?.incident != null,
    );
    const id = opened?.incident?.id ?? '';
    const { incident } = await stack.until(id, ({ incident: parsed }) => parsed !== null);
    expect(incident).toMatchObject({
      title: 'No heartbeat from nightly',
      severity: 'critical',
      source: 'heartbeat',
      labels: { heartbeat: 'nightly' },
      users: ['dba@example.com'],
    });
    const doctor = await stack.run('incident', ['doctor', '--json'], { env: { INCIDENT_SLACK: 'off', DOCKER_HOST: 'tcp://127.0.0.1:1' } });
    const check = JSON.parse(doctor.stdout).find(({ name }: { name: string }) => name === 'heartbeats');
    expect(check).toMatchObject({ ok: false, exit: 0 });
    expect(check.found).toMatch(/^nightly: never fed, late since \S+\nyearly: never fed, next needed by \S+$/);

    await waitUntil(async () => (await feed('Bearer s3cret')) === 202, { what: 'the gateway to feed it' });
    expect(await feed('Bearer other')).toBe(401);
    const isResolved = async (): Promise<boolean> => {
      // It would soon be late again.
      await feed('Bearer s3cret');
      return (await stack.state(id)).status === 'resolved';
    };
    await waitUntil(isResolved, { what: 'the incident to be resolved' });
    expect((await group()).deliveries.map(({ status }) => status)).toEqual(['firing', 'resolved']);
  });
});
