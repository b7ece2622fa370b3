import { setTimeout as pause } from 'node:timers/promises';
import { SocketModeReceiver } from '@slack/bolt';
import type { Logger } from 'pino';
import { within } from '../../../http/within';
import { quietLogger } from './bolt-logger';

export interface SocketModeOptions {
  readonly appToken: string;
  /** Default: Slack's own. */
  readonly apiUrl: string | undefined;
  readonly log: Logger;
  /** Told of each request. */
  readonly onRequest: () => void;
}

const MIN_WAIT_MS = 1_000;
const MAX_WAIT_MS = 30_000;
/** For the address of the WebSocket; the client itself would wait for minutes. */
const ASK_LIMIT_MS = 10_000;
/** For the address, and for Slack's greeting over the WebSocket, for which the client would wait for good. */
const CONNECT_LIMIT_MS = 25_000;
/** Slack may not answer that we close the connection; the client would wait for that half a minute. */
const CLOSE_LIMIT_MS = 1_000;

/**
 * Requests over a WebSocket that we open, so that Slack need not reach us. We reconnect ourselves: the client's own reconnection
 * rejects a promise that no one holds when it cannot reach Slack, which would end the process.
 */
export class SocketMode {
  readonly receiver: SocketModeReceiver;
  private readonly stopping = new AbortController();
  private onEnd: () => void = () => undefined;

  constructor(private readonly options: SocketModeOptions) {
    const { appToken, apiUrl, log } = options;
    this.receiver = new SocketModeReceiver({
      appToken,
      // It would say the same of every attempt, and quote errors whole.
      logger: quietLogger,
      autoReconnectEnabled: false,
      installerOptions: {
        clientOptions: { retryConfig: { retries: 0 }, timeout: ASK_LIMIT_MS, ...(apiUrl === undefined ? {} : { slackApiUrl: apiUrl }) },
      },
      processEventErrorHandler: async ({ error }) => {
        log.error({ problem: error.name }, 'a request from Slack failed unexpectedly');
        return false;
      },
    });
    this.receiver.client.on('slack_event', () => options.onRequest());
    this.receiver.client.on('disconnected', () => this.onEnd());
  }

  /** Connects, and again whenever the connection ends, until it is stopped. Each problem is logged once. Never throws. */
  async run(): Promise<void> {
    const { log } = this.options;
    let told: string | null = null;
    for (let wait = MIN_WAIT_MS; !this.stopping.signal.aborted; ) {
      const ended = new Promise<void>((resolve) => {
        this.onEnd = resolve;
      });
      try {
        await this.connect();
        log.info('connected to Slack by Socket Mode');
        told = null;
        wait = MIN_WAIT_MS;
        await ended;
      } catch (error) {
        const problem = problemOf(error);
        if (problem !== told && !this.stopping.signal.aborted)
          log.warn({ problem }, "couldn't connect to Slack by Socket Mode; trying again until it works");
        told = problem;
      }
      await pause(wait, undefined, { ref: false, signal: this.stopping.signal }).catch(() => undefined);
      wait = Math.min(MAX_WAIT_MS, wait * 2);
    }
  }

  private async connect(): Promise<void> {
    const { client } = this.receiver;
    const limit = setTimeout(() => void client.disconnect(), CONNECT_LIMIT_MS);
    await client.start().finally(() => clearTimeout(limit));
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    // The receiver would not wait until it is closed.
    await within(CLOSE_LIMIT_MS, this.receiver.client.disconnect());
  }
}

/** The client gives no error at all if the WebSocket fails. */
function problemOf(error: unknown): string {
  const { code, data } = (error ?? {}) as { code?: string; data?: { error?: string } };
  return data?.error ?? code ?? 'Slack did not accept the WebSocket';
}
