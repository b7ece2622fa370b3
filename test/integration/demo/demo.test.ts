import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { hostname } from 'node:os';
import { join } from 'node:path';
import Docker from 'dockerode';
import { readDockerHost } from '../../../src/containers/read-docker-host';
import { describeWith } from '../../support/needs';
import { type Stack, startStack } from '../../support/stack';
import { waitUntil } from '../../support/wait-until';

// All runs of the demo share its files in .local, so all of their tests are in this file, and run one after the other.
const ROOT = join(__dirname, '..', '..', '..');
const DEMO = join(ROOT, 'dist', 'demo', 'demo.js');

/** The demo, on the Temporal server and the engine of all tests, with a Slack of its own. */
function startDemo(stack: Stack, ...args: string[]) {
  return start(stack, process.execPath, [DEMO, ...args]);
}

function start({ env }: Stack, command: string, args: readonly string[], more: NodeJS.ProcessEnv = {}) {
  const { SLACK_BOT_TOKEN: _, SLACK_API_URL: __, ...others } = env;
  const demo = spawn(command, args, { cwd: ROOT, env: { ...others, ...more }, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [demo.stdout, demo.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      said += chunk;
    });
  }
  const find = (pattern: RegExp): string => pattern.exec(said)?.[1] ?? '';
  return {
    demo,
    said: () => said,
    ended: once(demo, 'exit').then(([code]) => code as number | null),
    workerPid: () => Number(find(/Worker: process (\d+)/)),
    slackUrl: () => find(/inspector (http:\S+)/),
    gatewayUrl: () => find(/Gateway: (http:\S+),/),
  };
}

/** What the demo has started and has not ended. */
async function left({ demo, workerPid, slackUrl, gatewayUrl }: ReturnType<typeof startDemo>): Promise<string[]> {
  const found: string[] = [];
  if (isAlive(workerPid())) found.push('the worker');
  if (await isServed(slackUrl())) found.push('the emulated Slack');
  if (gatewayUrl() !== '' && (await isServed(gatewayUrl()))) found.push('the gateway');
  const docker = new Docker(readDockerHost(process.env.TEST_DOCKER_HOST ?? ''));
  const label = [`io.incident-response.demo-owner=${hostname()}/${demo.pid}`];
  const containers = await docker.listContainers({ all: true, filters: { label } });
  return [...found, ...containers.flatMap(({ Names }) => Names)];
}

const isServed = (url: string): Promise<boolean> =>
  fetch(url).then(
    () => true,
    () => false,
  );

function isAlive(pid: number): boolean {
  try {
    return pid > 0 && process.kill(pid, 0);
  } catch {
    return false;
  }
}

describeWith(['temporal', 'engine'], 'the demo leaves nothing running', () => {
  let stack: Stack;
  beforeAll(async () => {
    stack = await startStack();
  });
  afterAll(() => stack.stop());

  it('when whoever reads its output goes away', async () => {
    const demo = startDemo(stack, '--once', '--crash');
    await waitUntil(() => demo.workerPid() > 0 && demo.slackUrl() !== '');
    expect(isAlive(demo.workerPid())).toBe(true);
    demo.demo.stdout.destroy();
    expect(await demo.ended).toBe(0);
    expect(await left(demo)).toEqual([]);
  });

  it.each([
    ['SIGINT', '$ npx start-incident'],
    ['SIGTERM', 'Worker: process'],
    ['SIGHUP', 'Slack: emulated'],
  ] as const)('when it gets a %s, however far it is: %s', async (signal, said) => {
    const demo = startDemo(stack, '--once');
    await waitUntil(() => demo.said().includes(said));
    demo.demo.kill(signal);
    expect(await demo.ended).toBe(130);
    expect(await left(demo)).toEqual([]);
  });

  it('when npm gets a SIGTERM, which it does not pass on; it has said that the usual port of the gateway is taken', async () => {
    const other = createServer();
    // If it cannot listen there, someone else does.
    const taken = once(other, 'listening').catch(() => null);
    other.listen(8_090, '127.0.0.1');
    await taken;
    const demo = start(stack, 'npm', ['run', '--silent', 'demo', '--', '--keep']);
    await waitUntil(() => demo.workerPid() > 0 && demo.gatewayUrl() !== '');
    other.close();
    const port = new URL(demo.gatewayUrl()).port;
    expect(demo.said()).toContain(`! Gateway: port 8090 is taken, so it listens on ${port}.`);
    demo.demo.kill('SIGTERM');
    await waitUntil(async () => (await left(demo)).length === 0, { what: 'everything to end with npm' });
  });

  it.each(['demo', 'dev'])('when the configuration is wrong, which npm run %s says once, before it brings up anything', async (program) => {
    const file = join(stack.folder, `${program}.yaml`);
    writeFileSync(file, 'onCall: { dba: { type: opsgenie, schedule: dba, secret: OG_KEY } }\n');
    const run = start(stack, process.execPath, [join(ROOT, 'dist', 'demo', `${program}.js`)], { INCIDENT_CONFIG: file });
    expect(await run.ended).toBe(2);
    expect(run.said()).toMatch(
      /^the configuration has 1 problem:\n {2}onCall.dba.secret: OG_KEY is not set \(allowed: OG_KEY, or OG_KEY_FILE /,
    );
    expect(run.said().match(/OG_KEY is not set/g)).toHaveLength(1);
    expect(run.said()).not.toContain('Slack: emulated');
  });

  it('when it has nothing to run: a file that is not there', async () => {
    const demo = startDemo(stack, '--once', '--event', 'nowhere.json');
    expect(await demo.ended).toBe(2);
    expect(demo.said()).toMatch(/^--event: .*nowhere\.json/);
  });
});

/** The demo's alert was accepted, and started an incident. */
const STARTED = /"group":"(alert-[^"]+)"[\s\S]*?\nstarted (DEMO-\d{8}-\d{3}), by rule demo\n/;

