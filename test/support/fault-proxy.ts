import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { createSlackLimits } from './slack-limits';

/** What may happen to a call between the worker and Slack. "Commit" means that Slack has done what was requested. */
export const FAULTS = [
  'kill before',
  'kill after commit',
  '429',
  '500',
  'reset after commit',
  'hang',
  '429 without Retry-After',
  '200 ratelimited',
  '200 with HTML',
  'reset before commit',
  'hang after commit',
  'stalled body',
  'late commit',
] as const;
export type Fault = (typeof FAULTS)[number];
/** The six that every call of a response must survive; the others are variations. */
export const MAIN_FAULTS = FAULTS.slice(0, 6);
export const isKill = (fault: Fault): boolean => fault.startsWith('kill');
/** True for faults in which Slack limits the rate of calls. */
export const isLimit = (fault: Fault): boolean => fault.startsWith('429') || fault.endsWith('ratelimited');

/** Longer than the worker waits for an answer, and later than its search for the message before it posts again. */
export const LATE_COMMIT_MS = 12_000;
const RETRY_AFTER_SECONDS = 2;

/** The parts of a call by which a fault may be matched. */
export interface SeenCall {
  readonly method: string;
  readonly params: URLSearchParams;
  /** The key in the message's metadata; empty if there is none. */
  readonly key: string;
  /** Name of the call's channel if it was created through this proxy; else empty. */
  readonly channelName: string;
}
export interface ArmedFault {
  readonly fault: Fault;
  readonly matches: (call: SeenCall) => boolean;
  /** Kills the worker, and resolves when it is dead. Only for the faults that kill. */
  readonly kill: () => Promise<void>;
}
export interface FaultProxy {
  /** The worker's SLACK_API_URL. */
  readonly apiUrl: string;
  /** The fault strikes once, at the first matching call. Resolves when it has struck, with the time in milliseconds. */
  arm(fault: ArmedFault): Promise<number>;
  /** Number of calls so far. */
  readonly seen: number;
  /** Number of calls that Slack's rate limits have refused. */
  readonly limited: number;
  /**
   * What Slack has done more than once for an incident, as message keys and invitations, whether or not a copy was removed
   * later.
   */
  doneTwice(incident: { readonly incidentId: string; readonly channelName: string }): string[];
  /** While down, every connection is cut. */
  setDown(down: boolean): void;
  /**
   * `why` returns the error with which Slack permanently refuses a call, such as `restricted_action`; undefined lets the
   * call through.
   */
  refuse(why: (call: SeenCall) => string | undefined): void;
  stop(): Promise<void>;
}
interface Pending extends ArmedFault {
  readonly struck: (at: number) => void;
}
interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface FaultProxyOptions {
  /** Slack's own rate limits apply, so many times as fast. Default: none. */
  readonly limitsAtSpeed?: number;
}

