import { once } from 'node:events';
import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One call by the worker, observed on its way to Slack; times are from `performance.now()`. */
export interface SlackCall {
  readonly method: string;
  /** The message's key, if the call has one. */
  readonly key: string | null;
  readonly arrivedAt: number;
  /** When Slack had applied the call, so that everyone in the channel could see it. */
  readonly committedAt: number;
  /** When the worker received the answer. */
  readonly answeredAt: number;
}

/** A proxy between worker and Slack: forwards every request at once, delays the answer, and records the times. */
export interface SlackObserver {
  readonly apiUrl: string;
  /** Calls since the last `forget`, in the order of their answers. */
  readonly calls: readonly SlackCall[];
  forget(): void;
  /** Resolves with the first answered post whose key ends in `keyEnd`. */
  posted(keyEnd: string): Promise<SlackCall>;
  stop(): void;
}

interface Wait {
  readonly keyEnd: string;
  readonly resolve: (call: SlackCall) => void;
}

export async function observeSlack(apiUrl: string, delayMs: number): Promise<SlackObserver> {
  const target = new URL(apiUrl);
  const agent = new Agent({ keepAlive: true });
  let calls: SlackCall[] = [];
  let waits: Wait[] = [];
  const note = (call: SlackCall): void => {
    calls.push(call);
    const fits = ({ keyEnd }: Wait): boolean => call.method === 'chat.postMessage' && (call.key?.endsWith(keyEnd) ?? false);
    for (const wait of waits.filter(fits)) wait.resolve(call);
    waits = waits.filter((wait) => !fits(wait));
  };
  const server = createServer((incoming, outgoing) => forward({ incoming, outgoing, target, agent, delayMs, note }));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    apiUrl: `http://127.0.0.1:${port}${target.pathname}`,
    get calls() {
      return calls;
    },
    forget() {
      calls = [];
    },
    posted: (keyEnd) => new Promise((resolve) => waits.push({ keyEnd, resolve })),
    stop() {
      server.close();
      server.closeAllConnections();
      agent.destroy();
    },
  };
}

interface Forwarding {
  readonly incoming: IncomingMessage;
  readonly outgoing: ServerResponse;
  readonly target: URL;
  readonly agent: Agent;
  readonly delayMs: number;
  readonly note: (call: SlackCall) => void;
}

function forward({ incoming, outgoing, target, agent, delayMs, note }: Forwarding): void {
  const arrivedAt = performance.now();
  const sent: Buffer[] = [];
  const { url = '', method, headers } = incoming;
  const forwarded = request({ host: target.hostname, port: target.port, path: url, method, headers, agent }, (answer) => {
    const committedAt = performance.now();
    const body: Buffer[] = [];
    answer.on('data', (chunk: Buffer) => body.push(chunk));
    answer.on('end', () => {
      setTimeout(() => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        outgoing.end(Buffer.concat(body));
        const key = keyOf(Buffer.concat(sent).toString());
        note({ method: url.slice(url.lastIndexOf('/') + 1), key, arrivedAt, committedAt, answeredAt: performance.now() });
      }, delayMs);
    });
  });
  forwarded.on('error', () => outgoing.destroy());
  incoming.on('data', (chunk: Buffer) => sent.push(chunk));
  incoming.pipe(forwarded);
}

function keyOf(form: string): string | null {
  const metadata = new URLSearchParams(form).get('metadata');
  if (metadata === null) return null;
  return (JSON.parse(metadata) as { event_payload?: { key?: string } }).event_payload?.key ?? null;
}
