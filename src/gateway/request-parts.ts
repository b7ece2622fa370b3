import type { FastifyRequest } from 'fastify';
import type { Principal } from '../incident/model/actions/principal';
import { MAX_BODY_BYTES } from './answer-error';
import type { RequestHead } from './auth/authenticator';
import type { Door } from './door';
import type { Delivery } from './receive-alerts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Set once the head of a request to it is verified. */
    door: Door | null;
    /** Set once the token in the head is known. */
    principal: Principal | null;
    /** As it was sent. */
    contentType: string | undefined;
  }
}

export interface Route {
  Params: { name: string };
  Querystring: { token?: unknown };
}

export function headOf({ headers, query }: FastifyRequest<Route>): RequestHead {
  return { headers, token: typeof query.token === 'string' ? query.token : undefined };
}

/** Without it, the parser for any type reads the body; fastify itself would refuse one that is not well formed. */
export function takeContentType(request: FastifyRequest<Route>): void {
  request.contentType = request.headers['content-type'];
  delete request.raw.headers['content-type'];
}

export function sentIn(request: FastifyRequest<Route>): Delivery {
  const { contentType, body } = request;
  return { head: headOf(request), contentType, body: Buffer.isBuffer(body) ? body : Buffer.alloc(0) };
}

/** The size of a body that does not announce it is not known until it is read. */
export function announcedBytes({ headers }: FastifyRequest<Route>): number {
  const announced = Number(headers['content-length']);
  return announced >= 0 && announced < MAX_BODY_BYTES ? announced : MAX_BODY_BYTES;
}
