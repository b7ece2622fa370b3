import { App } from '@slack/bolt';
import { within } from '../../http/within';
import type { Desk } from './desk';
import { listen } from './listeners';
import { boltLogger } from './receivers/bolt-logger';
import { HttpReceiver, type SlackReply, type SlackRequest } from './receivers/http-receiver';
import { SocketMode } from './receivers/socket-mode';

/** How Slack reaches us. */
export type Transport =
  | { readonly mode: 'http' }
  /** `appToken` reads the token again, which may have been rotated. */
  | { readonly mode: 'socket'; readonly appToken: () => string; readonly apiUrl: string | undefined };

/** Where Slack's requests come in. */
export interface SlackDoor {
  readonly mode: Transport['mode'];
  /** When the last request came in whose sender was verified (RFC 3339); null if none has. */
  lastRequestAt(): string | null;
  /** For a request over HTTP whose signature has been verified. */
  take(request: SlackRequest): Promise<SlackReply>;
  /** Connects, where we connect to Slack. */
  start(): void;
  /** Takes in nothing more, and lets what was begun end within the limit. Returns how many acts were cut off. */
  stop(limitMs: number): Promise<number>;
}

export function createSlackDoor(transport: Transport, desk: Desk): SlackDoor {
  let last: string | null = null;
  const noteRequest = (): void => {
    last = new Date(desk.now()).toISOString();
  };
  const http = new HttpReceiver(desk.log);
  const socket =
    transport.mode === 'socket' ? new SocketMode({ ...transport, log: desk.log, now: desk.now, onRequest: noteRequest }) : null;
  const app = new App({
    receiver: socket ?? http,
    logger: boltLogger(desk.log),
    convoStore: false,
    ignoreSelf: false,
    // With a token, Bolt would ask Slack once who it is, and keep the answer, or the failure, for good. Our handlers use the
    // adapter's own client.
    authorize: async () => ({}),
  });
  listen(app, desk);
  const handling = new Set<Promise<void>>();
  const process = app.processEvent.bind(app);
  // What has been acknowledged is not lost when the gateway is stopped.
  app.processEvent = (event) => {
    const handled = process(event).finally(() => handling.delete(handled));
    handling.add(handled);
    return handled;
  };
  return {
    mode: transport.mode,
    lastRequestAt: () => last,
    async take(request) {
      noteRequest();
      return http.take(request);
    },
    start: () => void socket?.start(),
    async stop(limitMs) {
      await socket?.stop();
      await within(limitMs, Promise.allSettled(handling));
      return handling.size;
    },
  };
}
