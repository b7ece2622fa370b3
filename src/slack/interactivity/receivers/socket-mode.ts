import { setTimeout as pause } from 'node:timers/promises';
import { SocketModeReceiver } from '@slack/bolt';
import type { Logger } from 'pino';
import { boltLogger } from './bolt-logger';

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

/**
 * Requests over a WebSocket that we open, so that Slack need not reach us. We reconnect ourselves: the client's own reconnection
 * rejects a promise that no one holds when it cannot reach Slack, which would end the process.
 */
export class SocketMode {
  readonly receiver: SocketModeReceiver;
  private readonly stopping = new AbortController();

  constructor(private readonly options: SocketModeOptions) {
    const { appToken, apiUrl, log } = options;
    this.receiver = new SocketModeReceiver({
      appToken,
      logger: boltLogger(log),
      autoReconnectEnabled: false,
      installerOptions: {
        clientOptions: { retryConfig: { retries: 0 }, ...(apiUrl === undefined ? {} : { slackApiUrl: apiUrl }) },
      },
    });
    this.receiver.client.on('slack_event', () => options.onRequest());
  }

  /** Connects, and again whenever the connection ends, until it is stopped. */
  async run(): Promise<void> {
    const { log } = this.options;
    for (let wait = MIN_WAIT_MS; !this.stopping.signal.aborted; ) {
      const ended = new Promise((resolve) => this.receiver.client.once('disconnected', resolve));
      try {
        await this.receiver.client.start();
        log.info('connected to Slack by Socket Mode');
        wait = MIN_WAIT_MS;
        await ended;
      } catch (error) {
        const { code, data } = error as { code?: string; data?: { error?: string } };
        log.warn({ problem: data?.error ?? code ?? 'unknown' }, "couldn't connect to Slack by Socket Mode; trying again");
      }
      await pause(wait, undefined, { ref: false, signal: this.stopping.signal }).catch(() => undefined);
      wait = Math.min(MAX_WAIT_MS, wait * 2);
    }
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.receiver.stop();
  }
}
