import type { NativeConnection } from '@temporalio/worker';
import { refusalOf, type TemporalRefusedError, type TemporalServer } from './temporal-refused';

const LOOK_EVERY_MS = 3_000;
const LOOK_LIMIT_MS = 5_000;
/** A key being replaced or a server being restarted may cause a refusal or two. */
const REFUSALS_IN_A_ROW = 3;
const ACTIVITY_QUEUE = 2;

export interface WatchOptions extends TemporalServer {
  readonly connection: NativeConnection;
  readonly queues: readonly string[];
  /** The identity that this process's workers use when they poll. */
  readonly identity: string;
  /** Reads the key again, because a refusal may mean that it was replaced. */
  readonly renewKey: () => void;
}

export interface TemporalWatch {
  /** Resolves when Temporal has refused this worker several times in a row. The SDK alone would poll forever. */
  readonly refused: Promise<TemporalRefusedError>;
  /** When Temporal last saw this process poll each queue, in epoch milliseconds; 0: never; null: Temporal is not answering. */
  readonly seenAt: () => number | null;
  readonly stop: () => void;
}

/** Checks regularly that Temporal still has the namespace, accepts the key and sees this worker poll. */
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

/** When the server last saw this identity poll the queue for activities, in epoch milliseconds; 0: never. */
async function lastPoll(connection: NativeConnection, about: { namespace: string; name: string; identity: string }): Promise<number> {
  const { namespace, name, identity } = about;
  const { pollers } = await connection.withDeadline(Date.now() + LOOK_LIMIT_MS, () =>
    connection.workflowService.describeTaskQueue({ namespace, taskQueue: { name }, taskQueueType: ACTIVITY_QUEUE }),
  );
  const ours = pollers?.find((poller) => poller.identity === identity);
  return Number(ours?.lastAccessTime?.seconds ?? 0) * 1_000;
}
