import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Principal } from '../incident/model/actions/principal';
import { InFlight } from './in-flight';
import { refuseOtherHosts } from './own-hosts';
import type { People } from './people';
import { notFound } from './request-error';
import { announcedBytes, headOf, type Route, takeContentType } from './request-parts';

/** Where requests of agents go. */
export interface AgentIntake {
  take(request: {
    readonly principal: Principal;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: Uint8Array;
    /** Fires when the sender has gone. */
    readonly gone: AbortSignal;
  }): Promise<Response>;
}

export interface AgentParts {
  readonly people: People;
  readonly intake: AgentIntake;
  /** Names of this gateway, besides those of this machine. */
  readonly hosts: readonly string[];
}

const BODY_BYTES = 1_024 * 1_024;
/** Agents wait for news, so they have room of their own. */
const ROOM = { requests: 200, bytes: 32 * BODY_BYTES };

/** The address for agents. It is on as long as the file of the tokens is there. */
export function openToAgents(
  server: FastifyInstance,
  { people, intake, hosts }: AgentParts,
  expectPost: (request: FastifyRequest<Route>) => void,
): void {
  const room = new InFlight(ROOM);
  server.all<Route>('/mcp', {
    bodyLimit: BODY_BYTES,
    async onRequest(request, reply) {
      if (!people.areKnown) throw notFound();
      refuseOtherHosts(request.headers, hosts);
      expectPost(request);
      request.principal = await people.admit(headOf(request));
      reply.raw.once('close', room.enter(Math.min(announcedBytes(request), BODY_BYTES)));
      takeContentType(request);
    },
    async handler(request, reply) {
      const { principal, body } = request;
      if (principal === null) throw notFound();
      const gone = new AbortController();
      reply.raw.once('close', () => gone.abort());
      const sent = Buffer.isBuffer(body) ? body : Buffer.alloc(0);
      return answerWith(reply, await intake.take({ principal, headers: headersOf(request), body: sent, gone: gone.signal }));
    },
  });
}

/** What the protocol looks at. The token is not among them: it is of no use to whoever handles the request. */
const HEADERS = /^(?:accept|user-agent|last-event-id|mcp-[a-z-]{1,40})$/;

function headersOf({ headers, contentType }: FastifyRequest<Route>): Record<string, string> {
  const kept = Object.entries(headers).filter(([name, value]) => HEADERS.test(name) && typeof value === 'string');
  return { ...(Object.fromEntries(kept) as Record<string, string>), ...(contentType === undefined ? {} : { 'content-type': contentType }) };
}

function answerWith(reply: FastifyReply, { status, headers, body }: Response): FastifyReply {
  reply.code(status).headers(Object.fromEntries(headers));
  return body === null ? reply.send() : reply.send(Readable.fromWeb(body as Parameters<typeof Readable.fromWeb>[0]));
}
