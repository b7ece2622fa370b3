import type { NativeConnection } from '@temporalio/worker';
import { refusalOf, type TemporalRefusedError, type TemporalServer } from './temporal-refused';

const LOOK_EVERY_MS = 3_000;
const LOOK_LIMIT_MS = 5_000;
/** A key that is being replaced, or a server that is being restarted, may refuse once or twice. */
const REFUSALS_IN_A_ROW = 3;
const ACTIVITY_QUEUE = 2;

export interface WatchOptions extends TemporalServer {
  readonly connection: NativeConnection;
  readonly queues: readonly string[];
  /** As the workers of this process give it when they ask for work. */
  readonly identity: string;
  /** A refusal may come from a key that has been replaced: reads it again. */
  readonly renewKey: () => void;
}

export interface TemporalWatch {
  /** Resolves when Temporal has refused this worker several times in a row. The SDK alone would ask for work for ever. */
  readonly refused: Promise<TemporalRefusedError>;
  /** When Temporal last saw this process ask each of the queues for work, as epoch milliseconds; 0: never; null: it cannot be asked. */
  readonly seenAt: () => number | null;
  readonly stop: () => void;
}

/** Asks Temporal again and again whether it still has the namespace, takes the key, and sees this worker ask for work. */
export function watchTemporal(options: WatchOptions): TemporalWatch {
  const { connection, namespace, queues, identity, renewKey } = options;
  let seenAt: number | null = null;
  let refusals = 0;
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;
  let refuse: (error: TemporalRefusedError) => void = () => {};
  const refused = new Promise<TemporalRefusedError>((resolve) => {
    refuse = resolve;
  });

  const look = async (): Promise<void> => {
    try {
      const times = await Promise.all(queues.map((name) => lastPoll(connection, { namespace, name, identity })));
      refusals = 0;
      seenAt = Math.min(...times);
    } catch (error) {
      seenAt = null;
      const refusal = refusalOf(error, options);
      refusals = refusal === null ? 0 : refusals + 1;
      if (refusal !== null) renewKey();
      if (refusal !== null && refusals >= REFUSALS_IN_A_ROW) refuse(refusal);
    }
    if (!isStopped) timer = setTimeout(look, LOOK_EVERY_MS).unref();
  };
  timer = setTimeout(look, LOOK_EVERY_MS).unref();
  return {
    refused,
    seenAt: () => seenAt,
    stop() {
      isStopped = true;
      clearTimeout(timer);
    },
  };
}

/** When the server last saw the identity ask the queue for activities, as epoch milliseconds; 0: never. */
async function lastPoll(connection: NativeConnection, about: { namespace: string; name: string; identity: string }): Promise<number> {
  const { namespace, name, identity } = about;
  const { pollers } = await connection.withDeadline(Date.now() + LOOK_LIMIT_MS, () =>
    connection.workflowService.describeTaskQueue({ namespace, taskQueue: { name }, taskQueueType: ACTIVITY_QUEUE }),
  );
  const ours = pollers?.find((poller) => poller.identity === identity);
  return Number(ours?.lastAccessTime?.seconds ?? 0) * 1_000;
}
