import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { incidentIdOf } from '../incident/incident-id';
import { type BringUpOptions, bringUpEngine, bringUpSlack, bringUpTemporal, ensureProbeImage } from './components';
import { killInsideCreateWarRoom } from './crash';
import { demoEnvironment, envFile } from './demo-environment';
import { type DemoOptions, readDemoOptions } from './demo-options';
import { DEMO_PEOPLE, emulatedPeople } from './demo-people';
import { type FailingService, startFailingService } from './failing-service';
import { findRoomOf, showWarRoom } from './show-war-room';
import { startWorkerProcess } from './worker-process';

const ROOT = join(__dirname, '..', '..');
const LOCAL = join(ROOT, '.local');

type Undo = () => Promise<void>;

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** Brings everything up, runs one incident, shows the war room, and takes down what it brought up. */
async function main(): Promise<void> {
  const options = readDemoOptions(process.argv.slice(2), process.stdout.isTTY === true && process.stdin.isTTY === true);
  const undo: Undo[] = [];
  const end = takeDownOnce(undo);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => void end().then(() => process.exit(130)));
  }
  try {
    process.exitCode = await runDemo(options, undo);
    if (!options.once) await stayUp();
  } finally {
    await end();
  }
}

async function runDemo(options: DemoOptions, undo: Undo[]): Promise<number> {
  mkdirSync(LOCAL, { recursive: true });
  const bringUp: BringUpOptions = { env: process.env, localDir: LOCAL, announce: (line) => say(`· ${line}`) };
  const added = emulatedPeople(options.users ?? '');
  const [temporal, slack, engine] = await Promise.all([
    bringUpTemporal({ ...bringUp, retentionDays: 90 }),
    bringUpSlack({ ...bringUp, seed: { users: [...DEMO_PEOPLE, ...added] } }),
    bringUpEngine(bringUp),
  ]);
  undo.push(
    () => engine.stop(),
    () => slack.stop(),
    () => temporal.stop(),
  );
  if (slack.emulated && added.length > 0) say(`· Slack: added emulated people ${added.map((person) => person.email).join(', ')}`);
  if (!engine.available) say(`! ${engine.reason}. Every probe will be "unknown". ${engine.hint}`);
  const image = engine.available ? (await ensureProbeImage(engine, bringUp)).image : undefined;
  const service = engine.available && image ? await startFailingService(engine.dockerHost, image) : undefined;
  if (service) undo.push(() => service.stop());

  const up = { temporal, slack, engine, image, reportsDir: join(LOCAL, 'reports') };
  const env = demoEnvironment(process.env, up);
  writeFileSync(join(LOCAL, 'demo.env'), envFile(up), { mode: 0o600 });
  const worker = startWorkerProcess({ env, logFile: join(LOCAL, 'worker.log'), onRestart: (reason) => say(`! ${reason}`) });
  undo.push(() => worker.stop());
  say(`· Worker: process ${worker.pid}, log in .local/worker.log`);
  if (service) say(`· A failing service to look at: ${service.healthUrl}`);
  say('');

  const incidentId = demoIncidentId(new Date());
  const access = { token: slack.token, apiUrl: slack.apiUrl };
  const crash = options.crash ? killInsideCreateWarRoom(worker, access, incidentId, say) : undefined;
  const code = await startIncident(incidentId, options, service, env);
  await crash?.finished();
  const channelId = await findRoomOf(access, incidentId);
  if (channelId !== null) {
    say('\nThe war room, as Slack holds it:\n');
    await showWarRoom(access, channelId, (line) => say(`  ${line}`));
  }
  if (crash) say(`\n${await crash.proof()}`);
  say('');
  if (temporal.uiUrl) say(`Temporal UI      ${temporal.uiUrl}/namespaces/${temporal.namespace}/workflows/${incidentId}`);
  if (slack.inspectorUrl) say(`Slack inspector  ${slack.inspectorUrl}`);
  say(`Report           .local/reports/${incidentId}.md`);
  if (!options.once) sayWhatNext(incidentId);
  return code;
}

/** Runs the real command as a user would type it, on the same terminal. */
async function startIncident(
  id: string,
  options: DemoOptions,
  service: FailingService | undefined,
  env: NodeJS.ProcessEnv,
): Promise<number> {
  const args = ['--incident-id', id, '--event', options.event ?? join(ROOT, 'examples', 'original-alert.json')];
  args.push('--users', options.users ?? 'dba@example.com,oncall@example.com,Sana Rehman,nobody@example.com');
  if (options.severity) args.push('--severity', options.severity);
  if (service && options.event === undefined) args.push('--target', service.healthUrl);
  say(
    `$ npx start-incident ${args
      .map((arg) => (/[\s]/.test(arg) ? `"${arg}"` : arg))
      .join(' ')
      .replaceAll(`${ROOT}/`, '')}`,
  );
  const child = spawn(process.execPath, [join(ROOT, 'dist', 'client', 'start-incident.js'), ...args], {
    env,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  return code ?? 1;
}

/** A number of the day that a second run of the demo does not meet: seconds since midnight. */
function demoIncidentId(date: Date): string {
  const midnight = Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate());
  return incidentIdOf('DEMO', date, Math.floor((date.getTime() - midnight) / 1_000));
}

function sayWhatNext(incidentId: string): void {
  say('\nEverything stays up. In another terminal, here:');
  say('  source .local/demo.env');
  say(`  npx incident ack ${incidentId}`);
  say(`  npx incident note ${incidentId} "restarted the pool"`);
  say(`  npx incident resolve ${incidentId}`);
  say('\nCtrl-C ends everything that was started.');
}

function takeDownOnce(undo: Undo[]): () => Promise<void> {
  let ending: Promise<void> | undefined;
  const end = async (): Promise<void> => {
    // The last one up is the first one down; one that cannot be taken down must not keep the others up.
    for (const step of undo.reverse()) await step().catch((error: unknown) => say(`! ${String(error)}`));
  };
  return () => {
    ending ??= end();
    return ending;
  };
}

function stayUp(): Promise<never> {
  return new Promise(() => setInterval(() => {}, 60_000));
}

main().catch((error: unknown) => {
  const { message, hint } = error as { message?: string; hint?: string };
  process.stderr.write(`${message ?? String(error)}\n${hint ? `${hint}\n` : ''}`);
  if (process.env.DEBUG) process.stderr.write(`${(error as Error).stack}\n`);
  process.exitCode = 3;
});
