import { once } from 'node:events';
import { type ClientHttp2Session, connect, createServer, type Http2Session, type ServerHttp2Stream } from 'node:http2';
import type { AddressInfo } from 'node:net';

/** The gRPC codes of a server's permanent refusals. */
export const REFUSALS = { notFound: 5, permissionDenied: 7, unauthenticated: 16 } as const;

export interface Refusal {
  /** Null leaves the call waiting for an answer that never comes. */
  readonly code: number | null;
  readonly message: string;
  /** Default: every call. */
  readonly matches?: (path: string) => boolean;
}

/**
 * A proxy in front of a Temporal server. It passes every call on, or refuses it as the server does if an API key was
 * revoked.
 */
export interface GrpcProxy {
  /** The worker's TEMPORAL_ADDRESS. */
  readonly address: string;
  /** Refuses calls from now on, including those that are waiting for an answer. Null passes everything on again. */
  refuse(refusal: Refusal | null): void;
  /** Number of calls refused so far. */
  readonly refusals: number;
  /** While down, no connection is accepted, and every open one is cut. */
  setDown(down: boolean): void;
  /** Number of connections cut or not accepted so far. */
  readonly cuts: number;
  stop(): Promise<void>;
}

interface Call {
  readonly path: string;
  readonly refuse: (refusal: Refusal) => void;
}

export async function startGrpcProxy(target: string): Promise<GrpcProxy> {
  let refusal: Refusal | null = null;
  let isDown = false;
  let refusals = 0;
  let cuts = 0;
  const sessions = new Set<Http2Session>();
  const calls = new Set<Call>();
  const isRefused = (path: string): boolean => refusal !== null && (refusal.matches?.(path) ?? true);
  const server = createServer();
  server.on('session', (session) => {
    if (isDown) {
      cuts += 1;
      return session.destroy();
    }
    const upstream = connect(`http://${target}`);
    sessions.add(session);
    upstream.on('error', () => session.destroy());
    session.on('error', () => undefined);
    session.on('close', () => {
      sessions.delete(session);
      upstream.destroy();
    });
    session.on('stream', (stream: ServerHttp2Stream, headers) => {
      stream.on('error', () => undefined);
      const path = String(headers[':path']);
      const ending = handOn(stream, headers, upstream);
      const call: Call = {
        path,
        refuse: ({ code, message }) => {
          refusals += 1;
          ending();
          if (code === null) return;
          if (!stream.headersSent) stream.respond({ ...GRPC, 'grpc-status': String(code), 'grpc-message': message }, { endStream: true });
          else stream.close();
        },
      };
      if (refusal !== null && isRefused(path)) return call.refuse(refusal);
      calls.add(call);
      stream.on('close', () => calls.delete(call));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    refuse(next) {
      refusal = next;
      if (next === null) return;
      for (const call of [...calls].filter(({ path }) => isRefused(path))) call.refuse(next);
    },
    get refusals() {
      return refusals;
    },
    setDown(down) {
      isDown = down;
      if (!down) return;
      cuts += sessions.size;
      for (const session of sessions) session.destroy();
    },
    get cuts() {
      return cuts;
    },
    async stop() {
      for (const session of sessions) session.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

const GRPC = { ':status': 200, 'content-type': 'application/grpc' } as const;

/** Passes one call on in both directions; returns a function that cancels it. */
function handOn(stream: ServerHttp2Stream, headers: object, upstream: ClientHttp2Session): () => void {
  const forwarded = upstream.request({ ...headers, ':authority': undefined } as never);
  forwarded.on('error', () => stream.destroy());
  stream.pipe(forwarded);
  stream.on('close', () => forwarded.close());
  forwarded.on('response', (answer) => {
    if (stream.destroyed) return;
    const { ':status': status, ...others } = answer;
    const isWhole = 'grpc-status' in answer;
    stream.respond({ ':status': status, ...others } as never, { waitForTrailers: !isWhole, endStream: isWhole });
    if (isWhole) return;
    let trailers = {};
    forwarded.on('trailers', (last) => {
      trailers = { ...last };
    });
    stream.on('wantTrailers', () => void (stream.destroyed || stream.sendTrailers(trailers)));
    forwarded.pipe(stream);
  });
  return () => {
    stream.unpipe(forwarded);
    forwarded.unpipe(stream);
    forwarded.removeAllListeners('response');
    forwarded.close();
  };
}
