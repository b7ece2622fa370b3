import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export interface SlackCall {
  readonly method: string;
  readonly token: string;
  readonly params: Readonly<Record<string, string>>;
}
/** The JSON to answer with, or a function that does something else with the connection. */
export type Script = object | ((outgoing: ServerResponse, call: SlackCall) => object | undefined);

export interface ScriptedSlack {
  readonly apiUrl: string;
  readonly calls: readonly SlackCall[];
  /** Names of the methods that were called, in order. */
  methods(): string[];
  /** Sets what a method answers from now on: each script in turn, then the last one repeatedly. */
  on(method: string, ...scripts: Script[]): void;
  stop(): Promise<void>;
}

/** A Slack that answers what the test scripts; a method without a script answers `{ok: true}`. */
export async function startScriptedSlack(): Promise<ScriptedSlack> {
  const scripts = new Map<string, Script[]>();
  const calls: SlackCall[] = [];
  const server = createServer((incoming, outgoing) => {
    void text(incoming).then((body) => {
      const method = (incoming.url ?? '').replace('/api/', '');
      const token = (incoming.headers.authorization ?? '').replace('Bearer ', '');
      const call = { method, token, params: Object.fromEntries(new URLSearchParams(body)) };
      calls.push(call);
      const queue = scripts.get(method) ?? [];
      const script = (queue.length > 1 ? queue.shift() : queue[0]) ?? {};
      const answer = typeof script === 'function' ? script(outgoing, call) : script;
      if (answer === undefined) return;
      outgoing.setHeader('content-type', 'application/json');
      outgoing.end(JSON.stringify({ ok: !('error' in answer), ...answer }));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    apiUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/`,
    calls,
    methods: () => calls.map(({ method }) => method),
    on: (method, ...answers) => void scripts.set(method, answers),
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
