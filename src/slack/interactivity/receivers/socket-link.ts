import { SocketModeClient } from '@slack/socket-mode';
import type { Way } from '../../../http/proxied-fetch';
import { assertNever } from '../../../incident/text/assert-never';
import type { Fields } from '../../../incident/text/read-fields';
import { clientOptions, quietLogger } from '../../transport/client-options';
import { readMessage } from './read-message';

export interface LinkOptions {
  readonly appToken: string;
  /** Default: Slack's own. */
  readonly apiUrl: string | undefined;
  readonly way: Way;
  readonly onRequest: (body: Fields, ack: Ack) => void;
  /** Told of the first message that cannot be read. */
  readonly onUnreadable: () => void;
}
/** Acknowledges a request. Rejects once the connection has ended. */
export type Ack = (reply: Fields) => Promise<void>;

/** For the address of the WebSocket. */
const ASK_LIMIT_MS = 10_000;
/** For the address, and for Slack's greeting over the WebSocket. */
const OPEN_LIMIT_MS = 25_000;
const LOOK_EVERY_MS = 1_000;
/** What has not been acknowledged by then, Slack has given up. */
const LAST_ANSWERS_MS = 3_000;

/**
 * One connection to Slack by Socket Mode, from its opening to its end. The client asks for the address, and notices a dead
 * connection. It may not reconnect or read messages: each would reject a promise that no one holds if Slack did not answer, or
 * answered unexpectedly, and end the process.
 */
export class SocketLink extends SocketModeClient {
  /** Settles when Slack wants to close the connection, with the reason, or when it has ended, or will be ended by us. */
  readonly over: Promise<string | null>;
  private readonly leave: (reason: string | null) => void;
  private isReadable = true;
  private isClosed = false;

  constructor(private readonly given: LinkOptions) {
    super({
      appToken: given.appToken,
      // It would say the same of every attempt, and quote errors whole.
      logger: quietLogger,
      autoReconnectEnabled: false,
      clientOptions: { ...clientOptions(given.apiUrl, given.way), timeout: ASK_LIMIT_MS },
      ...(given.way.tunnel === null ? {} : { dispatcher: given.way.tunnel }),
    });
    let leave: (reason: string | null) => void = () => undefined;
    this.over = new Promise((resolve) => {
      leave = resolve;
    });
    this.leave = leave;
    this.once('disconnected', () => this.leave(null));
  }

  /** Resolves once Slack has greeted us. Rejects with the client's error, or with Slack's reason or null if there is none. */
  async open(): Promise<void> {
    const limit = setTimeout(() => this.leave(null), OPEN_LIMIT_MS);
    const ended = this.over.then((reason) => Promise.reject(reason));
    await Promise.race([this.start(), ended]).finally(() => clearTimeout(limit));
    // Slack may leave the connection below open after it has closed the WebSocket; the client would wait for seconds.
    const look = setInterval(() => void (this.websocket?.isActive() || this.websocket?.disconnect()), LOOK_EVERY_MS).unref();
    this.once('disconnected', () => clearInterval(look));
  }

  /** Lets what came in be acknowledged, while another connection takes in what is new. */
  retire(): void {
    setTimeout(() => void this.close(), LAST_ANSWERS_MS).unref();
  }

  close(): Promise<void> {
    this.isClosed = true;
    this.leave(null);
    return this.disconnect();
  }

  /** Never rejects: the client does not look at what becomes of it. */
  protected override async onWebSocketMessage(data: string | ArrayBuffer): Promise<void> {
    // The client opens a WebSocket although it was closed, if it was asking for the address then.
    if (this.isClosed) return this.disconnect();
    const message = readMessage(typeof data === 'string' ? data : null);
    switch (message.kind) {
      case 'hello':
        return void this.emit('connected');
      case 'disconnect':
        return this.leave(message.reason);
      case 'request':
        return this.given.onRequest(message.body, (reply) => this.acknowledge(message.envelopeId, reply));
      case 'unreadable':
        if (this.isReadable) this.given.onUnreadable();
        this.isReadable = false;
        return;
      default:
        return assertNever(message);
    }
  }

  private acknowledge(envelopeId: string, payload: Fields): Promise<void> {
    return new Promise((resolve, reject) => {
      const { websocket } = this;
      if (!websocket?.isActive()) return reject(Object.assign(new Error('the connection has ended'), { code: 'connection_ended' }));
      websocket.send(JSON.stringify({ envelope_id: envelopeId, payload }), (error?: Error) =>
        error === undefined ? resolve() : reject(error),
      );
    });
  }
}
