import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readInput } from '../client/cli/kit/values';
import { EXIT } from '../exit-codes';
import { parseEventText } from '../incident/alerts/parse-events';
import { incidentIdOf } from '../incident/model/incident-id';
import { killInsideCreateWarRoom } from './crash';
import { DEMO_ACTION, DEMO_USERS } from './demo-config';
import { exitCodeOf, printError } from './demo-error';
import { type DemoOptions, readDemoOptions } from './demo-options';
import { describeService, type FailingService } from './failing-service';
import { startKeptProcess } from './kept-process';
import { EXAMPLE, openByAlert, RECOVERY_NOTE, writeExample } from './open-incident';
import { findRoomOf, showWarRoom } from './show-war-room';
import { bringUpStack, type DemoStack, LOCAL, ROOT } from './stack';
import { createTakeDown, type TakeDown } from './take-down';

const INTERRUPTED = 130;

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** Brings everything up, runs one incident, shows the war room, and takes down what it brought up. */
async function main(): Promise<void> {
  const options = readDemoOptions(process.argv.slice(2), process.stdout.isTTY === true && process.stdin.isTTY === true);
  // Bad input is reported before anything is brought up.
  const event = await readEvent(options);
  const takeDown = createTakeDown(say);
  let isDone = false;
  takeDown.onBrokenOutput();
  takeDown.onSignals(() => (isDone ? 0 : INTERRUPTED));
  try {
    process.exitCode = await runDemo(options, event, takeDown);
    isDone = true;
    if (!options.once) await stayUp();
  } finally {
    await takeDown.end();
  }
}

async function runDemo(options: DemoOptions, event: DemoEvent, takeDown: TakeDown): Promise<number> {
  const stack = await bringUpStack({ users: options.users ?? '', isDemo: true }, takeDown, say);
  const { temporal, slack } = stack.up;
  const worker = startKeptProcess({ name: 'worker', env: stack.env, logFile: join(LOCAL, 'worker.log'), say });
  takeDown.add(() => worker.stop());
  say(`· Worker: process ${worker.pid}, log in .local/worker.log`);
  if (stack.service !== null) say(describeService(stack.service));
  say('');

  const opened = event.isAlert ? await openByAlert(event.posted, stack, say) : { incidentId: demoIncidentId(new Date()), recover: null };
  if (opened === null) return EXIT.failed;
  const { incidentId, recover } = opened;
  const access = { token: slack.token, apiUrl: slack.apiUrl };
  const crash = options.crash ? killInsideCreateWarRoom({ worker, slack: access, temporal, incidentId, say }) : undefined;
  const more = event.isAlert ? [] : startFlags(options, stack);
  const code = await startIncident(['--incident-id', incidentId, ...more], stack, takeDown);
  await crash?.finished();
  const channelId = await findRoomOf(access, incidentId);
  if (channelId !== null) {
    say('\nThe war room in Slack:\n');
    await showWarRoom(access, channelId, (line) => say(`  ${line}`));
  }
  if (crash) say(`\n${await crash.proof()}`);
  say('');
  if (temporal.uiUrl) say(`Temporal UI      ${temporal.uiUrl}/namespaces/${temporal.namespace}/workflows/${incidentId}`);
  if (slack.pageUrl) say(`War room         ${slack.pageUrl}${channelId === null ? '' : `/?room=${channelId}`}`);
  if (slack.inspectorUrl) say(`Slack inspector  ${slack.inspectorUrl}`);
  if (existsSync(join(stack.up.reportsDir, `${incidentId}.md`))) say(`Report           .local/reports/${incidentId}.md`);
  if (!options.once) sayWhatNext(incidentId, recover, stack.service);
  return code;
}

interface DemoEvent {
  /** False: it is started with `start-incident`, because its flags are not part of an alert, or it is not firing. */
  readonly isAlert: boolean;
  /** Null: the project's example. */
  readonly posted: { readonly file: string; readonly body: Uint8Array } | null;
}

/** @throws InvalidInputError for an alert that cannot be read. */
async function readEvent({ event, users, severity }: DemoOptions): Promise<DemoEvent> {
  const body = await readInput(event ?? EXAMPLE, '--event');
  const [first] = parseEventText(body, { receivedAt: new Date().toISOString() });
  const isAlert = users === undefined && severity === undefined && first?.status === 'firing';
  return { isAlert, posted: event === undefined ? null : { file: event, body } };
}

/** Without an alert of the user's, the example is the event. */
function startFlags({ event, users = DEMO_USERS.join(','), severity }: DemoOptions, { service }: DemoStack): readonly string[] {
  const file = event ?? writeExample(service?.healthUrl ?? null).file;
  return ['--event', file, '--users', users, ...(severity === undefined ? [] : ['--severity', severity])];
}

/** Runs the real command as a user would type it, in the same terminal. An incident that is open is joined, and followed. */
async function startIncident(args: readonly string[], { env }: DemoStack, takeDown: TakeDown): Promise<number> {
  const typed = args.map((arg) => (/\s/.test(arg) ? `"${arg}"` : arg)).join(' ');
  say(`\n$ npx start-incident ${typed.replaceAll(`${ROOT}/`, '')}`);
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

function sayWhatNext(incidentId: string, recover: string | null, service: FailingService | null): void {
  say('\nEverything stays up. In another terminal, in this folder:');
  say('  source .local/demo.env');
  say(`  npx incident ack ${incidentId}`);
  say(`  npx incident note ${incidentId} "restarted the pool"`);
  say(`  npx incident resolve ${incidentId}`);
  if (service !== null) {
    say(`  npx incident probe database database-answers --target ${service.database}`);
    say('As an agent that acts for Dana, propose what mends the service; Omar or Sana can approve it in the war room:');
    say(`  npx incident propose ${incidentId} ${DEMO_ACTION} --target ${service.database} --reason "every connection is idle"`);
  }
  if (recover !== null) say(`Or, instead of resolving it (${RECOVERY_NOTE}):\n  ${recover}`);
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
