import type { FastifyReply } from 'fastify';
import type { Authenticator, RequestHead } from './auth/authenticator';
import { RateLimit } from './rate-limit';
import { unauthenticated } from './request-error';

/** Where requests from Slack go. */
export interface SlackIntake {
  readonly mode: 'http' | 'socket';
  /** When the last request came in whose sender was verified (RFC 3339); null if none has. */
  lastRequestAt(): string | null;
  take(request: { readonly contentType: string | undefined; readonly body: Buffer }): Promise<{
    readonly status: number;
    readonly body: string | object;
  }>;
}

export interface SlackParts {
  readonly intake: SlackIntake;
  /** Absent where requests come by Socket Mode. */
  readonly requests?: SlackRequests | undefined;
}

/** The address for Slack's requests over HTTP. */
export interface SlackRequests {
  readonly intake: SlackIntake;
  readonly authenticator: Authenticator;
  readonly rate: RateLimit;
}

/** Slack sends a request for each act of a person; a workspace in an incident makes far fewer. */
const REQUESTS_PER_MINUTE = 6_000;

export function createSlackRequests(intake: SlackIntake, authenticator: Authenticator): SlackRequests {
  return { intake, authenticator, rate: new RateLimit(REQUESTS_PER_MINUTE) };
}

/** Verifies and hands over one request whose head is verified. @throws RequestError */
export async function receiveFromSlack(
  { intake, authenticator, rate }: SlackRequests,
  { head, contentType, body }: { readonly head: RequestHead; readonly contentType: string | undefined; readonly body: Buffer },
  reply: FastifyReply,
): Promise<FastifyReply> {
  const refused = (await authenticator.checkBody?.(head, body)) ?? null;
  if (refused !== null) throw unauthenticated(authenticator, refused);
  await rate.take();
  const answer = await intake.take({ contentType, body });
  return reply.code(answer.status).send(answer.body);
}
