import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Interaction, Reply } from './interaction';

export interface SocketModeSlack {
  readonly apiUrl: string;
  isConnected(): boolean;
  /** Sends it over the connection, and returns what it is acknowledged with. */
  send(body: Interaction): Promise<Reply>;
  /** Ends the connection as Slack does about once an hour. */
  refresh(): void;
  stop(): Promise<void>;
}

/** docs.slack.dev, "Using Socket Mode": hands out the address of a WebSocket, says hello, and waits for acknowledgements. */
export async function startSocketModeSlack(): Promise<SocketModeSlack> {
  const server = createServer((incoming, outgoing) => {
    incoming.resume();
    outgoing.setHeader('content-type', 'application/json');
    const isOurs = incoming.headers.authorization === 'Bearer xapp-test';
    outgoing.end(JSON.stringify(isOurs ? { ok: true, url: `ws://127.0.0.1:${portOf()}/link` } : { ok: false, error: 'invalid_auth' }));
  });
  const portOf = (): number => (server.address() as AddressInfo).port;
  const sockets = new WebSocketServer({ server, path: '/link' });
  const waiting = new Map<string, (reply: Reply) => void>();
  let current: WebSocket | null = null;
  let number = 0;
  sockets.on('connection', (socket) => {
    current = socket;
    socket.on('close', () => {
      if (current === socket) current = null;
    });
    socket.on('message', (data) => {
      const { envelope_id, payload } = JSON.parse(String(data)) as { envelope_id: string; payload?: object };
      waiting.get(envelope_id)?.({ status: 200, body: payload === undefined || Object.keys(payload).length === 0 ? undefined : payload });
    });
    socket.send(JSON.stringify({ type: 'hello', num_connections: 1 }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    apiUrl: `http://127.0.0.1:${portOf()}/api/`,
    isConnected: () => current !== null,
    send(body) {
      number += 1;
      const envelope_id = `envelope-${number}`;
      const [type, payload] =
        'event' in body ? ['events_api', body.event] : 'form' in body ? ['slash_commands', body.form] : ['interactive', body.payload];
      return new Promise((resolve) => {
        waiting.set(envelope_id, resolve);
        current?.send(JSON.stringify({ envelope_id, type, payload, accepts_response_payload: true }));
      });
    },
    refresh() {
      current?.send(JSON.stringify({ type: 'disconnect', reason: 'refresh_requested' }));
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
