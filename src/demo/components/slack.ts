import { type ChildProcess, fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ConfigError, type ConfigProblem } from '../../config/config-error';
import { readSecret } from '../../config/secrets';
import { freePort } from './free-port';
import { lockPorts } from './lock';
import { MissingComponentError } from './missing-component-error';
import { end } from './run';
import type { EmulatorOrder, EmulatorReady, GatewayIsUp } from './slack-emulator-child';
import type { BringUpOptions, SlackComponent, SlackSeed } from './types';

/** How many ports to try. */
const PORT_ATTEMPTS = 5;
const SLACK_PORT = 4003;
const PAGE_PORT = 4004;
const TOKEN = 'SLACK_BOT_TOKEN';
export const EMULATED_TOKEN = 'xoxb-emulated-incident-bot';

export interface SlackOptions extends BringUpOptions {
  readonly seed: SlackSeed;
  readonly preferredPort?: number;
  /** The text of the app's manifest, for a war room page; none without it. */
  readonly manifest?: string;
  /** Delays every answer, like a distant Slack; milliseconds. */
  readonly delayMs?: number;
}

/** The real Slack if a token is set, else the emulator. @throws ConfigError if the token cannot be read. */
export async function bringUpSlack(options: SlackOptions): Promise<SlackComponent> {
  const { env, announce, seed, delayMs = 0 } = options;
  const problems: ConfigProblem[] = [];
  const secret = readSecret(env, TOKEN, problems);
  if (problems.length > 0) throw new ConfigError(problems);
  if (secret !== undefined) {
    const file = env[`${TOKEN}_FILE`]?.trim();
    announce(`Slack: the workspace of ${file ? `${TOKEN}_FILE` : TOKEN}`);
    return {
      owned: false,
      emulated: false,
      token: secret.value(),
      tokenFile: file ? resolve(file) : null,
      apiUrl: env.SLACK_API_URL,
      inspectorUrl: null,
      pageUrl: null,
      signingSecret: null,
      reachGateway: () => {},
      stop: async () => {},
    };
  }
  for (let attempt = 1; ; attempt += 1) {
    const preferred = attempt === 1 ? { port: options.preferredPort ?? SLACK_PORT, page: PAGE_PORT } : { port: 0, page: 0 };
    const started = await onFreePort(preferred, { delayMs, seed }, options.manifest);
    const { port, child, signingSecret } = started;
    if ('ready' in started) {
      const url = `http://127.0.0.1:${port}`;
      const { pageUrl } = started.ready;
      announce(`Slack: emulated, inspector ${url} (set SLACK_BOT_TOKEN to use a real workspace)`);
      if (pageUrl !== null) announce(`War rooms: ${pageUrl}`);
      return {
        owned: true,
        emulated: true,
        token: EMULATED_TOKEN,
        tokenFile: null,
        apiUrl: `${url}/api/`,
        inspectorUrl: url,
        pageUrl,
        signingSecret,
        reachGateway(gatewayUrl) {
          const message: GatewayIsUp = { gatewayUrl };
          // An emulator that has been stopped meanwhile needs no address.
          child.send(message, () => undefined);
        },
        stop: () => end(child),
      };
    }
    // The free port may have been taken before we listened on it.
    if (attempt < PORT_ATTEMPTS && started.problem.includes('EADDRINUSE')) continue;
    throw new MissingComponentError('Slack emulator', [started.problem], 'Run npm ci again, or set SLACK_BOT_TOKEN.');
  }
}

/** Starts an emulator on those ports if they are free, else on any. No one else looks for a port until it listens. */
async function onFreePort(
  preferred: { readonly port: number; readonly page: number },
  order: Pick<EmulatorOrder, 'delayMs' | 'seed'>,
  manifest: string | undefined,
) {
  const unlock = await lockPorts();
  try {
    const port = await freePort(preferred.port);
    const signingSecret = randomBytes(16).toString('hex');
    const front = manifest === undefined ? null : { port: await freePort(preferred.page), manifest, signingSecret };
    return { port, signingSecret, ...(await startEmulator({ port, token: EMULATED_TOKEN, front, ...order })) };
  } finally {
    unlock();
  }
}

/** Starts an emulator and waits until it is ready; `problem` says why it is not. */
async function startEmulator(order: EmulatorOrder): Promise<{ child: ChildProcess } & ({ ready: EmulatorReady } | { problem: string })> {
  const child = fork(childFile(), { stdio: ['ignore', 'ignore', 'pipe', 'ipc'], execArgv: [] });
  const errors: Buffer[] = [];
  child.stderr?.on('data', (chunk: Buffer) => errors.push(chunk));
  // `close` rather than `exit`, because the child's last output may still be unread at `exit`.
  const failed = once(child, 'close').then(() => ({ problem: Buffer.concat(errors).toString().trim().slice(0, 500) || 'it exited' }));
  child.send(order);
  const ready = once(child, 'message').then(([message]) => ({ ready: message as EmulatorReady }));
  return { child, ...(await Promise.race([ready, failed])) };
}

/** The compiled file, even when tests run this from source: a child process cannot load TypeScript. */
function childFile(): string {
  const beside = join(__dirname, 'slack-emulator-child.js');
  return existsSync(beside) ? beside : join(__dirname, '..', '..', '..', 'dist', 'demo', 'components', 'slack-emulator-child.js');
}
