import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ConfigError, type ConfigProblem } from '../../config/config-error';
import { readSecret } from '../../config/secrets';
import { freePort } from './free-port';
import { lockPorts } from './lock';
import { MissingComponentError } from './missing-component-error';
import { end } from './run';
import type { EmulatorOrder } from './slack-emulator-child';
import type { BringUpOptions, SlackComponent, SlackSeed } from './types';

/** How many ports to try. */
const PORT_ATTEMPTS = 5;
const TOKEN = 'SLACK_BOT_TOKEN';
export const EMULATED_TOKEN = 'xoxb-emulated-incident-bot';

export interface SlackOptions extends BringUpOptions {
  readonly seed: SlackSeed;
  readonly preferredPort?: number;
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
      stop: async () => {},
    };
  }
  for (let attempt = 1; ; attempt += 1) {
    const { port, child, problem } = await onFreePort(attempt === 1 ? (options.preferredPort ?? 4003) : 0, { delayMs, seed });
    if (problem === null) {
      const url = `http://127.0.0.1:${port}`;
      announce(`Slack: emulated, inspector ${url} (set SLACK_BOT_TOKEN to use a real workspace)`);
      return {
        owned: true,
        emulated: true,
        token: EMULATED_TOKEN,
        tokenFile: null,
        apiUrl: `${url}/api/`,
        inspectorUrl: url,
        stop: () => end(child),
      };
    }
    // The free port may have been taken before we listened on it.
    if (attempt < PORT_ATTEMPTS && problem.includes('EADDRINUSE')) continue;
    throw new MissingComponentError('Slack emulator', [problem], 'Run npm ci again, or set SLACK_BOT_TOKEN.');
  }
}

/** Starts an emulator on that port if it is free, else on any. No one else looks for a port until it listens. */
async function onFreePort(preferred: number, order: Pick<EmulatorOrder, 'delayMs' | 'seed'>) {
  const unlock = await lockPorts();
  try {
    const port = await freePort(preferred);
    return { port, ...(await startEmulator({ port, token: EMULATED_TOKEN, ...order })) };
  } finally {
    unlock();
  }
}

/** Starts an emulator and waits until it is ready; `problem` says why it is not. */
async function startEmulator(order: EmulatorOrder): Promise<{ child: ChildProcess; problem: string | null }> {
  const child = fork(childFile(), { stdio: ['ignore', 'ignore', 'pipe', 'ipc'], execArgv: [] });
  const errors: Buffer[] = [];
  child.stderr?.on('data', (chunk: Buffer) => errors.push(chunk));
  // `close` rather than `exit`, because the child's last output may still be unread at `exit`.
  const failed = once(child, 'close').then(() => Buffer.concat(errors).toString().trim().slice(0, 500) || 'it exited');
  child.send(order);
  return { child, problem: await Promise.race([once(child, 'message').then(() => null), failed]) };
}

/** The compiled file, even when tests run this from source: a child process cannot load TypeScript. */
function childFile(): string {
  const beside = join(__dirname, 'slack-emulator-child.js');
  return existsSync(beside) ? beside : join(__dirname, '..', '..', '..', 'dist', 'demo', 'components', 'slack-emulator-child.js');
}
