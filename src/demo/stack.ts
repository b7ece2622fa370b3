import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type Config, ConfigError, loadConfig } from '../config';
import { configuredPeople } from '../config/configured-people';
import {
  type BringUpOptions,
  bringUpEngine,
  bringUpSlack,
  bringUpTemporal,
  type EngineComponent,
  type EngineUnavailable,
  ensureProbeImage,
  ensureToolsImage,
} from './components';
import { makePrivateFolder } from './components/private-folder';
import { letAgentIn } from './demo-agent';
import { writeDemoConfig, writeDemoServices } from './demo-config';
import { newDemoDatabase } from './demo-database';
import { type BroughtUp, demoEnvironment, envFile, withoutEarlierDemo } from './demo-environment';
import { DEMO_GROUPS, DEMO_PEOPLE, emulatedPeople } from './demo-people';
import { writeEnvironmentFile } from './environment-file';
import { type FailingService, startFailingService } from './failing-service';
import { type Gateway, startGateway } from './gateway-process';
import type { TakeDown } from './take-down';

export const ROOT = join(__dirname, '..', '..');
export const LOCAL = join(ROOT, '.local');
/**
 * How long to wait for a component that is just coming up. A server that is starting is allowed 60 s but usually needs two;
 * waiting the full 60 s here would be too long.
 */
const COMING_UP_LIMIT_MS = 20_000;
const DATABASES = 'demo-databases';
const MANIFEST = join(ROOT, 'slack-app-manifest.yaml');
const SERVICES = join(LOCAL, 'demo.services.yaml');
const RUNBOOKS = join(ROOT, 'examples', 'runbooks');

export interface DemoStack {
  readonly up: BroughtUp;
  /** The environment of the worker and of the commands run alongside it. */
  readonly env: NodeJS.ProcessEnv;
  readonly gateway: Gateway;
  /** Null without an engine to run it. */
  readonly service: FailingService | null;
  /** The project's own. */
  readonly config: Config;
}

export interface StackOrder {
  /** Further people of the emulated Slack, separated by commas. */
  readonly users?: string;
  /** True: the demo's own configuration over the project's. False: the project's alone. */
  readonly isDemo: boolean;
}

/**
 * Brings up what is missing: Temporal, Slack, engine, image, a failing service and the gateway; writes `.local/demo.env`.
 * Whatever came up is taken down again, even if another component fails.
 * @throws ConfigError for what the gateway or the worker would not start with, MissingComponentError saying what was tried and
 * what to do.
 */
export async function bringUpStack(
  { users = '', isDemo }: StackOrder,
  takeDown: TakeDown,
  say: (line: string) => void,
): Promise<DemoStack> {
  const env = withoutEarlierDemo(process.env);
  makePrivateFolder(LOCAL);
  const configFile = isDemo ? writeDemoConfig(env, join(LOCAL, 'demo.config.yaml'), { services: SERVICES, runbooks: RUNBOOKS }) : null;
  const config = refuseUnready(env, configFile);
  const options: BringUpOptions = { env, localDir: LOCAL, announce: (line) => say(`· ${line}`) };
  const added = emulatedPeople(isDemo ? users : configuredPeople(config).join(','));
  const owned = <Up extends { stop(): Promise<void> }>(coming: Promise<Up>): Promise<Up> => {
    takeDown.add(() => stopWhenUp(coming));
    return coming;
  };
  const coming = [
    owned(bringUpTemporal({ ...options, ...cleanDatabase(env, say), retentionDays: 90 })),
    owned(
      bringUpSlack({
        ...options,
        seed: { users: [...DEMO_PEOPLE, ...added], groups: DEMO_GROUPS },
        manifest: readFileSync(MANIFEST, 'utf8'),
      }),
    ),
    owned(bringUpEngine(options)),
  ] as const;
  // If one fails, the others must not come up later with nothing to take them down.
  await Promise.allSettled(coming);
  const [temporal, slack, engine] = await Promise.all(coming);
  if (slack.emulated && added.length > 0) say(`· Slack: added emulated people ${added.map((person) => person.email).join(', ')}`);
  if (!engine.available) say(`! ${engine.reason}. Every probe will report "unknown". ${engine.hint}`);
  const { image, toolsImage } = await probeImages(engine, options);
  const service = engine.available && image !== undefined ? await owned(startFailingService(engine.dockerHost, image)) : null;
  writeDemoServices(SERVICES, service);
  const agent = isDemo ? await letAgentIn(LOCAL) : null;
  const parts = { temporal, slack, engine, image, toolsImage, reportsDir: join(LOCAL, 'reports'), configFile, agent, gatewayUrl: null };
  const gateway = await owned(startGateway({ env: demoEnvironment(env, parts), logFile: join(LOCAL, 'gateway.log'), say }));
  slack.reachGateway(gateway.url);
  say(`· Gateway: ${gateway.url}, log in .local/gateway.log`);
  const up = { ...parts, gatewayUrl: gateway.url };
  const withdraw = writeEnvironmentFile(join(LOCAL, 'demo.env'), envFile(up), say);
  takeDown.add(async () => withdraw());
  return { up, env: demoEnvironment(env, up), gateway, service, config };
}

