import type { Logger } from 'pino';
import type { WarRoomChat } from '../chat/port';
import { lookAtEngine } from '../containers/look-at-engine';
import type { ContainerEngine } from '../containers/port';

const REAP_EVERY_MS = 20_000;

export interface Surroundings {
  readonly chat: WarRoomChat | null;
  readonly engine: ContainerEngine;
  readonly image: string;
  readonly servesProbes: boolean;
  /** Looks whether reports and evidence can be stored. */
  readonly reports: () => Promise<string>;
  readonly log: Logger;
}

/**
 * Checks Slack, the engine and the report folder once, so that problems are in the log before an incident runs into them, and so that the
 * first incident does not wait for the first lookup. Nothing here stops the worker: an incident should get whatever
 * works.
 */
export async function checkSurroundings({ chat, engine, image, servesProbes, reports, log }: Surroundings): Promise<void> {
  await Promise.all([
    report(log, 'report folder', reports),
    report(log, 'slack', async () => {
      if (chat === null) return 'switched off';
      const identity = await chat.identify();
      return `${identity.workspace} as ${identity.botUserId}`;
    }),
    servesProbes &&
      report(log, 'container engine', async () => {
        const found = await lookAtEngine(engine);
        await engine.ensureImage(image);
        return `${found}, probe image ${image}`;
      }),
  ]);
}

async function report(log: Logger, component: string, look: () => Promise<string>): Promise<void> {
  try {
    log.info({ component, found: await look() }, 'component is ready');
  } catch (error) {
    const { message, hint } = error as Error & { hint?: string };
    log.error(
      { component, problem: message, mend: hint },
      'component is not ready; steps that need it will wait, and probes may report unknown',
    );
  }
}

/** Removes containers left by a dead worker, at once and then regularly. Returns a function that stops it. */
export function keepReaping(engine: ContainerEngine, log: Logger): () => void {
  const reap = (): void => {
    engine.reap(new Date()).then(
      (removed) => removed > 0 && log.info({ removed }, 'removed containers that outlived their deadline'),
      (error: Error) => log.debug({ problem: error.message }, "couldn't look for leftover containers"),
    );
  };
  reap();
  const timer = setInterval(reap, REAP_EVERY_MS);
  timer.unref();
  return () => clearInterval(timer);
}
