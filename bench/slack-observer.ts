import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { Agent, createServer, type IncomingHttpHeaders, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import type { SlackLimits } from '../test/support/slack-limits';

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
  /** The same for every attempt of the same call. */
  readonly digest: string;
  /** Slack's rate limits have refused it. */
  readonly isLimited: boolean;
}

/**
 * A proxy between worker and Slack: forwards every request at once, delays the answer, and records the times. It applies Slack's
 * rate limits itself rather than through the proxy that injects faults, because it must tell a refused call from one that Slack
 * has applied, and because a second proxy would add to the times.
 */
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

/** `limits`: Slack's rate limits; without them, it takes every call. */
export async function observeSlack(apiUrl: string, delayMs: number, limits: SlackLimits | null = null): Promise<SlackObserver> {
  const target = new URL(apiUrl);
  const agent = new Agent({ keepAlive: true });
  let calls: SlackCall[] = [];
  let waits: Wait[] = [];
  const note = (call: SlackCall): void => {
    calls.push(call);
    const fits = ({ keyEnd }: Wait): boolean =>
      call.method === 'chat.postMessage' && !call.isLimited && (call.key?.endsWith(keyEnd) ?? false);
    for (const wait of waits.filter(fits)) wait.resolve(call);
    waits = waits.filter((wait) => !fits(wait));
  };
  const server = createServer((incoming, outgoing) =>
    forward({ incoming, outgoing, target, agent, delayMs, limits, note }).catch(() => outgoing.destroy()),
  );
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
  readonly limits: SlackLimits | null;
  readonly note: (call: SlackCall) => void;
}
interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

async function forward({ incoming, outgoing, target, agent, delayMs, limits, note }: Forwarding): Promise<void> {
  const arrivedAt = performance.now();
  const { url = '', method: verb, headers } = incoming;
  const sent = await buffer(incoming);
  const method = url.slice(url.lastIndexOf('/') + 1);
  const params = new URLSearchParams(sent.toString());
  const waitSeconds = limits?.refusal(method, params.get('channel')) ?? null;
  const send = async (): Promise<Answer> => {
    const forwarded = request({ host: target.hostname, port: target.port, path: url, method: verb, headers, agent });
    forwarded.end(sent);
    const [answer] = (await once(forwarded, 'response')) as [IncomingMessage];
    return { status: answer.statusCode ?? 502, headers: answer.headers, body: await buffer(answer) };
  };
  const { status, headers: answered, body } = waitSeconds === null ? await send() : limited(waitSeconds);
  const committedAt = performance.now();
  await pause(delayMs);
  outgoing.writeHead(status, answered);
  outgoing.end(body);
  const digest = createHash('sha256').update(`${method} `).update(sent).digest('hex');
  note({ method, key: keyOf(params), arrivedAt, committedAt, answeredAt: performance.now(), digest, isLimited: waitSeconds !== null });
}

function limited(seconds: number): Answer {
  const headers = { 'retry-after': String(seconds), 'content-type': 'application/json' };
  return { status: 429, headers, body: Buffer.from('{"ok":false,"error":"ratelimited"}') };
}

function keyOf(params: URLSearchParams): string | null {
  const metadata = params.get('metadata');
  if (metadata === null) return null;
  return (JSON.parse(metadata) as { event_payload?: { key?: string } }).event_payload?.key ?? null;
}
