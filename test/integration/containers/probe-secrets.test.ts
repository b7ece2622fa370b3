import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Docker from 'dockerode';
import { createDockerEngine } from '../../../src/containers/docker-engine';
import type { ContainerRun } from '../../../src/containers/port';
import { describeWith, isPodman } from '../../support/needs';
import { sampleRun } from '../../support/sample-run';
import { type Stack, startStack } from '../../support/stack';
import { waitUntil } from '../../support/wait-until';

const SECRET = 'gr8/s3cret+"phrase" 1';
const FORMS = [SECRET, Buffer.from(SECRET).toString('base64'), encodeURIComponent(SECRET), JSON.stringify(SECRET).slice(1, -1)];
/** What `top` must be asked for, so that it shows the arguments of processes. */
const ARGUMENTS = isPodman ? 'pid,args' : '-ef';
const image = process.env.INCIDENT_PROBE_IMAGE ?? '';

function expectNone(text: string): void {
  for (const form of FORMS) expect(text).not.toContain(form);
}

describeWith(['engine'], 'a secret of a probe, on a real engine', () => {
  const dockerHost = process.env.TEST_DOCKER_HOST ?? '';
  const engine = createDockerEngine({ dockerHost, installation: randomUUID() });
  const script = (text: string, changes: Partial<ContainerRun> = {}): ContainerRun =>
    sampleRun({
      name: `incident-test-secret-${randomUUID()}`,
      image,
      command: ['sh', '-c', text],
      secrets: { DB_PASSWORD: SECRET, CERTIFICATE: 'first line\nsecond line' },
      ...changes,
    });

  it('is a file that only the probe can read, before an untouched standard input', async () => {
    const exit = await engine.run(
      script(
        'ls -ln /run/secrets | tail -n 2 | cut -c 1-10; wc -c < "$DB_PASSWORD_FILE"; wc -l < "$CERTIFICATE_FILE"; echo "$DB_PASSWORD_FILE"; cat',
        {
          stdin: 'the alert\nin two lines\n',
        },
      ),
    );
    expect(exit).toMatchObject({ exitCode: 0, stderr: '' });
    expect(exit.stdout.split('\n')).toEqual([
      '-r--------',
      '-r--------',
      String(SECRET.length),
      '1',
      '/run/secrets/DB_PASSWORD',
      'the alert',
      'in two lines',
      '',
    ]);
  });

  it('is removed from both outputs, in every form, and from what a limit leaves of it', async () => {
    const exit = await engine.run(
      script(
        'cat "$DB_PASSWORD_FILE"; echo; base64 < "$DB_PASSWORD_FILE"; cat "$DB_PASSWORD_FILE" >&2; head -c 65000 /dev/zero | tr "\\0" x; for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31 32 33 34 35 36 37 38 39 40; do cat "$DB_PASSWORD_FILE"; done',
      ),
    );
    expect(exit.truncated).toBe(true);
    expect(exit.stdout).toContain('[secret DB_PASSWORD]');
    expect(exit.stderr).toBe('[secret DB_PASSWORD]');
    expectNone(exit.stdout);
    expect(exit.stdout).not.toContain(SECRET.slice(0, 8));
  });

  it('is removed from the output of a probe that is stopped', async () => {
    const exit = await engine.run(script('cat "$DB_PASSWORD_FILE"; sleep 30', { timeoutMs: 2_000 }));
    expect(exit).toMatchObject({ timedOut: true, stdout: '[secret DB_PASSWORD]' });
  });

  it('is not in what the engine knows of the container, nor in the arguments of its processes', async () => {
    const docker = new Docker({ socketPath: dockerHost.replace('unix://', '') });
    const run = script('until [ -e /tmp/stop ]; do sleep 0.1; done');
    const running = engine.run(run);
    const container = docker.getContainer(run.name);
    await waitUntil(
      () =>
        container.inspect().then(
          ({ State }) => State.Running,
          () => false,
        ),
      { what: 'the container to run' },
    );
    await waitUntil(async () => JSON.stringify(await container.top({ ps_args: ARGUMENTS })).includes('/tmp/stop'), {
      what: 'the probe itself to run',
    });
    const known = JSON.stringify([await container.inspect(), await container.top({ ps_args: ARGUMENTS })]);
    expect(known).toContain('DB_PASSWORD_FILE=/run/secrets/DB_PASSWORD');
    expectNone(known);
    await container.kill();
    await running;
  });
});

describeWith(['temporal', 'engine'], 'a secret of a probe, in a whole incident', () => {
  let stack: Stack;
  beforeAll(async () => {
    stack = await startStack();
    mkdirSync(join(stack.folder, 'runbooks'));
    writeFileSync(join(stack.folder, 'runbooks', 'secret.yaml'), RUNBOOK);
    writeFileSync(join(stack.folder, 'incident.config.yaml'), 'runbooks: [runbooks]\nprobeSecrets: [DB_PASSWORD, NOT_SET]\n');
  });
  afterAll(() => stack.stop());

  it('is nowhere: not in the history, the room, the log or the report', async () => {
    stack.startWorker({ DB_PASSWORD: SECRET, LOG_LEVEL: 'debug' });
    const started = await stack.run('start-incident', ['SECRET-1', '--title', 'A secret', '--severity', 'high', '--no-wait']);
    expect(started).toMatchObject({ code: 0 });
    const { investigation } = await stack.until('SECRET-1', ({ responseComplete }) => responseComplete);
    const found = investigation?.findings.map(({ probe, status, summary }) => `${probe}: ${status}: ${summary}`);
    expect(found?.sort()).toEqual([
      'refused: unknown: unknown: the secret OTHER is not allowed for probes',
      'tells: warn: [secret DB_PASSWORD] is the password',
      'unset: unknown: unknown: the secret NOT_SET has no value where probes run',
    ]);
    const { events } = await stack.client.workflow.getHandle('SECRET-1').fetchHistory();
    const history = readable(events);
    expect(history).toContain('[secret DB_PASSWORD]');
    const reports = readdirSync(stack.reportsDir, { recursive: true, encoding: 'utf8' }).map((name) => join(stack.reportsDir, name));
    const files = reports.filter((path) => statSync(path).isFile()).map((path) => readFileSync(path, 'utf8'));
    expect(files.join('')).toContain('[secret DB_PASSWORD]');
    expectNone([history, stack.workerLog(), ...files, JSON.stringify(await stack.state('SECRET-1'))].join('\n'));
  });
});

/** As JSON, in which the library writes the bytes of payloads in base64, with those bytes as text. */
function readable(events: unknown): string {
  return JSON.stringify(events, (key, value) =>
    key === 'data' && typeof value === 'string' ? Buffer.from(value, 'base64').toString() : value,
  );
}

const probe = (id: string, secret: string, script: string): string => `
  - id: ${id}
    title: ${id}
    aspect: evidence
    kind: correlation
    component: api
    weight: 1
    secrets: [${secret}]
    script: |
      ${script}
`;
const RUNBOOK = `id: secret
title: Probes with secrets
probes:${probe('tells', 'DB_PASSWORD', 'cat "$DB_PASSWORD_FILE"; evidence "$(base64 < "$DB_PASSWORD_FILE")"; verdict warn "$(cat "$DB_PASSWORD_FILE") is the password"')}${probe('refused', 'OTHER', 'verdict ok fine')}${probe('unset', 'NOT_SET', 'verdict ok fine')}`;
