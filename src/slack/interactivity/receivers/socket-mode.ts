import { setTimeout as pause } from 'node:timers/promises';
import type { App, Receiver } from '@slack/bolt';
import type { Logger } from 'pino';
import { type Way, wayTo } from '../../../http/proxied-fetch';
import { within } from '../../../http/within';
import type { Fields } from '../../../incident/text/read-fields';
import { apiAddress, hostOf } from '../../transport/client-options';
import { mapError } from '../../transport/map-error';
import { handToBolt } from './hand-to-bolt';
import { type Ack, SocketLink } from './socket-link';

export interface SocketModeOptions {
  /** Reads the app-level token, which may have been rotated. */
  readonly appToken: () => string;
  /** Default: Slack's own. */
  readonly apiUrl: string | undefined;
  readonly log: Logger;
  /** Told of each request. */
  readonly onRequest: () => void;
  readonly now: () => number;
  /** Waits, unless it is aborted; default: by the clock. */
  readonly wait?: (ms: number, signal: AbortSignal) => Promise<unknown>;
}

const MIN_WAIT_MS = 1_000;
const MAX_WAIT_MS = 30_000;
/** A connection that held for so long shows that Slack takes us in, so the next one need not wait. */
const HELD_MS = 10_000;
/** Slack may not answer that we close the connection. */
const CLOSE_LIMIT_MS = 1_000;

/**
 * Requests over a WebSocket that we open, so that Slack need not reach us. Slack ends each connection after some time, and
 * announces it. The next one is opened before that, so that there is always one.
 */
export class SocketMode implements Receiver {
  private app: App | null = null;
  private readonly links = new Set<SocketLink>();
  private readonly stopping = new AbortController();
  private readonly way: Way;

  /** @throws InvalidInputError if the proxy's address is none. */
  constructor(private readonly options: SocketModeOptions) {
    this.way = wayTo(apiAddress(options.apiUrl));
  }

  init(app: App): void {
    this.app = app;
  }

  /** Connects, and again whenever a connection ends, until it is stopped. Each problem is logged once. Never throws. */
  async start(): Promise<void> {
    const { log, now, wait = byClock } = this.options;
    const { signal } = this.stopping;
    let told: string | null = null;
    let current: SocketLink | null = null;
    for (let waitMs = 0; ; ) {
      await wait(waitMs, signal);
      if (signal.aborted) return;
      waitMs = Math.min(MAX_WAIT_MS, Math.max(MIN_WAIT_MS, waitMs * 2));
      const opened = await this.open();
      if (signal.aborted) return;
      if ('problem' in opened) {
        if (opened.problem !== told)
          log.warn(
            { problem: opened.problem },
            "couldn't connect to Slack by Socket Mode; trying again until it works. To check the token: incident doctor",
          );
        told = opened.problem;
        waitMs = Math.max(waitMs, opened.retryAfterMs);
        continue;
      }
      log.info('connected to Slack by Socket Mode');
      told = null;
      current?.retire();
      current = opened.link;
      const since = now();
      await current.over;
      if (now() - since >= HELD_MS) waitMs = 0;
    }
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await within(CLOSE_LIMIT_MS, Promise.all([...this.links].map((link) => link.close())));
  }

  private async open(): Promise<{ readonly link: SocketLink } | { readonly problem: string; readonly retryAfterMs: number }> {
    const { apiUrl, appToken, log } = this.options;
    const { way } = this;
    const link = new SocketLink({
      appToken: appToken(),
      apiUrl,
      way,
      onRequest: (body, ack) => void this.take(body, ack),
      onUnreadable: () => log.warn('ignored a message from Slack that could not be read; further ones on this connection are not logged'),
    });
    this.links.add(link);
    link.once('disconnected', () => this.links.delete(link));
    try {
      await link.open();
      return { link };
    } catch (error) {
      void link.close();
      if (typeof error !== 'object' || error === null) {
        const by = way.proxiedBy === null ? '' : ` through the proxy in ${way.proxiedBy}`;
        return { problem: `Slack did not accept the WebSocket${by}${typeof error === 'string' ? `: ${error}` : ''}`, retryAfterMs: 0 };
      }
      const { message, retryAfterMs = 0 } = mapError(error, 'apps.connections.open', hostOf(apiUrl, way));
      return { problem: message, retryAfterMs };
    }
  }

  /** Never throws. */
  private async take(body: Fields, ack: Ack): Promise<void> {
    const { log, onRequest } = this.options;
    try {
      onRequest();
      const reply = await handToBolt(this.app, body);
      await ack(reply ?? {}).catch((error: { code?: string }) =>
        log.warn({ code: error.code }, "couldn't acknowledge a request from Slack; Slack asks the person to try again"),
      );
    } catch (error) {
      log.warn({ problem: (error as Error).name }, 'ignored a request from Slack that could not be read');
    }
  }
}

const byClock = (ms: number, signal: AbortSignal): Promise<unknown> => pause(ms, undefined, { ref: false, signal }).catch(() => undefined);
