import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readInput } from '../client/cli/kit/values';
import { parseEventText } from '../incident/alerts/parse-events';
import { incidentIdOf } from '../incident/model/incident-id';
import { killInsideCreateWarRoom } from './crash';
import { exitCodeOf, printError } from './demo-error';
import { type DemoOptions, readDemoOptions } from './demo-options';
import { findRoomOf, showWarRoom } from './show-war-room';
import { bringUpStack, type DemoStack, LOCAL, ROOT } from './stack';
import { createTakeDown, type TakeDown } from './take-down';
import { startWorkerProcess } from './worker-process';

const INTERRUPTED = 130;
const USERS = 'dba@example.com,oncall@example.com,Sana Rehman,nobody@example.com';
const EVENT = join(ROOT, 'examples', 'original-alert.json');

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** Brings everything up, runs one incident, shows the war room, and takes down what it brought up. */
async function main(): Promise<void> {
  const options = readDemoOptions(process.argv.slice(2), process.stdout.isTTY === true && process.stdin.isTTY === true);
  // Bad input is reported before anything is brought up.
  parseEventText(await readInput(options.event ?? EVENT, '--event'), { receivedAt: new Date().toISOString() });
  const takeDown = createTakeDown(say);
  let isDone = false;
  takeDown.onBrokenOutput();
  takeDown.onSignals(() => (isDone ? 0 : INTERRUPTED));
  try {
    process.exitCode = await runDemo(options, takeDown);
    isDone = true;
    if (!options.once) await stayUp();
  } finally {
    await takeDown.end();
  }
}

async function runDemo(options: DemoOptions, takeDown: TakeDown): Promise<number> {
  const stack = await bringUpStack(options.users ?? '', takeDown, say);
  const { temporal, slack } = stack.up;
  const worker = startWorkerProcess({ env: stack.env, logFile: join(LOCAL, 'worker.log'), say });
  takeDown.add(() => worker.stop());
  say(`· Worker: process ${worker.pid}, log in .local/worker.log`);
  if (stack.service !== null) say(`· Failing demo service: ${stack.service.healthUrl}`);
  say('');

  const incidentId = demoIncidentId(new Date());
  const access = { token: slack.token, apiUrl: slack.apiUrl };
  const crash = options.crash ? killInsideCreateWarRoom({ worker, slack: access, temporal, incidentId, say }) : undefined;
  const code = await startIncident(incidentId, options, stack, takeDown);
  await crash?.finished();
  const channelId = await findRoomOf(access, incidentId);
  if (channelId !== null) {
    say('\nThe war room in Slack:\n');
    await showWarRoom(access, channelId, (line) => say(`  ${line}`));
  }
  if (crash) say(`\n${await crash.proof()}`);
  say('');
  if (temporal.uiUrl) say(`Temporal UI      ${temporal.uiUrl}/namespaces/${temporal.namespace}/workflows/${incidentId}`);
  if (slack.inspectorUrl) say(`Slack inspector  ${slack.inspectorUrl}`);
  if (existsSync(join(stack.up.reportsDir, `${incidentId}.md`))) say(`Report           .local/reports/${incidentId}.md`);
  if (!options.once) sayWhatNext(incidentId);
  return code;
}

/** Runs the real command as a user would type it, in the same terminal. */
async function startIncident(id: string, options: DemoOptions, { env, service }: DemoStack, takeDown: TakeDown): Promise<number> {
  const args = ['--incident-id', id, '--event', options.event ?? EVENT, '--users', options.users ?? USERS];
  if (options.severity) args.push('--severity', options.severity);
  if (service !== null && options.event === undefined) args.push('--target', service.healthUrl);
  const typed = args.map((arg) => (/\s/.test(arg) ? `"${arg}"` : arg)).join(' ');
  say(`$ npx start-incident ${typed.replaceAll(`${ROOT}/`, '')}`);
  // A process group of its own: Ctrl-C goes to the demo, which stops its children one by one.
  const child = spawn(process.execPath, [join(ROOT, 'dist', 'client', 'start-incident.js'), ...args], {
    env,
    stdio: ['ignore', 'inherit', 'inherit'],
    detached: true,
  });
  const ended = once(child, 'exit');
  takeDown.add(async () => void child.kill('SIGTERM'));
  const [code] = (await ended) as [number | null];
  return code ?? INTERRUPTED;
}

/** Seconds since midnight: a number that the next demo of the day does not repeat. */
function demoIncidentId(date: Date): string {
  const midnight = Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate());
  return incidentIdOf('DEMO', date, Math.floor((date.getTime() - midnight) / 1_000));
}

function sayWhatNext(incidentId: string): void {
  say('\nEverything stays up. In another terminal, in this folder:');
  say('  source .local/demo.env');
  say(`  npx incident ack ${incidentId}`);
  say(`  npx incident note ${incidentId} "restarted the pool"`);
  say(`  npx incident resolve ${incidentId}`);
  say('Wherever a message says `incident`, type `npx incident` in that terminal.');
  say('\nCtrl-C stops everything that was started.');
}

function stayUp(): Promise<never> {
  return new Promise(() => setInterval(() => {}, 60_000));
}

main().catch((error: unknown) => {
  printError(error);
  process.exitCode = exitCodeOf(error);
});
