import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { hostname } from 'node:os';
import { join } from 'node:path';
import Docker from 'dockerode';
import { readDockerHost } from '../../../src/containers/read-docker-host';
import { describeWith } from '../../support/needs';
import { type Stack, startStack } from '../../support/stack';
import { waitUntil } from '../../support/wait-until';

const DEMO = join(__dirname, '..', '..', '..', 'dist', 'demo', 'demo.js');

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
  };
}

/** What the demo has started and has not ended. */
async function left({ demo, workerPid, slackUrl }: ReturnType<typeof startDemo>): Promise<string[]> {
  const found: string[] = [];
  if (isAlive(workerPid())) found.push('the worker');
  if (
    await fetch(slackUrl()).then(
      () => true,
      () => false,
    )
  )
    found.push('the emulated Slack');
  const docker = new Docker(readDockerHost(process.env.TEST_DOCKER_HOST ?? ''));
  const label = [`io.incident-response.demo-owner=${hostname()}/${demo.pid}`];
  const containers = await docker.listContainers({ all: true, filters: { label } });
  return [...found, ...containers.flatMap(({ Names }) => Names)];
}

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
