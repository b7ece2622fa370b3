import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export interface ServiceCall {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}
export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | object;
}
/** What to answer; a function may use the connection itself, and then returns nothing. */
export type Behaviour = Answer | ((call: ServiceCall, outgoing: ServerResponse) => Answer | undefined);

/** A service over HTTP that answers each call with the next behaviour, and from then on with the last. */
export async function startScriptedService(): Promise<{
  readonly url: string;
  readonly calls: readonly ServiceCall[];
  answers(...behaviours: Behaviour[]): void;
  stop(): Promise<void>;
}> {
  const calls: ServiceCall[] = [];
  let queue: Behaviour[] = [{ status: 200 }];
  const server = createServer((incoming, outgoing) => {
    void text(incoming).then((body) => {
      const call = { method: incoming.method ?? '', path: incoming.url ?? '', headers: incoming.headers, body };
      calls.push(call);
      const behaviour = (queue.length > 1 ? queue.shift() : queue[0]) as Behaviour;
      const answer = typeof behaviour === 'function' ? behaviour(call, outgoing) : behaviour;
      if (answer === undefined) return;
      outgoing.writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers });
      outgoing.end(typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body ?? {}));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    answers(...behaviours) {
      queue = behaviours;
      calls.length = 0;
    },
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
