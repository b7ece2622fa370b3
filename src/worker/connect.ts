import { setTimeout as pause } from 'node:timers/promises';
import { NativeConnection } from '@temporalio/worker';
import type { Logger } from 'pino';
import type { Config } from '../config';
import { IncidentError } from '../incident/errors';

const KEEP_TRYING_MS = 60_000;
const TRY_EVERY_MS = 1_000;
/** A key that is replaced stays valid beside the new one for longer than this. */
const READ_KEY_EVERY_MS = 10_000;

export class TemporalUnreachableError extends IncidentError {
  readonly code = 'service_unreachable';
  readonly retryable = true;
}

/**
 * Connects to Temporal; waits for it for a minute, saying so, since worker and server often start together. Null when
 * it was told to stop meanwhile.
 * @throws TemporalUnreachableError when it does not answer in that time.
 */
export async function connectToTemporal(config: Config, log: Logger, stop: AbortSignal): Promise<NativeConnection | null> {
  const { address, apiKey, connection } = config.temporal;
  const giveUpAt = Date.now() + KEEP_TRYING_MS;
  while (!stop.aborted) {
    try {
      return await NativeConnection.connect({ ...connection, ...(apiKey === null ? {} : { apiKey: apiKey() }) });
    } catch (error) {
      const problem = reasonOf(error as Error);
      if (Date.now() > giveUpAt) {
        throw new TemporalUnreachableError(`Temporal at ${address} does not answer: ${problem}`, {
          hint: 'Start it, or set TEMPORAL_ADDRESS. No incident was touched; those that wait go on when a worker is back.',
        });
      }
      log.warn({ address, problem }, 'waiting for Temporal');
      await pause(TRY_EVERY_MS, undefined, { signal: stop }).catch(() => undefined);
    }
  }
  return null;
}

/**
 * Gives a connection the API key anew whenever it has changed: the native client takes a key, not a function that reads
 * one. Returns how to stop.
 */
export function keepApiKey(connection: Pick<NativeConnection, 'setApiKey'>, { temporal: { apiKey } }: Config, log: Logger): () => void {
  if (apiKey === null) return () => {};
  let known = apiKey();
  const renew = (): void => {
    const read = apiKey();
    if (read === known) return;
    known = read;
    connection.setApiKey(read).then(
      () => log.info('took the new API key of Temporal'),
      (error: Error) => log.error({ problem: error.message }, 'could not take the new API key of Temporal'),
    );
  };
  const timer = setInterval(renew, READ_KEY_EVERY_MS);
  timer.unref();
  return () => clearInterval(timer);
}

/** The operating system's words within the native client's nested debug text, where there are any. */
export function reasonOf({ message }: Error): string {
  return /message: \\?"([^"\\]+)/.exec(message)?.[1] ?? message;
}
