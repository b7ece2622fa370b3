import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { LISTEN_ALLOWED, type Listen } from '../config/gateway-settings';
import { InvalidInputError } from '../incident/text/errors';

/** What stands in the way of listening, for the errors that a setting causes. */
const PROBLEMS: Readonly<Record<string, string>> = {
  EADDRINUSE: 'is taken by another process',
  EADDRNOTAVAIL: 'is not an address of this machine',
  EACCES: 'may not be used by this user',
  ENOTFOUND: 'names a host that is not known',
  EAI_AGAIN: 'names a host that cannot be looked up',
};

/** Starts to listen. Returns the port, which may have been left open. @throws InvalidInputError if another one has to be set. */
export async function listen(server: FastifyInstance, at: Listen, field: string): Promise<number> {
  try {
    // A copy, because fastify adds to it.
    await server.listen({ ...at });
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    const problem = Object.hasOwn(PROBLEMS, code) ? PROBLEMS[code] : undefined;
    if (problem === undefined) throw error;
    throw new InvalidInputError(field, `${addressOf(at)} ${problem}`, `a free ${LISTEN_ALLOWED}`);
  }
  return (server.server.address() as AddressInfo).port;
}

export const addressOf = ({ host, port }: Listen): string => `${host.includes(':') ? `[${host}]` : host}:${port}`;
