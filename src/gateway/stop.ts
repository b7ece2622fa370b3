import type { FastifyInstance } from 'fastify';

/** A container is given 30 s. */
const LIMIT_MS = 20_000;

/** Accepts nothing more, and lets what was begun end within a limit. False if something was cut off. */
export async function stopServer(server: Pick<FastifyInstance, 'close'>, limitMs: number = LIMIT_MS): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), limitMs);
  });
  return Promise.race([server.close().then(() => true as const), limit]).finally(() => clearTimeout(timer));
}
