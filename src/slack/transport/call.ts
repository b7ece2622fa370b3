import { WebClient } from '@slack/web-api';
import { ChatError, isAboutToken } from '../../chat/errors';
import type { CallOptions } from '../../chat/port';
import { wayTo } from '../../http/proxied-fetch';
import { withTimeLimit } from '../../http/time-limit';
import { apiAddress, clientOptions, hostOf } from './client-options';
import { createGate } from './gate';
import { mapError } from './map-error';

/** Limit for a whole call, including the response body. The activity's own limit is two seconds longer. */
const CALL_LIMIT_MS = 7_000;

const DEFAULT_URGENCY = 3;

export interface Access {
  readonly token: () => string;
  /** Reads the token again after Slack refused it, because it may have been rotated. */
  readonly refreshToken?: (() => string) | undefined;
  readonly apiUrl?: string | undefined;
  /** For a whole call, in milliseconds; default 7 s. */
  readonly callLimitMs?: number;
}

/** Makes one call to Slack. @throws ChatError */
export type Call = <Result>(method: string, use: (client: WebClient) => Promise<Result>, options?: PacedOptions) => Promise<Result>;
export interface PacedOptions extends CallOptions {
  /** For methods that Slack limits per channel. */
  readonly channel?: string;
}

/** One client per call, with that call's cancellation. It neither waits nor retries, because Temporal does. */
export function createCall(access: Access): Call {
  const limitMs = access.callLimitMs ?? CALL_LIMIT_MS;
  const { apiUrl } = access;
  const way = wayTo(apiAddress(apiUrl));
  const host = hostOf(apiUrl, way);
  const gate = createGate();
  return <Result>(method: string, use: (client: WebClient) => Promise<Result>, options: PacedOptions = {}) =>
    withTimeLimit(limitMs, options.signal, async (signal) => {
      const entrant = { method, channel: options.channel, urgency: options.urgency ?? DEFAULT_URGENCY };
      const start = async (token: string): Promise<Result> => {
        const ended = await gate.enter(entrant, signal);
        let isDone = false;
        try {
          signal.throwIfAborted();
          const startedAtMs = Date.now();
          const result = await use(new WebClient(token, clientOptions(apiUrl, way, signal))).catch((error: unknown) => {
            const mapped = mapError(error, method, host);
            throw mapped.code === 'slack_rate_limited' ? gate.limited(entrant, { startedAtMs, retryAfterMs: mapped.retryAfterMs }) : mapped;
          });
          isDone = true;
          return result;
        } finally {
          ended(isDone);
        }
      };
      const attempt = (token: string): Promise<Result> => untilAborted(start(token), signal, `Slack ${method} at ${host}`);
      const token = access.token();
      try {
        return await attempt(token);
      } catch (error) {
        if (!(error instanceof ChatError)) throw mapError(error, method, host);
        if (!isAboutToken(error)) throw error;
        const renewed = access.refreshToken?.();
        if (!renewed || renewed === token) throw error;
        return await attempt(renewed);
      }
    });
}

/** A stalled body keeps the client waiting although its request was aborted; this ends the wait. */
async function untilAborted<Result>(work: Promise<Result>, signal: AbortSignal, what: string): Promise<Result> {
  let stop = (): void => {};
  const over = new Promise<never>((_, reject) => {
    const refuse = (): void =>
      reject(new ChatError({ code: 'slack_unreachable', message: `${what}: timed out`, retryable: true, ambiguous: true }));
    if (signal.aborted) refuse();
    signal.addEventListener('abort', refuse, { once: true });
    stop = () => signal.removeEventListener('abort', refuse);
  });
  try {
    return await Promise.race([work, over]);
  } finally {
    stop();
    work.catch(() => undefined);
  }
}
