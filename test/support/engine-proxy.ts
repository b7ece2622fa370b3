import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { createConnection, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { buffer } from 'node:stream/consumers';

/** The engine calls that one probe container needs. */
export const ENGINE_CALLS = ['create', 'attach', 'start', 'wait', 'inspect', 'remove'] as const;
export type EngineCall = (typeof ENGINE_CALLS)[number];
export const ENGINE_FAULTS = ['kill before', 'kill after', 'cut before', 'cut after'] as const;
export type EngineFault = (typeof ENGINE_FAULTS)[number];

export interface ArmedEngineFault {
  readonly call: EngineCall;
  readonly fault: EngineFault;
  /** Part of the container's name. */
  readonly nameHolds: string;
  /** Kills the worker, and resolves when it is dead. Only for the faults that kill. */
  readonly kill: () => Promise<void>;
}
export interface EngineProxy {
  /** The worker's DOCKER_HOST. */
  readonly dockerHost: string;
  /** Every call seen, `POST /path?query`. */
  readonly seen: readonly string[];
  /** The fault strikes once, at the first matching call. Resolves when it has struck, with the time in milliseconds. */
  arm(fault: ArmedEngineFault): Promise<number>;
  /** While down, every connection is cut, including long-lived ones (attach, wait), as if the engine had died. */
  setDown(down: boolean): void;
  stop(): Promise<void>;
}

const PATHS: readonly [EngineCall, RegExp][] = [
  ['create', /^POST .*\/containers\/create\b/],
  ['attach', /^POST .*\/containers\/([^/]+)\/attach\b/],
  ['start', /^POST .*\/containers\/([^/]+)\/start\b/],
  ['wait', /^POST .*\/containers\/([^/]+)\/wait\b/],
  ['inspect', /^GET .*\/containers\/([^/]+)\/json\b/],
  ['remove', /^DELETE .*\/containers\/([^/?]+)/],
];

/**
 * A proxy in front of a container engine's unix socket. It passes everything through except calls for which a fault is
 * armed.
 */
export async function startEngineProxy(dockerHost: string): Promise<EngineProxy> {
  const target = dockerHost.replace(/^unix:\/\//, '');
  const socketPath = join(mkdtempSync(join(tmpdir(), 'engine-proxy-')), 'engine.sock');
  const pending: (ArmedEngineFault & { struck: (at: number) => void })[] = [];
  const names = new Map<string, string>();
  const seen: string[] = [];
  const open = new Set<{ destroy(): void }>();
  let down = false;

  /** The fault that strikes this call, if any. */
  const meet = (line: string): ArmedEngineFault | undefined => {
    seen.push(line);
    const [call, path] = PATHS.find(([, shape]) => shape.test(line)) ?? [];
    const id = path?.exec(line)?.[1];
    const name = call === 'create' ? line : (names.get(id ?? '') ?? id ?? '');
    const index = pending.findIndex((armed) => armed.call === call && name.includes(armed.nameHolds));
    const [armed] = index < 0 ? [] : pending.splice(index, 1);
    armed?.struck(Date.now());
    return armed;
  };
  const server = createServer((incoming, outgoing) => {
    handle(incoming, outgoing).catch(() => outgoing.destroy());
  });
  const handle = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const { method, url = '', headers } = incoming;
    if (down) return void outgoing.destroy();
    const armed = meet(`${method} ${url}`);
    if (armed?.fault.endsWith('before')) {
      if (armed.fault === 'kill before') await armed.kill();
      return void outgoing.destroy();
    }
    const forwarded = request({ socketPath: target, method, path: url, headers, agent: false });
    forwarded.on('error', () => outgoing.destroy());
    outgoing.on('close', () => forwarded.destroy());
    incoming.pipe(forwarded);
    const [answer] = (await once(forwarded, 'response')) as [IncomingMessage];
    if (armed !== undefined || /\/containers\/create\b/.test(url)) {
      const body = await buffer(answer);
      rememberName(names, url, body);
      if (armed?.fault === 'kill after') await armed.kill();
      if (armed !== undefined) return void outgoing.destroy();
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      return void outgoing.end(body);
    }
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.on('error', () => outgoing.destroy());
    answer.pipe(outgoing);
  };

  // Attaching turns the connection into a byte stream in both directions.
  server.on('upgrade', (incoming: IncomingMessage, client: Duplex, head: Buffer) => {
    const armed = meet(`${incoming.method} ${incoming.url}`);
    const end = (): void => void client.destroy();
    if (down || armed?.fault === 'cut before') return end();
    if (armed?.fault === 'kill before') return void armed.kill().then(end);
    const engine = createConnection(target);
    const heads = Object.entries(incoming.headers).map(([name, value]) => `${name}: ${String(value)}\r\n`);
    // Sent in one piece, as the client sent it: the engine does not read a body here, and anything that arrived after the
    // headers would be taken for standard input.
    engine.write(Buffer.concat([Buffer.from(`${incoming.method} ${incoming.url} HTTP/1.1\r\n${heads.join('')}\r\n`), head]));
    if (armed !== undefined) {
      void once(engine, 'data').then(async () => {
        if (armed.fault === 'kill after') await armed.kill();
        engine.destroy();
        end();
      });
      return;
    }
    for (const socket of [client, engine]) socket.on('error', () => undefined);
    client.pipe(engine).pipe(client);
    client.on('close', () => engine.destroy());
    engine.on('close', () => client.destroy());
  });
  server.on('connection', (socket: Socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket));
  });
  server.listen(socketPath);
  await once(server, 'listening');
  return {
    dockerHost: `unix://${socketPath}`,
    seen,
    arm: (fault) => new Promise((struck) => pending.push({ ...fault, struck })),
    setDown(value) {
      down = value;
      if (down) for (const socket of open) socket.destroy();
    },
    async stop() {
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Later calls carry only the container's id. */
function rememberName(names: Map<string, string>, url: string, body: Buffer): void {
  const name = /\/containers\/create\?.*\bname=([^&]+)/.exec(url)?.[1];
  if (name === undefined) return;
  const { Id: id } = JSON.parse(body.toString()) as { Id?: string };
  if (id !== undefined) names.set(id, decodeURIComponent(name));
}
