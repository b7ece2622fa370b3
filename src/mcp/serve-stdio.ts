import { once } from 'node:events';
import { serveStdio } from '@modelcontextprotocol/server/stdio';
import { createMcpServer, type ServerParts } from './server';

/** Serves one client on standard input and output, in the protocol that it speaks, until it leaves or the process is stopped. */
export async function serveOnStdio(parts: ServerParts, stopped: Promise<unknown>): Promise<void> {
  const handle = serveStdio(() => createMcpServer(parts), {
    onerror: ({ name }) => parts.log.error({ problem: name }, 'a message could not be handled'),
  });
  // A client that leaves closes its end; one that was killed breaks the pipe.
  const gone = [once(process.stdin, 'close'), once(process.stdin, 'end'), once(process.stdout, 'error')];
  await Promise.race([stopped, ...gone.map((one) => one.catch(() => undefined))]);
  await handle.close();
}
