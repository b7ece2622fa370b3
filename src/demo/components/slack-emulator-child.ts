import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { MANIFEST_SCOPES } from '../../slack/scopes';
import { startSlackProxy } from '../slack/slack-proxy';
import { freePort } from './free-port';
import type { SlackSeed } from './types';

/** Command from the parent; `port` is where Slack will listen. */
export interface EmulatorOrder {
  readonly port: number;
  readonly token: string;
  readonly delayMs: number;
  readonly seed: SlackSeed;
}

const LOOK_EVERY_MS = 20;
const BOT_USER = 'UINCIDENTBOT';
const BOT = 'BINCIDENTBOT';

/**
 * The emulated Slack in its own process, so that a worker can be killed without it and so that it ends with its parent.
 * `emulate` knows the bot by its token; it treats an unknown token as an administrator's. A proxy always stands in front
 * of it.
 */
async function main({ port, token, delayMs, seed }: EmulatorOrder): Promise<void> {
  const { createEmulator } = await import('emulate');
  const scopes = [...MANIFEST_SCOPES];
  const bot = { type: 'bot', user_id: BOT_USER, bot_id: BOT, bot_user_id: BOT_USER };
  const inner = await freePort();
  await createEmulator({
    service: 'slack',
    port: inner,
    baseUrl: `http://127.0.0.1:${port}`,
    seed: {
      slack: {
        team: { name: 'Example', domain: 'example' },
        strict_scopes: true,
        users: seed.users.map(({ email, name, realName, displayName }) => ({
          name,
          real_name: realName,
          email,
          profile: { email, real_name: realName, display_name: displayName ?? name },
        })),
        oauth_apps: [
          {
            client_id: 'incident',
            client_secret: 'incident',
            name: 'Incident',
            redirect_uris: [],
            scopes,
            bot_id: BOT,
            bot_user_id: BOT_USER,
            bot_name: 'incident-bot',
          },
        ],
        tokens: [
          { ...bot, token, scopes },
          ...(seed.readerTokens ?? []).map((reader) => ({ ...bot, token: reader, scopes: [...scopes, 'pins:read'] })),
        ],
      },
    } as never,
  });
  // The emulator does not wait until it listens. If it cannot, this process ends with the error.
  await untilListening(inner);
  await startSlackProxy({ port, target: `http://127.0.0.1:${inner}`, delayMs });
  process.send?.('ready');
}

async function untilListening(port: number): Promise<void> {
  for (;;) {
    const socket = connect(port, '127.0.0.1');
    const isOpen = await once(socket, 'connect').then(
      () => true,
      () => false,
    );
    socket.destroy();
    if (isOpen) return;
    await pause(LOOK_EVERY_MS);
  }
}

process.once('message', (order: EmulatorOrder) => {
  main(order).catch((error: unknown) => {
    process.stderr.write(`${String(error)}\n`);
    process.exit(1);
  });
});
process.once('disconnect', () => process.exit(0));
