import { setTimeout as pause } from 'node:timers/promises';
import { Connection } from '@temporalio/client';
import { NativeConnection } from '@temporalio/worker';
import type { Logger } from 'pino';
import type { Config } from '../config';
import { ownCopyOf } from '../config/temporal-settings';
import { IncidentError } from '../incident/text/errors';
import { refusalOf, type TemporalRefusedError } from './temporal-refused';

const KEEP_TRYING_MS = 60_000;
const TRY_EVERY_MS = 1_000;
const ASK_LIMIT_MS = 2_000;
/** Even a good key may be refused for a moment, behind a proxy that is just starting. */
const REFUSALS_IN_A_ROW = 5;
/** A replaced key stays valid alongside the new one for longer than this. */
const READ_KEY_EVERY_MS = 10_000;

export class TemporalUnreachableError extends IncidentError {
  readonly code = 'service_unreachable';
  readonly retryable = true;
}

/**
 * Connects to Temporal. Retries for a minute and logs it, because worker and server often start together.
 * @throws TemporalUnreachableError if it does not answer in that time; TemporalRefusedError if it answers and keeps refusing
 * this worker.
 */
export async function connectToTemporal(config: Config, log: Logger): Promise<NativeConnection> {
  const { address } = config.temporal;
  const giveUpAt = Date.now() + KEEP_TRYING_MS;
  for (let refusals = 0; ; ) {
    try {
      return await NativeConnection.connect(connectionOptions(config));
    } catch (error) {
      const refusal = await askWhetherRefused(config);
      refusals = refusal === null ? 0 : refusals + 1;
      if (refusal !== null && refusals >= REFUSALS_IN_A_ROW) throw refusal;
      const problem = reasonOf(error as Error);
      if (Date.now() > giveUpAt) {
        throw new TemporalUnreachableError(`couldn't reach Temporal at ${address}: ${problem}`, {
          hint: 'No incident was changed; open ones continue when a worker returns. Start Temporal, or set TEMPORAL_ADDRESS.',
        });
      }
      log.warn({ address, problem }, 'waiting for Temporal');
      await pause(TRY_EVERY_MS);
    }
  }
}

function connectionOptions({ temporal: { apiKey, connection } }: Config) {
  return { ...ownCopyOf(connection), ...(apiKey === null ? {} : { apiKey: apiKey() }) };
}

/** The native client explains a failed connection only in words; the other client has gRPC's code. */
async function askWhetherRefused(config: Config): Promise<TemporalRefusedError | null> {
  try {
    const connection = await Connection.connect({ ...connectionOptions(config), connectTimeout: ASK_LIMIT_MS });
    await connection.close();
    return null;
  } catch (error) {
    return refusalOf((error as Error).cause ?? error, config.temporal);
  }
}

/**
 * Passes a changed API key to the connection: the native client takes a key, not a function that reads one. `renew` checks
 * at once.
 */
export function keepApiKey(
  connection: Pick<NativeConnection, 'setApiKey'>,
  { temporal: { apiKey } }: Config,
  log: Logger,
): { renew(): void; stop(): void } {
  if (apiKey === null) return { renew: () => {}, stop: () => {} };
  let known = apiKey();
  const renew = (): void => {
    const read = apiKey();
    if (read === known) return;
    known = read;
    connection.setApiKey(read).then(
      () => log.info('switched to the new Temporal API key'),
      (error: Error) => log.error({ problem: error.message }, "couldn't switch to the new Temporal API key"),
    );
  };
  const timer = setInterval(renew, READ_KEY_EVERY_MS);
  timer.unref();
  return { renew, stop: () => clearInterval(timer) };
}

/** The operating system's message inside the native client's debug text, if there is one. */
export function reasonOf({ message }: Error): string {
  return /message: \\?"([^"\\]+)/.exec(message)?.[1] ?? message;
}
