import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeWith } from '../../support/needs';
import { expectDocument, OUTPUT_NAMES, outputProblems, seenOutputs } from '../../support/output-schemas';
import { type Stack, startStack } from '../../support/stack';
import { readUntil } from '../../support/wait-until';
import { unusedPort } from '../../support/worker-process';

const ROOT = join(__dirname, '..', '..', '..');
const EVENT = join(ROOT, 'examples', 'alertmanager-database.json');
const CONFIG = `
sources: { prod: { type: alertmanager, auth: none } }
heartbeats: { backup: { every: 24h, auth: none } }
alerts: { rules: [{ name: of-prod, when: { source: prod }, do: open }] }
runbooks: ['${join(ROOT, 'runbooks')}', own]
actions: { allow: [say] }
`;
const RUNBOOK = `id: own
title: Our own
probes:
  - { id: fine, title: Fine, aspect: availability, kind: health, component: api, weight: 1, targets: none, result: { exit: { 0: ok } }, command: ['true'] }
actions:
  - { name: say, title: Say it, effect: Changes nothing., command: [echo, it], checks: { probes: [fine] } }
`;

/** `stack.run` compares each document with its schema; this calls everything that prints one. */
describeWith(['temporal', 'engine'], 'what is printed as JSON', () => {
  let stack: Stack;
  let gateway: ChildProcess;
  let url: string;
  let token = '';
  beforeAll(async () => {
    stack = await startStack();
    mkdirSync(join(stack.folder, 'own'));
    writeFileSync(join(stack.folder, 'own', 'own.yaml'), RUNBOOK);
    writeFileSync(join(stack.folder, 'key'), randomBytes(32).toString('hex'));
    stack.env.INCIDENT_APPROVAL_KEY_FILE = join(stack.folder, 'key');
    writeFileSync(join(stack.folder, 'incident.config.yaml'), CONFIG);
    const listen = `127.0.0.1:${await unusedPort()}`;
    url = `http://${listen}`;
    const program = join(ROOT, 'dist', 'gateway.js');
    gateway = spawn(process.execPath, [program, '--listen', listen], { cwd: stack.folder, env: stack.env, stdio: 'ignore' });
  });
  afterAll(async () => {
    const ended = once(gateway, 'exit');
    gateway.kill();
    await ended;
    await stack.stop();
  });

  async function run(line: string, code = 0): Promise<Record<string, unknown>> {
    const [command = '', ...args] = line.split(' ');
    const program = command === 'start-incident' ? command : 'incident';
    const options = { env: { INCIDENT_GATEWAY_URL: url, INCIDENT_TOKEN: token } };
    const ran = await stack.run(program, [...(program === command ? [] : [command]), ...args, '--json'], options);
    expect([line, ran.code, ran.stderr]).toEqual([line, code, expect.anything()]);
    return line.startsWith('watch') ? {} : JSON.parse(ran.stdout);
  }

  /** Makes a token, and acts with it from now on. */
  async function actAs(person: string): Promise<void> {
    token = String((await run(`token add --person ${person}@example.com --mode respond`)).token);
  }

  async function ask(path: string, request: RequestInit, name: string): Promise<void> {
    expectDocument(name, await (await fetch(`${url}${path}`, request)).json());
  }

  it('is as the schemas say: by the gateway', async () => {
    await readUntil(
      () => fetch(`${url}/readyz`).catch(() => undefined),
      (answer) => answer?.ok === true,
      { what: 'the gateway to be ready' },
    );
    await ask('/readyz', {}, 'gateway-ready');
    await ask('/healthz', {}, 'gateway-health');
    await ask('/webhooks/prod', { method: 'POST', body: readFileSync(EVENT) }, 'gateway-webhook');
    await ask('/heartbeats/backup', { method: 'POST' }, 'gateway-heartbeat');
    await ask('/webhooks/nowhere', { method: 'POST', body: '{}' }, 'error');
  });

  it('is as the schemas say: without a worker', async () => {
    await run('start-incident --interactive', 2);
    await run('start-incident KNOWN-1 Database-down high --no-wait');
    await run('start-incident KNOWN-1 --timeout 1s', 6);
    await run('start-incident KNOWN-1 --no-wait');
    for (const verb of ['show', 'timeline', 'report']) await run(`${verb} KNOWN-1`);
    await run(`report KNOWN-1 --out ${join(stack.folder, 'none.md')}`, 3);
    await run('ack KNOWN-1 --as ben');
    await run('maintenance add --when source=* --for 1h --reason moving');
    const [group] = (await run('alerts')) as unknown as { key: string }[];
    await run(`alerts ${group?.key}`);
  });

  it('is as the schemas say: with a worker', async () => {
    stack.startWorker();
    const test = `start-incident --event ${EVENT} --users dba@example.com,nobody@example.com --target 127.0.0.1:1`;
    await run(`${test} --test`);
    await run(`${test} --incident-id SEEN-1`);
    await run(`start-incident SEEN-1 --event ${EVENT} --no-wait`);
    await run('assign SEEN-1 cat@example.com --role commander');
    await run('add SEEN-1 nobody@example.com ben@example.com');
    await run('resolve SEEN-1 --note restarted');
    await run('reopen SEEN-1 --reason back');
    for (const verb of ['show', 'timeline', 'report']) await run(`${verb} SEEN-1`);
    await run(`report SEEN-1 --out ${join(stack.folder, 'report.json')} --format json`);
    expectDocument('report', JSON.parse(readFileSync(join(stack.folder, 'report.json'), 'utf8')));
    await actAs('ann');
    const { proposal, digest } = await run('propose SEEN-1 say --reason please');
    await actAs('ben');
    await run(`approve SEEN-1 ${proposal} --digest ${digest}`);
    const { proposal: other } = await run('propose SEEN-1 say --reason again');
    await run(`reject SEEN-1 ${other} --reason no`);
    const sent = (body: object): RequestInit => ({
      method: 'POST',
      body: JSON.stringify({ incident: 'SEEN-1', reason: 'please', ...body }),
      headers: { authorization: `Bearer ${token}` },
    });
    await ask('/proposals', sent({ action: 'say', requestId: 'a' }), 'gateway-proposal');
    const { proposal: third } = await run('propose SEEN-1 say --reason please --request-id a');
    await ask(`/approvals/${third}`, sent({ decision: 'reject' }), 'gateway-approval');
    await run('show SEEN-1');
    await run('cancel SEEN-1 --reason drill');
    await run('watch SEEN-1');
    for (const verb of ['list --all', 'stats', 'alerts', 'setup', 'plan', 'runbooks', 'schema', 'maintenance']) await run(verb);
    await run(`runbooks --event ${EVENT}`);
    await run(`parse ${EVENT} --rules`);
    await run(`probe evidence log-signatures --event ${EVENT}`);
    await run('gateway test prod --fire');
    const [group] = (await run('alerts')) as unknown as { key: string }[];
    await run(`alerts ${group?.key}`);
    const { name } = await run('token add --person alice@example.com --agent claude-code');
    await run('token list');
    await run(`token revoke ${name}`);
    await run('show NONE-1', 4);
    await stack.run('incident', ['doctor', '--json']);
  });

  it('has no schema that nothing printed', () => {
    expect([...seenOutputs].sort()).toEqual(OUTPUT_NAMES);
  });

  it('is found out if a key has another type, is missing, or is not in the schema', async () => {
    const [row] = (await run('list --all')) as unknown as Record<string, unknown>[];
    expect(outputProblems('list', [{ ...row, open: 'yes' }])).toEqual([expect.stringContaining('list/0/open must be boolean')]);
    expect(outputProblems('list', [{ ...row, open: undefined }])).toEqual([expect.stringContaining("required property 'open'")]);
    expect(outputProblems('list', [{ ...row, opened: true }])).toEqual([expect.stringContaining('"additionalProperty":"opened"')]);
  });
});
