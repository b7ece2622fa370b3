import { setTimeout as pause } from 'node:timers/promises';
import { freePort, lockPorts, MissingComponentError } from './components';
import { type KeptProcess, type KeptProcessOptions, lastLines, startKeptProcess } from './kept-process';

const PORT = 8_090;
const READY_WITHIN_MS = 30_000;
const LOOK_EVERY_MS = 50;

export interface Gateway {
  /** Without a slash at the end. */
  readonly url: string;
  readonly process: KeptProcess;
  stop(): Promise<void>;
}

/**
 * Starts a gateway on this machine alone, on its usual port if that is free, and waits until it takes in alerts.
 * @throws MissingComponentError
 */
export async function startGateway(options: Omit<KeptProcessOptions, 'name'>): Promise<Gateway> {
  const unlock = await lockPorts();
  try {
    const port = await freePort(PORT);
    if (port !== PORT)
      options.say(`! Gateway: port ${PORT} is taken, so it listens on ${port}. Senders that send to ${PORT} do not reach it.`);
    const listen = `127.0.0.1:${port}`;
    const url = `http://${listen}`;
    let isUp = false;
    const gateway = startKeptProcess({
      ...options,
      name: 'gateway',
      env: { ...options.env, INCIDENT_GATEWAY_LISTEN: listen },
      // Until it is up, the error says why it is not.
      say: (line) => isUp && options.say(line),
    });
    const giveUpAt = Date.now() + READY_WITHIN_MS;
    while (!(await isReady(url))) {
      if (!gateway.isRunning || Date.now() > giveUpAt) {
        await gateway.stop();
        throw new MissingComponentError('gateway', [lastLines(options.logFile)], `See ${options.logFile}.`);
      }
      await pause(LOOK_EVERY_MS);
    }
    isUp = true;
    return { url, process: gateway, stop: gateway.stop };
  } finally {
    unlock();
  }
}

async function isReady(url: string): Promise<boolean> {
  return fetch(`${url}/readyz`).then(
    ({ ok }) => ok,
    () => false,
  );
}
