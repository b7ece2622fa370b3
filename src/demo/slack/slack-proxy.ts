import { once } from 'node:events';
import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { type Interceptor, readCall, type SlackAnswer, type SlackCall } from './slack-call';

/** Handles a request that is not meant for the emulator; false if it is not its own, and then it must not have read it. */
export type Route = (incoming: IncomingMessage, outgoing: ServerResponse) => boolean;

export interface SlackProxyOptions {
  /** 0 for any. */
  readonly port: number;
  /** The emulator's address, without a path. */
  readonly target: string;
  /** Delays every answer of the Web API, like a distant Slack. */
  readonly delayMs?: number;
  /** In the order in which they see a call and its answer. */
  readonly interceptors?: readonly Interceptor[];
  readonly routes?: readonly Route[];
}
export interface SlackProxy {
  readonly url: string;
  stop(): Promise<void>;
}

/** What the emulator answered, as it was sent; `answer` is null if it is not a JSON object. */
interface Forwarded {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly bytes: Buffer;
  readonly answer: SlackAnswer | null;
}

/** Stands in front of the emulator. Calls of the Web API pass through the interceptors, everything else as it is. */
export async function startSlackProxy({
  port,
  target,
  delayMs = 0,
  interceptors = [],
  routes = [],
}: SlackProxyOptions): Promise<SlackProxy> {
  const agent = new Agent({ keepAlive: true });
  const serve = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const body = await buffer(incoming);
    const forward = (): Promise<Forwarded> => send(target, agent, incoming, body);
    const call = readCall(incoming.url ?? '', incoming.headers, body);
    if (call === null) return pass(outgoing, await forward());
    const given = await firstAnswer(interceptors, call);
    const forwarded = given === null ? await forward() : null;
    const received = given ?? forwarded?.answer ?? null;
    const answer = received === null ? null : await seenByAll(interceptors, call, received);
    if (delayMs > 0) await pause(delayMs);
    if (forwarded !== null && answer === forwarded.answer) return pass(outgoing, forwarded);
    if (answer !== null) write(outgoing, answer);
  };
  const server = createServer((incoming, outgoing) => {
    if (routes.some((route) => route(incoming, outgoing))) return;
    serve(incoming, outgoing).catch(() => outgoing.destroy());
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async stop() {
      server.closeAllConnections();
      server.close();
      agent.destroy();
      await once(server, 'close');
    },
  };
}

async function firstAnswer(interceptors: readonly Interceptor[], call: SlackCall): Promise<SlackAnswer | null> {
  for (const interceptor of interceptors) {
    const answer = (await interceptor.before?.(call)) ?? null;
    if (answer !== null) return answer;
  }
  return null;
}

async function seenByAll(interceptors: readonly Interceptor[], call: SlackCall, received: SlackAnswer): Promise<SlackAnswer> {
  let answer = received;
  for (const interceptor of interceptors) answer = (await interceptor.after?.(call, answer)) ?? answer;
  return answer;
}

async function send(target: string, agent: Agent, { method, url, headers }: IncomingMessage, body: Buffer): Promise<Forwarded> {
  const outgoing = request(new URL(url ?? '', target), { method, headers, agent });
  outgoing.end(body);
  const [answer] = (await once(outgoing, 'response')) as [IncomingMessage];
  const status = answer.statusCode ?? 502;
  const bytes = await buffer(answer);
  return { status, headers: answer.headers, bytes, answer: readAnswer(status, answer.headers, bytes) };
}

function readAnswer(status: number, headers: IncomingMessage['headers'], bytes: Buffer): SlackAnswer | null {
  if (!headers['content-type']?.startsWith('application/json')) return null;
  const kept = Object.entries(headers).flatMap(([name, value]) =>
    typeof value === 'string' && !ABOUT_THE_BYTES.has(name) ? [[name, value]] : [],
  );
  return { status, headers: Object.fromEntries(kept), body: JSON.parse(bytes.toString()) };
}

/** A changed answer has other values for these. */
const ABOUT_THE_BYTES: ReadonlySet<string> = new Set([
  'connection',
  'content-encoding',
  'content-length',
  'keep-alive',
  'transfer-encoding',
]);

function pass(outgoing: ServerResponse, { status, headers, bytes }: Forwarded): void {
  outgoing.writeHead(status, headers);
  outgoing.end(bytes);
}

function write(outgoing: ServerResponse, { status, headers, body }: SlackAnswer): void {
  outgoing.writeHead(status, { 'content-type': 'application/json', ...headers });
  outgoing.end(JSON.stringify(body));
}
