import { setTimeout as pause } from 'node:timers/promises';
import { countHeadlines, roomsOf, type SlackAccess } from './show-war-room';
import type { WorkerProcess } from './worker-process';

const WATCH_EVERY_MS = 3;
const GIVE_UP_AFTER_MS = 120_000;
const DEAD_FOR_MS = 1_000;

export interface Crash {
  /** Resolves when the worker has been killed and replaced. */
  finished(): Promise<void>;
  /** What Slack holds now, in one sentence. */
  proof(): Promise<string>;
}

/** Kills the worker the moment Slack has the channel, before the worker can have told Temporal about it. */
export function killInsideCreateWarRoom(worker: WorkerProcess, slack: SlackAccess, incidentId: string, say: (line: string) => void): Crash {
  const killed = (async () => {
    const giveUp = Date.now() + GIVE_UP_AFTER_MS;
    while ((await roomsOf(slack, incidentId)).length === 0) {
      if (Date.now() > giveUp) return;
      await pause(WATCH_EVERY_MS);
    }
    const { pid } = worker;
    await worker.crash();
    say(`\n💥 killed worker process ${pid} (SIGKILL) inside createWarRoom: Slack has the channel, Temporal does not know it yet\n`);
    await pause(DEAD_FOR_MS);
    worker.restart();
    say(`↻  started worker process ${worker.pid}: Temporal hands it the same incident\n`);
  })();
  return {
    finished: () => killed,
    async proof() {
      const rooms = await roomsOf(slack, incidentId);
      const headlines = await Promise.all(rooms.map(({ id }) => countHeadlines(slack, id)));
      return `After the crash Slack holds ${rooms.length} channel for ${incidentId}, with ${headlines.join(' + ')} headline.`;
    },
  };
}
