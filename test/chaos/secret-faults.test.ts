import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Docker from 'dockerode';
import type { WordedState } from '../../src/incident/timeline-words/worded-state';
import { type CrashingEngine, startCrashingEngine } from '../support/crashing-engine';
import { describeWith } from '../support/needs';
import { type Stack, startStack } from '../support/stack';
import { readUntil, waitUntil } from '../support/wait-until';

const SECRET = 'gr8/s3cret+"phrase" 1';
const FORMS = [SECRET, Buffer.from(SECRET).toString('base64'), encodeURIComponent(SECRET), JSON.stringify(SECRET).slice(1, -1)];
/** A container is reaped half a minute after its time limit; a worker looks every twenty seconds. */
const REAPED_WITHIN_MS = 180_000;

describeWith(['temporal', 'engine'], 'a probe that has read its secret, when something dies', () => {
  let engine: CrashingEngine;
  let docker: Docker;
  let stack: Stack;
  beforeAll(async () => {
    engine = await startCrashingEngine(process.env.TEST_DOCKER_HOST ?? '', process.env.INCIDENT_PROBE_IMAGE ?? '');
    docker = new Docker({ socketPath: engine.dockerHost.replace('unix://', '') });
    stack = await startStack();
    mkdirSync(join(stack.folder, 'runbooks'));
    writeFileSync(join(stack.folder, 'runbooks', 'secret.yaml'), RUNBOOK);
    writeFileSync(join(stack.folder, 'incident.config.yaml'), 'runbooks: [runbooks]\nprobeSecrets: [DB_PASSWORD]\n');
    startWorker();
  });
  afterAll(async () => {
    await stack?.stop();
    await engine?.stop();
  });

  const startWorker = (): void => stack.startWorker({ DB_PASSWORD: SECRET, LOG_LEVEL: 'debug', DOCKER_HOST: engine.dockerHost });
  const containers = () => docker.listContainers({ all: true, filters: { label: ['io.incident-response.probe=tells'] } });
  /** Resolves once the probe holds its secret, and waits. */
  async function declare(id: string): Promise<void> {
    const declared = await stack.run('start-incident', [id, '--title', 'A secret', '--severity', 'high', '--no-wait']);
    expect(declared).toMatchObject({ code: 0 });
    const [container] = await readUntil(containers, (all) => all.some(({ State }) => State === 'running'));
    const top = () => docker.getContainer(container?.Id ?? '').top({ ps_args: '-ef' });
    await waitUntil(async () => JSON.stringify(await top()).includes('sleep 8'), { what: 'the probe to have read its secret' });
  }
  const seen = async (id: string): Promise<string | undefined> => {
    const { investigation } = await stack.until(id, ({ responseComplete }: WordedState) => responseComplete);
    const [finding] = investigation?.findings ?? [];
    return `${finding?.status}: ${finding?.summary}`;
  };
  async function expectNothingLeft(id: string): Promise<void> {
    await waitUntil(async () => (await containers()).length === 0, { what: 'no container to be left', withinMs: REAPED_WITHIN_MS });
    const { Volumes: volumes } = await docker.listVolumes();
    expect(volumes ?? []).toEqual([]);
    const { events } = await stack.client.workflow.getHandle(id).fetchHistory();
    const all = [readable(events), ...filesIn(stack.folder), ...filesIn(dirname(engine.dockerHost.replace('unix://', '')))].join('\n');
    for (const form of FORMS) expect(all).not.toContain(form);
  }

  it('is run again once the engine, which died, is back', async () => {
    await declare('SECRET-1');
    await engine.crash();
    await engine.start();
    expect(await seen('SECRET-1')).toBe('warn: [secret DB_PASSWORD] is the password');
    await expectNothingLeft('SECRET-1');
  });

  it('is run again by another worker, once its own was killed', async () => {
    await declare('SECRET-2');
    await stack.endWorker('SIGKILL');
    startWorker();
    expect(await seen('SECRET-2')).toBe('warn: [secret DB_PASSWORD] is the password');
    await expectNothingLeft('SECRET-2');
  });

  it('is unknown, with the reason, if the engine stays away; what is left goes once it is back', async () => {
    await declare('SECRET-3');
    await engine.crash();
    expect(await seen('SECRET-3')).toMatch(/^unknown: unknown: couldn't reach the container engine/);
    await engine.start();
    await expectNothingLeft('SECRET-3');
  });
});

/** As JSON, in which the library writes the bytes of payloads in base64, with those bytes as text. */
function readable(events: unknown): string {
  return JSON.stringify(events, (key, value) =>
    key === 'data' && typeof value === 'string' ? Buffer.from(value, 'base64').toString() : value,
  );
}

/** What is in the files that are there, whatever else a running engine has among them. */
function filesIn(folder: string): readonly string[] {
  const isSmall = (path: string): boolean => {
    const found = statSync(path, { throwIfNoEntry: false });
    return found?.isFile() === true && found.size < 10_000_000;
  };
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name));
  return paths.filter((path) => !path.includes('/overlay2/') && isSmall(path)).map((path) => readFileSync(path, 'latin1'));
}

const RUNBOOK = `id: secret
title: A probe with a secret
probes:
  - id: tells
    title: tells
    aspect: evidence
    kind: correlation
    component: api
    weight: 1
    timeout: 20s
    secrets: [DB_PASSWORD]
    script: |
      cp "$DB_PASSWORD_FILE" /tmp/copy
      head -c 12 /tmp/copy
      sleep 8
      tail -c 9 /tmp/copy
      verdict warn "$(cat /tmp/copy) is the password"
`;
