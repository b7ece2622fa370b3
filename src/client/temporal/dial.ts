import { createConnection } from 'node:net';

const WORDS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  ENOTFOUND: 'no such host',
  EAI_AGAIN: 'cannot resolve the host name',
  EHOSTUNREACH: 'no route to host',
  ENETUNREACH: 'no route to host',
};

const DEFAULT_PORT = 7_233;

/**
 * Says in words why nothing is listening at `HOST:PORT`. Null if something is, or if there is no answer within the limit.
 * gRPC itself only says that its deadline passed.
 */
export async function whyUnreachable(address: string, limitMs: number): Promise<string | null> {
  const { host, port } = hostAndPort(address);
  return new Promise((resolve) => {
    const socket = createConnection({ host, port, timeout: limitMs });
    const end = (why: string | null): void => {
      socket.destroy();
      resolve(why);
    };
    socket.once('connect', () => end(null));
    socket.once('timeout', () => end(null));
    socket.once('error', ({ code = '', message }: NodeJS.ErrnoException) => end(WORDS[code] ?? message));
  });
}

/** Reads `HOST`, `HOST:PORT` or `[IPV6]:PORT`. The default port is Temporal's. */
export function hostAndPort(address: string): { host: string; port: number } {
  const [, bracketed, plain, port] = /^(?:\[([^\]]+)\]|([^:]*))(?::(\d{1,5}))?$/.exec(address) ?? [];
  return { host: bracketed ?? plain ?? address, port: port === undefined ? DEFAULT_PORT : Number(port) };
}