/** Without the tools image, the probes that need it are left out, and everything else runs. */
async function probeImages(
  engine: EngineComponent | EngineUnavailable,
  options: BringUpOptions,
): Promise<Pick<BroughtUp, 'image' | 'toolsImage'>> {
  if (!engine.available) return { image: undefined, toolsImage: undefined };
  const tools = ensureToolsImage(engine, options).catch((error: Error & { hint?: string }) => {
    options.announce(`Tools image: none, so probes that need it are left out: ${error.message}. ${error.hint ?? ''}`);
    return undefined;
  });
  const [{ image }, toolsImage] = await Promise.all([ensureProbeImage(engine, options), tools]);
  return { image, toolsImage };
}

/**
 * The project's own configuration. Called before anything is brought up. Otherwise the problems would only be in the
 * processes' logs, once everything else is up.
 */
function refuseUnready(env: NodeJS.ProcessEnv, demoFile: string | null): Config {
  const own = loadConfig({ env, purpose: 'doctor' });
  const { unready } = demoFile === null ? own : loadConfig({ env: { ...env, INCIDENT_CONFIG: demoFile }, purpose: 'doctor' });
  const problems = Object.values(unready).flat();
  if (problems.length > 0) throw new ConfigError(problems, own);
  return own;
}

/** Waits for a component that is just coming up, so that Ctrl-C leaves nothing behind; gives up if it never does. */
async function stopWhenUp(coming: Promise<{ stop(): Promise<void> }>): Promise<void> {
  const up = await Promise.race([coming.catch(() => null), pause(COMING_UP_LIMIT_MS, null, { ref: false })]);
  await up?.stop();
}

/**
 * Gives our own Temporal server a fresh database if Slack is emulated, because an emulated Slack starts empty. Says so in
 * one line.
 */
function cleanDatabase(env: NodeJS.ProcessEnv, say: (line: string) => void): { database?: string } {
  const hasRealSlack = Boolean(env.SLACK_BOT_TOKEN?.trim() || env.SLACK_BOT_TOKEN_FILE?.trim());
  if (hasRealSlack) return {};
  if (env.TEMPORAL_ADDRESS) {
    say(`! The emulated Slack starts empty: open incidents from an earlier demo on ${env.TEMPORAL_ADDRESS} will not find their rooms.`);
    return {};
  }
  say(
    `· Temporal: starting with an empty database, because the emulated Slack starts empty too; earlier ones stay in .local/${DATABASES}/`,
  );
  return { database: newDemoDatabase(join(LOCAL, DATABASES), new Date()) };
}
