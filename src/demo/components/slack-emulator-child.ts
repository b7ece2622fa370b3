import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { type Front, type FrontOrder, openFront } from '../slack/page/open-front';
import { permalinkDoor } from '../slack/page/permalink-door';
import { Recorder } from '../slack/recorder/recorder';
import { responseDoor } from '../slack/recorder/response-door';
import { SlackApi } from '../slack/recorder/slack-api';
import { makeGroups } from '../slack/recorder/user-groups';
import type { SlackCall } from '../slack/slack-call';
import { startSlackProxy } from '../slack/slack-proxy';
import { refusalOf } from '../slack/strict/refusal-of';
import { strictSlack } from '../slack/strict/strict-slack';
import { freePort } from './free-port';
import { APP, PAGE_TOKENS, seedOf, TEAM } from './slack-seed';
import type { SlackSeed } from './types';

/** Command from the parent; `port` is where Slack will listen. */
export interface EmulatorOrder {
  readonly port: number;
  readonly token: string;
  readonly delayMs: number;
  readonly seed: SlackSeed;
  /** Null for no war room page. */
  readonly front: FrontOrder | null;
}
/** From the child, once it listens. */
export interface EmulatorReady {
  readonly pageUrl: string | null;
}
/** A later command: where clicks and events go. */
export interface GatewayIsUp {
  readonly gatewayUrl: string;
}

const LOOK_EVERY_MS = 20;

/**
 * The emulated Slack in its own process, so that a worker can be killed without it and so that it ends with its parent.
 * `emulate` knows the bot by its token; it treats an unknown token as an administrator's. A proxy in front
 * of it makes it as strict as Slack.
 */
async function main({ port, token, delayMs, seed, front }: EmulatorOrder): Promise<void> {
  const { createEmulator } = await import('emulate');
  const inner = await freePort();
  const seeded = seedOf(token, seed);
  await createEmulator({
    service: 'slack',
    port: inner,
    baseUrl: `http://127.0.0.1:${port}`,
    seed: { slack: seeded } as never,
  });
  // The emulator does not wait until it listens. If it cannot, this process ends with the error.
  await untilListening(inner);
  const target = `http://127.0.0.1:${inner}`;
  const api = new SlackApi(target, PAGE_TOKENS);
  const check = (call: SlackCall): string | null => refusalOf(call)?.error ?? null;
  const recorder = new Recorder({ api, app: APP, check, groups: await makeGroups(api, seed.groups ?? []) });
  const strict = strictSlack({
    tokens: new Map(seeded.tokens.map((one) => [one.token, one.scopes])),
    emulator: (call) => api.call(call.token, call.method, call.args),
  });
  let page: Front | null = null;
  const routes = [responseDoor(recorder), permalinkDoor(() => page?.url ?? null)];
  const proxy = await startSlackProxy({ port, target, delayMs, interceptors: [strict, recorder], routes });
  page = front === null ? null : await openFront(recorder, proxy.url, TEAM.domain, front);
  process.on('message', ({ gatewayUrl }: GatewayIsUp) => page?.reach(gatewayUrl));
  const ready: EmulatorReady = { pageUrl: page?.url ?? null };
  process.send?.(ready);
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