/** An HTTP proxy in front of Slack's Web API. It passes everything through except calls for which a fault is armed. */
export async function startFaultProxy(target: string, { limitsAtSpeed }: FaultProxyOptions = {}): Promise<FaultProxy> {
  const limits = limitsAtSpeed === undefined ? null : createSlackLimits(() => limitsAtSpeed * Date.now());
  const pending: Pending[] = [];
  const channels = new Map<string, string>();
  const done: string[] = [];
  let down = false;
  let whyRefused: (call: SeenCall) => string | undefined = () => undefined;
  let seen = 0;
  let limited = 0;
  const server = createServer((incoming, outgoing) => {
    handle(incoming, outgoing).catch(() => outgoing.destroy());
  });

  const handle = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const body = await buffer(incoming);
    seen += 1;
    if (down) return void outgoing.destroy();
    const call = read(incoming, body, channels);
    const waitSeconds = limits?.refusal(call.method, call.params.get('channel')) ?? null;
    if (waitSeconds !== null) {
      limited += 1;
      return limit(outgoing, Math.ceil(waitSeconds / (limitsAtSpeed ?? 1)));
    }
    const refused = whyRefused(call);
    if (refused !== undefined) return refuse(outgoing, refused);
    const forward = async (): Promise<Answer> => {
      const answer = await send(new URL((incoming.url ?? '').replace(/^\/api\//, ''), target), incoming, body);
      remember(channels, call, answer);
      if (answer.body.toString().startsWith('{"ok":true')) done.push(...deedsOf(call));
      return answer;
    };
    const index = pending.findIndex((armed) => armed.matches(call));
    const [armed] = index < 0 ? [] : pending.splice(index, 1);
    if (armed === undefined) return reply(outgoing, await forward());
    armed.struck(Date.now());
    return strike(armed, forward, outgoing);
  };

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    apiUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/`,
    get seen() {
      return seen;
    },
    get limited() {
      return limited;
    },
    arm: (fault) => new Promise((struck) => pending.push({ ...fault, struck })),
    doneTwice: ({ incidentId, channelName }) =>
      done
        .filter((deed, index) => done.indexOf(deed) !== index)
        .filter((deed) => deed.startsWith(`${incidentId}/`) || deed.startsWith(`${channelName} `)),
    setDown(value) {
      down = value;
      if (down) server.closeAllConnections();
    },
    refuse(why) {
      whyRefused = why;
    },
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function refuse(outgoing: ServerResponse, error: string): void {
  outgoing.writeHead(200, { 'content-type': 'application/json' });
  outgoing.end(JSON.stringify({ ok: false, error }));
}

function limit(outgoing: ServerResponse, retryAfterSeconds: number): void {
  outgoing.writeHead(429, { 'retry-after': String(retryAfterSeconds), 'content-type': 'application/json' });
  outgoing.end('{"ok":false,"error":"ratelimited"}');
}

async function strike({ fault, kill }: ArmedFault, forward: () => Promise<Answer>, outgoing: ServerResponse): Promise<void> {
  switch (fault) {
    case 'kill before':
      await kill();
      return void outgoing.destroy();
    case 'kill after commit':
      await forward();
      await kill();
      return void outgoing.destroy();
    case '429':
      return limit(outgoing, RETRY_AFTER_SECONDS);
    case '429 without Retry-After':
      outgoing.writeHead(429);
      return void outgoing.end();
    case '200 ratelimited':
      outgoing.writeHead(200, { 'content-type': 'application/json' });
      return void outgoing.end('{"ok":false,"error":"ratelimited"}');
    case '200 with HTML':
      outgoing.writeHead(200, { 'content-type': 'text/html' });
      return void outgoing.end('<html><body>Please sign in</body></html>');
    case '500':
      outgoing.writeHead(500);
      return void outgoing.end();
    case 'reset before commit':
      return void outgoing.destroy();
    case 'reset after commit':
      await forward();
      return void outgoing.destroy();
    case 'hang':
      return;
    case 'hang after commit':
      await forward();
      return;
    case 'late commit':
      await pause(LATE_COMMIT_MS);
      await forward();
      return;
    case 'stalled body': {
      const { status, headers, body } = await forward();
      outgoing.writeHead(status, headers);
      outgoing.write(body.subarray(0, body.length >> 1));
      return;
    }
  }
}

function read(incoming: IncomingMessage, body: Buffer, channels: ReadonlyMap<string, string>): SeenCall {
  const params = new URLSearchParams(body.toString());
  const metadata = JSON.parse(params.get('metadata') ?? '{}') as { event_payload?: { key?: string } };
  return {
    method: (incoming.url ?? '').replace(/^\/api\//, ''),
    params,
    key: metadata.event_payload?.key ?? '',
    channelName: params.get('name') ?? channels.get(params.get('channel') ?? params.get('channel_id') ?? '') ?? '',
  };
}

/** Everything in this call that must not be done twice, each under its own name. */
function deedsOf({ method, key, channelName, params }: SeenCall): string[] {
  if (method === 'chat.postMessage') return [key];
  if (method !== 'conversations.invite') return [];
  return (params.get('users') ?? '').split(',').map((user) => `${channelName} ${user} invited`);
}

/** Later calls for a channel carry only its id. */
function remember(channels: Map<string, string>, { method }: SeenCall, { body }: Answer): void {
  if (method !== 'conversations.create') return;
  const { channel } = JSON.parse(body.toString()) as { channel?: { id: string; name: string } };
  if (channel !== undefined) channels.set(channel.id, channel.name);
}

async function send(url: URL, { method, headers }: IncomingMessage, body: Buffer): Promise<Answer> {
  const outgoing = request(url, { method, headers, agent: false });
  outgoing.end(body);
  const [answer] = (await once(outgoing, 'response')) as [IncomingMessage];
  return { status: answer.statusCode ?? 502, headers: answer.headers, body: await buffer(answer) };
}

function reply(outgoing: ServerResponse, { status, headers, body }: Answer): void {
  outgoing.writeHead(status, headers);
  outgoing.end(body);
}
