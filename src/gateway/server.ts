import { randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { ApprovalDesk } from '../approval/desk/desk';
import type { Principal } from '../incident/model/actions/principal';
import { cleanLine } from '../incident/text/clean-text';
import { type AgentParts, openToAgents } from './agent-requests';
import { answerError, MAX_BODY_BYTES } from './answer-error';
import type { GatewayAnswers } from './answers';
import { takeDecision, takeProposal } from './approvals/doors';
import type { Authenticator, RequestHead } from './auth/authenticator';
import { bearer } from './auth/shared-secret';
import type { Door } from './door';
import { type FeedReception, feedHeartbeat, type Heartbeat } from './heartbeats';
import { InFlight } from './in-flight';
import type { Instance } from './instances';
import type { People } from './people';
import { type Delivery, type Reception, receiveAlerts } from './receive-alerts';
import { notFound, RequestError, tryLater, unauthenticated } from './request-error';
import { announcedBytes, headOf, type Route, sentIn, takeContentType } from './request-parts';
import { receiveFromSlack, type SlackParts } from './slack-requests';

/** Slow senders are cut off, so that they cannot hold all connections. */
const LIMITS = {
  headersTimeoutMs: 10_000,
  /** For the whole request, body included. */
  requestTimeoutMs: 20_000,
  idleTimeoutMs: 60_000,
  keepAliveTimeoutMs: 30_000,
  checkEveryMs: 1_000,
  headerBytes: 16_384,
  headers: 100,
  connections: 2_000,
  requests: 1_000,
  bodyBytes: 256 * 1_024 * 1_024,
} as const;

export interface GatewayParts extends Reception, FeedReception {
  readonly instances: ReadonlyMap<string, Instance>;
  readonly heartbeats: ReadonlyMap<string, Heartbeat>;
  /** Whether the gateway has reached Temporal once. */
  readonly isReady: () => boolean;
  /** Absent if no one acts from Slack. */
  readonly slack?: SlackParts | undefined;
  /** Who may propose and approve actions, and where that goes; absent where nobody may. */
  readonly approvals?: { readonly people: People; readonly desk: ApprovalDesk } | undefined;
  /** Absent where agents cannot act. */
  readonly agents?: AgentParts | undefined;
}

/** The HTTP server, not yet listening. */
export function createServer(parts: GatewayParts): FastifyInstance {
  const { instances, heartbeats, isReady, log, slack, approvals, agents } = parts;
  const server = Fastify({
    logger: false,
    bodyLimit: MAX_BODY_BYTES,
    requestTimeout: LIMITS.requestTimeoutMs,
    connectionTimeout: LIMITS.idleTimeoutMs,
    keepAliveTimeout: LIMITS.keepAliveTimeoutMs,
    forceCloseConnections: 'idle',
    // Fastify's own answer has no Retry-After.
    return503OnClosing: false,
    http: {
      headersTimeout: LIMITS.headersTimeoutMs,
      connectionsCheckingInterval: LIMITS.checkEveryMs,
      maxHeaderSize: LIMITS.headerBytes,
    },
    // An address that cannot be read: fastify's own messages quote it, and it may hold a token.
    frameworkErrors: (_, request, reply) => void answer(notFound(), request, reply),
    clientErrorHandler: answerUnreadable,
  });
  server.server.maxHeadersCount = LIMITS.headers;
  server.server.maxConnections = LIMITS.connections;

  async function answer(error: unknown, request: Answered, reply: Pick<FastifyReply, 'code'>): Promise<unknown> {
    const path = cleanLine(request.url.split('?')[0] ?? '', MAX_PATH_CHARS);
    const { status, headers, body } = answerError(error, log, { source: request.door?.name ?? request.principal?.token, path });
    return reply.code(status).headers(headers).send(body);
  }

  // The path alone says how a body is read.
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('*', { parseAs: 'buffer' }, (_, body, done) => done(null, body));
  server.decorateRequest('door', null);
  server.decorateRequest('principal', null);
  server.decorateRequest('contentType', undefined);
  server.setErrorHandler(answer);
  server.setNotFoundHandler(() => {
    throw notFound();
  });

  let isStopping = false;
  server.addHook('preClose', async () => {
    isStopping = true;
  });
  server.addHook('onSend', async (_, reply) => {
    // Otherwise a connection would stay open until the sender closes it.
    if (isStopping) reply.header('connection', 'close');
  });

  server.get(
    '/healthz',
    async (): Promise<GatewayAnswers['gateway-health']> => ({
      status: 'ok',
      slack: { mode: slack?.intake.mode ?? 'off', lastRequestAt: slack?.intake.lastRequestAt() ?? null },
    }),
  );
  server.get('/readyz', async (_, reply) => {
    const isUp = isReady() && !isStopping;
    const answer: GatewayAnswers['gateway-ready'] = { status: isUp ? 'ready' : isStopping ? 'stopping' : 'starting' };
    return reply.code(isUp ? 200 : 503).send(answer);
  });

  const inFlight = new InFlight({ requests: LIMITS.requests, bytes: LIMITS.bodyBytes });
  // Where a signature covers the body, anyone can occupy the gateway with slow bodies. So these sources share only a part of it.
  const unverified = new InFlight({ requests: LIMITS.requests / 4, bytes: LIMITS.bodyBytes / 4 });
  function takeRoom({ authenticator }: Pick<Door, 'authenticator'>, reply: FastifyReply, bytes: number): void {
    const rooms = authenticator.checkBody === undefined ? [inFlight] : [unverified, inFlight];
    for (const room of rooms) reply.raw.once('close', room.enter(bytes));
  }
  function expectPost({ method }: FastifyRequest<Route>): void {
    if (method !== 'POST') throw postOnly();
    if (isStopping) throw tryLater('stopping', 'the gateway is being stopped');
  }
  function open<Kind extends Door>(
    path: string,
    doors: ReadonlyMap<string, Kind>,
    receive: (door: Kind, sent: Delivery) => Promise<GatewayAnswers[keyof GatewayAnswers]>,
  ): void {
    server.all<Route>(path, {
      async onRequest(request, reply) {
        expectPost(request);
        request.door = admit(doors, request.params.name, headOf(request));
        takeRoom(request.door, reply, announcedBytes(request));
        takeContentType(request);
      },
      async handler(request, reply) {
        const door = request.door === null ? undefined : doors.get(request.door.name);
        if (door === undefined) throw notFound();
        return reply.code(202).send(await receive(door, sentIn(request)));
      },
    });
  }
  if (slack?.requests !== undefined) {
    const { requests } = slack;
    const { authenticator } = requests;
    server.all<Route>('/slack/events', {
      async onRequest(request, reply) {
        expectPost(request);
        const refused = authenticator.checkHead(headOf(request));
        if (refused !== null) throw unauthenticated(authenticator, refused);
        takeRoom(requests, reply, announcedBytes(request));
        takeContentType(request);
      },
      handler: (request, reply) => receiveFromSlack(requests, sentIn(request), reply),
    });
  }
  if (approvals !== undefined) {
    const { people, desk } = approvals;
    const openToPeople = (
      path: string,
      status: 200 | 202,
      receive: (who: Principal, body: Buffer, name: string) => Promise<PersonAnswer>,
    ) => {
      server.all<Route>(path, {
        bodyLimit: PEOPLE_BODY_BYTES,
        async onRequest(request, reply) {
          expectPost(request);
          request.principal = await people.admit(headOf(request));
          reply.raw.once('close', inFlight.enter(announcedBytes(request)));
          takeContentType(request);
        },
        async handler(request, reply) {
          if (request.principal === null) throw notFound();
          return reply.code(status).send(await receive(request.principal, sentIn(request).body, request.params.name));
        },
      });
    };
    openToPeople('/proposals', 202, (who, body) => takeProposal(desk, who, body));
    openToPeople('/approvals/:name', 200, (who, body, proposalId) => takeDecision(desk, who, proposalId, body));
  }
  if (agents !== undefined) openToAgents(server, agents, expectPost);
  open('/webhooks/:name', instances, (instance, delivery) => receiveAlerts(parts, instance, delivery));
  open('/heartbeats/:name', heartbeats, (heartbeat) => feedHeartbeat(parts, heartbeat));
  return server;
}

/** Of a request of a person, who says a few things. */
const PEOPLE_BODY_BYTES = 65_536;

type PersonAnswer = GatewayAnswers['gateway-proposal' | 'gateway-approval'];

/** What is answered: a request, as far as it was read. */
type Answered = { readonly url: string; readonly door?: Door | null; readonly principal?: Principal | null };

/** Of an address, in the log. */
const MAX_PATH_CHARS = 100;

/** Checked for a name that is not known, so that the answer takes as long as for one that is. */
const STRANGER: Authenticator = bearer([{ value: () => NO_ONE_KNOWS, refresh: () => NO_ONE_KNOWS }]);
const NO_ONE_KNOWS = randomUUID();

/** The door whose sender this seems to be, as far as the head tells. @throws RequestError */
function admit<Kind extends Door>(doors: ReadonlyMap<string, Kind>, name: string, head: RequestHead): Kind {
  const door = doors.get(name);
  const { checkHead } = door?.authenticator ?? STRANGER;
  const refused = checkHead(head);
  if (door === undefined) throw notFound();
  if (refused !== null) throw unauthenticated(door.authenticator, refused);
  return door;
}

function postOnly(): RequestError {
  const headers = { allow: 'POST' };
  return new RequestError({ status: 405, code: 'method_not_allowed', message: 'this address accepts only POST', headers });
}

/** What is not HTTP, or takes too long, has no request that could be answered. */
function answerUnreadable(error: Error & { code?: string }, socket: Socket): void {
  if (!socket.writable || error.code === 'ECONNRESET') return void socket.destroy();
  const [status, message] =
    error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
      ? ['408 Request Timeout', 'the request took too long']
      : error.code === 'HPE_HEADER_OVERFLOW'
        ? ['431 Request Header Fields Too Large', `the headers are larger than ${LIMITS.headerBytes} bytes`]
        : ['400 Bad Request', 'the request is not HTTP'];
  const body = JSON.stringify({ error: { code: 'bad_request', message, field: null, allowed: null, hint: null } });
  socket.end(`HTTP/1.1 ${status}\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\nconnection: close\r\n\r\n${body}`);
}
