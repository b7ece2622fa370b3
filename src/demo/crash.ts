import { setTimeout as pause } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import type { TemporalComponent } from './components';
import type { KeptProcess } from './kept-process';
import { countHeadlines, roomsOf, type SlackAccess } from './show-war-room';

const WATCH_EVERY_MS = 3;
const GIVE_UP_AFTER_MS = 120_000;
const DEAD_FOR_MS = 1_000;
const COMPLETED_EVENT = 12;

export interface Crash {
  /** Resolves once the worker has been killed and replaced. */
  finished(): Promise<void>;
  /** What Slack holds now, in one sentence. */
  proof(): Promise<string>;
}
export interface CrashScene {
  readonly worker: KeptProcess;
  readonly slack: SlackAccess;
  readonly temporal: TemporalComponent;
  readonly incidentId: string;
  readonly say: (line: string) => void;
}

/** Kills the worker as soon as Slack has the channel, most likely before the worker has reported it to Temporal. */
export function killInsideCreateWarRoom(scene: CrashScene): Crash {
  const { worker, slack, incidentId, say } = scene;
  const killed = (async () => {
    const giveUp = Date.now() + GIVE_UP_AFTER_MS;
    while ((await roomsOf(slack, incidentId)).length === 0) {
      if (Date.now() > giveUp) return false;
      await pause(WATCH_EVERY_MS);
    }
    const { pid } = worker;
    await worker.crash();
    // The history is checked rather than assumed, because the worker may have been faster than the kill.
    const known = await knowsTheChannel(scene);
    const temporal = known ? 'and Temporal already knows' : 'but Temporal does not know yet';
    say(`\n💥 killed worker process ${pid} (SIGKILL) inside createWarRoom: Slack has created the channel, ${temporal}\n`);
    await pause(DEAD_FOR_MS);
    worker.restart();
    say(`↻  started worker process ${worker.pid}: Temporal hands it the same incident\n`);
    return true;
  })();
  return {
    finished: async () => void (await killed),
    async proof() {
      if (!(await killed)) return 'No war room appeared, so no worker was killed.';
      const rooms = await roomsOf(slack, incidentId);
      const headlines = await Promise.all(rooms.map(({ id }) => countHeadlines(slack, id)));
      return `After the crash, Slack has ${count(rooms.length, 'channel')} for ${incidentId}, with ${count(sum(headlines), 'headline')}.`;
    },
  };
}

/** Whether the workflow's history contains the result of `createChannel`. */
async function knowsTheChannel({ temporal, incidentId }: CrashScene): Promise<boolean> {
  const connection = await Connection.connect({ address: temporal.address });
  try {
    const { events } = await new Client({ connection, namespace: temporal.namespace }).workflow.getHandle(incidentId).fetchHistory();
    const scheduled = events?.find((event) => event.activityTaskScheduledEventAttributes?.activityType?.name === 'createChannel');
    const isAnswer = (event: NonNullable<typeof events>[number]): boolean =>
      event.eventType === COMPLETED_EVENT &&
      String(event.activityTaskCompletedEventAttributes?.scheduledEventId) === String(scheduled?.eventId);
    return scheduled !== undefined && (events?.some(isAnswer) ?? false);
  } finally {
    await connection.close();
  }
}

const count = (number: number, what: string): string => `${number} ${what}${number === 1 ? '' : 's'}`;
const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