describeWith(['temporal', 'engine'], 'the demo and its gateway', () => {
  let stack: Stack;
  /** The incident of an earlier run of the demo. */
  let earlier = '';
  beforeAll(async () => {
    stack = await startStack();
  });
  afterAll(() => stack.stop());
  /** In a terminal that has read the demo's file. */
  const type = (command: string): string => execFileSync('sh', ['-c', `. .local/demo.env && ${command}`], { cwd: ROOT, encoding: 'utf8' });

  it('runs with the configuration as it is: its sources have addresses, and its people are in the emulated workspace', async () => {
    const file = join(stack.folder, 'dev.yaml');
    writeFileSync(file, 'sources: { am: { type: alertmanager, auth: none } }\ndefaultResponders: [you@example.com]\n');
    const dev = start(stack, process.execPath, [join(ROOT, 'dist', 'demo', 'dev.js')], { INCIDENT_CONFIG: file });
    await waitUntil(() => dev.said().includes('Ctrl-C stops everything'), { what: 'it to be up' });
    expect(dev.said()).toContain(`· Source am (alertmanager): ${dev.gatewayUrl()}/webhooks/am\n`);
    expect(dev.said()).toContain('· Slack: added emulated people you@example.com\n');
    expect(type('echo $INCIDENT_GATEWAY_URL').trim()).toBe(dev.gatewayUrl());
    dev.demo.kill('SIGINT');
    expect(await dev.ended).toBe(0);
    expect(await left(dev)).toEqual([]);
    expect(existsSync(join(ROOT, '.local', 'demo.env'))).toBe(false);
  });

  it('opens its incident by an alert, and the printed curl resolves it', async () => {
    const demo = startDemo(stack, '--keep');
    await waitUntil(() => demo.said().includes('Ctrl-C stops everything'), { what: 'it to be up' });
    const [, group = '', id = ''] = STARTED.exec(demo.said()) ?? [];
    expect(demo.said()).toMatch(new RegExp(`\\$ npx start-incident --incident-id ${id}\njoined ${id};.*\n✓ parseIncidentEvent`));
    expect((await stack.state(id)).incident).toMatchObject({ title: 'Database connection failure', severity: 'critical' });
    expect(type('echo $INCIDENT_GATEWAY_URL').trim()).toBe(demo.gatewayUrl());
    const [curl = ''] = /curl .*\$INCIDENT_GATEWAY_URL.*/.exec(demo.said()) ?? [];
    expect(JSON.parse(type(curl))).toMatchObject({ accepted: [{ group, status: 'resolved' }] });
    await stack.until(id, ({ status }) => status === 'resolved');
    demo.demo.kill('SIGINT');
    expect(await demo.ended).toBe(0);
    expect(await left(demo)).toEqual([]);
    earlier = id;
  });

  it('takes an alert of the user’s through the same door', async () => {
    const demo = startDemo(stack, '--once', '--event', 'examples/grafana-firing.json');
    expect(await demo.ended).toBe(0);
    expect(demo.said()).toMatch(/\$ curl --data-binary @examples\/grafana-firing.json http:\S+\/webhooks\/auto\n{"accepted"/);
  });

  it('starts with its flags what is not part of an alert', async () => {
    const demo = startDemo(stack, '--once', '--event', 'examples/generic.json', '--users', 'ann@example.com', '--severity', 'low');
    expect(await demo.ended).toBe(0);
    expect(demo.said()).toMatch(/\nstarted DEMO-[\s\S]*\nDEMO-\S+ {2}low {2}triggered [\s\S]*\npeople +ann\n/);
  });

  it('opens another incident when it runs again, and shows that a killed worker changes nothing', async () => {
    const demo = startDemo(stack, '--once', '--crash');
    expect(await demo.ended).toBe(0);
    const [, , id = ''] = STARTED.exec(demo.said()) ?? [];
    expect(earlier).toMatch(/^DEMO-/);
    expect(id).toMatch(/^DEMO-/);
    expect(id).not.toBe(earlier);
    expect(demo.said()).toMatch(/killed worker process \d+[\s\S]*Slack has 1 channel for DEMO-\S+, with 1 headline\./);
  });
});
