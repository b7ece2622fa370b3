import { createHmac } from 'node:crypto';
import type { Payload } from './payloads';

/** Slack waits no longer for an app. */
const LIMIT_MS = 3_000;

export interface Reply {
  /** Null if the app could not be reached, or did not answer in time. */
  readonly status: number | null;
  readonly body: string;
}

/** The headers by which an app knows that a request comes from Slack. */
export function signed(body: string, secret: string, seconds: number): Readonly<Record<string, string>> {
  const signature = createHmac('sha256', secret).update(`v0:${seconds}:${body}`).digest('hex');
  return { 'x-slack-request-timestamp': String(seconds), 'x-slack-signature': `v0=${signature}` };
}

/** Sends signed requests to the app, as Slack does. */
export class GatewayDoor {
  /** Null until the gateway is up. */
  url: string | null = null;
  readonly #secret: string;

  constructor(secret: string) {
    this.#secret = secret;
  }

  interaction(payload: Payload): Promise<Reply> {
    return this.command({ payload: JSON.stringify(payload) });
  }

  command(fields: Readonly<Record<string, string>>): Promise<Reply> {
    return this.#send(new URLSearchParams(fields).toString(), 'application/x-www-form-urlencoded');
  }

  event(payload: Payload): Promise<Reply> {
    return this.#send(JSON.stringify(payload), 'application/json');
  }

  async #send(body: string, type: string): Promise<Reply> {
    if (this.url === null) return { status: null, body: 'the gateway is not up' };
    const headers = { 'content-type': type, 'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)' };
    try {
      const answer = await fetch(`${this.url}/slack/events`, {
        method: 'POST',
        headers: { ...headers, ...signed(body, this.#secret, Math.floor(Date.now() / 1_000)) },
        body,
        redirect: 'error',
        signal: AbortSignal.timeout(LIMIT_MS),
      });
      return { status: answer.status, body: await answer.text() };
    } catch (error) {
      return { status: null, body: (error as Error).name === 'TimeoutError' ? 'operation_timeout' : 'dispatch_failed' };
    }
  }
}
