import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Interaction, Reply } from './interaction';

export interface SocketModeSlack {
  readonly apiUrl: string;
  /** The tokens with which an address was asked for, in order. */
  readonly asked: readonly string[];
  /** Every connection so far, in order, closed ones included. */
  readonly connections: readonly WebSocket[];
  isConnected(): boolean;
  /** Answers the next requests for an address in this way, one each, instead of handing one out at once. */
  refuse(...answers: Refusal[]): void;
  /** From now on, each connection is greeted in this way; default: Slack's greeting, at once. */
  greet(greeting: (socket: WebSocket) => void): void;
  /** Sends it over the latest connection that is open, or the given one, and returns what it is acknowledged with. */
  send(body: Interaction, over?: WebSocket): Promise<Reply>;
  stop(): Promise<void>;
}
/** An error of the API, an HTTP status with the seconds to wait, or an address that is handed out late. */
type Refusal = { readonly error: string } | { readonly status: number; readonly retryAfter: number } | { readonly late: Promise<void> };

export const hello = (socket: WebSocket): void => socket.send(JSON.stringify({ type: 'hello', num_connections: 1 }));
/** What Slack sends some seconds before it closes a connection. */
export const disconnect = (reason: string): string => JSON.stringify({ type: 'disconnect', reason, debug_info: { host: 'applink-1' } });

/**
 * docs.slack.dev, "Using Socket Mode": hands out the address of a WebSocket, says hello, and waits for acknowledgements.
 * `host`: how the WebSocket's address names this machine.
 */
export async function startSocketModeSlack({ tokens = ['xapp-test'], host = '127.0.0.1' } = {}): Promise<SocketModeSlack> {
  const asked: string[] = [];
  const connections: WebSocket[] = [];
  const refusals: Refusal[] = [];
  const waiting = new Map<string, (reply: Reply) => void>();
  let greeting = hello;
  let number = 0;
  const server = createServer((incoming, outgoing) => {
    incoming.resume();
    const token = (incoming.headers.authorization ?? '').replace('Bearer ', '');
    asked.push(token);
    outgoing.setHeader('content-type', 'application/json');
    const refusal = refusals.shift() ?? (tokens.includes(token) ? { late: Promise.resolve() } : { error: 'invalid_auth' });
    if ('status' in refusal) outgoing.writeHead(refusal.status, { 'retry-after': String(refusal.retryAfter) }).end();
    else if ('error' in refusal) outgoing.end(JSON.stringify({ ok: false, error: refusal.error }));
    else void refusal.late.then(() => outgoing.end(JSON.stringify({ ok: true, url: `ws://${host}:${portOf()}/link` })));
  });
  const portOf = (): number => (server.address() as AddressInfo).port;
  const sockets = new WebSocketServer({ server, path: '/link' });
  const current = (): WebSocket | undefined => connections.findLast(({ readyState }) => readyState === OPEN);
  sockets.on('connection', (socket) => {
    connections.push(socket);
    socket.on('error', () => undefined);
    socket.on('message', (data) => {
      const { envelope_id, payload } = JSON.parse(String(data)) as { envelope_id: string; payload?: object };
      waiting.get(envelope_id)?.({ status: 200, body: payload === undefined || Object.keys(payload).length === 0 ? undefined : payload });
    });
    greeting(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    apiUrl: `http://127.0.0.1:${portOf()}/api/`,
    asked,
    connections,
    isConnected: () => current() !== undefined,
    refuse: (...answers) => void refusals.push(...answers),
    greet(next) {
      greeting = next;
    },
    send(body, over = current()) {
      number += 1;
      const envelope_id = `envelope-${number}`;
      return new Promise((resolve) => {
        waiting.set(envelope_id, resolve);
        over?.send(JSON.stringify(envelopeOf(envelope_id, body)));
      });
    },
    async stop() {
      for (const socket of sockets.clients) socket.terminate();
      sockets.close();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

const OPEN = 1;

/** As Slack wraps what people do. */
export function envelopeOf(envelope_id: string, body: Interaction): object {
  const [type, payload] =
    'event' in body ? ['events_api', body.event] : 'form' in body ? ['slash_commands', body.form] : ['interactive', body.payload];
  return { envelope_id, type, payload, accepts_response_payload: true };
}
