import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
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
function startDemo({ env }: Stack, ...args: string[]) {
  const { SLACK_BOT_TOKEN: _, SLACK_API_URL: __, ...others } = env;
  const demo = spawn(process.execPath, [DEMO, ...args], { env: others, stdio: ['ignore', 'pipe', 'pipe'] });
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

  it.each([[['--once']], [['--once', '--crash']]])('when whoever reads its output goes away: %j', async (args) => {
    const demo = startDemo(stack, ...args);
    await waitUntil(() => demo.workerPid() > 0 && demo.slackUrl() !== '');
    expect(isAlive(demo.workerPid())).toBe(true);
    demo.demo.stdout.destroy();
    expect(await demo.ended).toBe(0);
    expect(await left(demo)).toEqual([]);
  });

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('when it gets a %s', async (signal) => {
    const demo = startDemo(stack, '--once');
    await waitUntil(() => demo.said().includes('$ npx start-incident'));
    demo.demo.kill(signal);
    expect(await demo.ended).toBe(130);
    expect(await left(demo)).toEqual([]);
  });

  it('when it is interrupted while it brings up what it needs', async () => {
    const demo = startDemo(stack, '--once');
    await waitUntil(() => demo.slackUrl() !== '');
    demo.demo.kill('SIGINT');
    expect(await demo.ended).toBe(130);
    expect(await left(demo)).toEqual([]);
  });

  it('when it has nothing to run: a file that is not there', async () => {
    const demo = startDemo(stack, '--once', '--event', 'nowhere.json');
    expect(await demo.ended).toBe(2);
    expect(demo.said()).toMatch(/^--event: .*nowhere\.json/);
  });
});

describeWith(['temporal', 'engine'], 'the demo and its gateway', () => {
  let stack: Stack;
  beforeAll(async () => {
    stack = await startStack();
  });
  afterAll(() => stack.stop());
  /** In a terminal that has read the demo's file. */
  const type = (command: string): string => execFileSync('sh', ['-c', `. .local/demo.env && ${command}`], { cwd: ROOT, encoding: 'utf8' });

  it('opens its incident by an alert, once for each run, and the printed curl resolves it', async () => {
    const ids: string[] = [];
    for (const run of [1, 2]) {
      const demo = startDemo(stack, '--keep');
      await waitUntil(() => demo.said().includes('Ctrl-C stops everything'), { what: `run ${run} to be up` });
      const [, group = '', id = ''] = /"group":"(alert-[^"]+)"[\s\S]*?\nstarted (DEMO-\d{8}-\d{3}), by rule demo\n/.exec(demo.said()) ?? [];
      ids.push(id);
      expect(demo.said()).toMatch(new RegExp(`\\$ npx start-incident --incident-id ${id}\njoined ${id};.*\n✓ parseIncidentEvent`));
      expect((await stack.state(id)).incident).toMatchObject({ title: 'Database connection failure', severity: 'critical' });
      expect(type('echo $INCIDENT_GATEWAY_URL').trim()).toBe(demo.gatewayUrl());
      const [curl = ''] = /curl .*\$INCIDENT_GATEWAY_URL.*/.exec(demo.said()) ?? [];
      expect(JSON.parse(type(curl))).toMatchObject({ accepted: [{ group, status: 'resolved' }] });
      await stack.until(id, ({ status }) => status === 'resolved');
      demo.demo.kill('SIGINT');
      expect(await demo.ended).toBe(0);
      expect(await left(demo)).toEqual([]);
    }
    expect(new Set(ids).size).toBe(2);
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

  it('shows that a killed worker changes nothing', async () => {
    const demo = startDemo(stack, '--once', '--crash');
    expect(await demo.ended).toBe(0);
    expect(demo.said()).toMatch(/killed worker process \d+[\s\S]*Slack has 1 channel for DEMO-\S+, with 1 headline\./);
  });
});
