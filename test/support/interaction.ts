import { createHmac } from 'node:crypto';

export const SIGNING_SECRET = 'signing-secret-of-tests';

/** A payload, a form as of a slash command, or an event. */
export type Interaction = { readonly payload: object } | { readonly form: Readonly<Record<string, string>> } | { readonly event: object };
export interface Reply {
  readonly status: number;
  readonly body: unknown;
}

/** The request as it is on the wire. */
export function wireOf(body: Interaction): { readonly text: string; readonly type: string } {
  if ('event' in body) return { text: JSON.stringify(body.event), type: 'application/json' };
  const form: Record<string, string> = 'payload' in body ? { payload: JSON.stringify(body.payload) } : { ...body.form };
  return { text: new URLSearchParams(form).toString(), type: 'application/x-www-form-urlencoded' };
}

export function signed(text: string, { at = Date.now(), secret = SIGNING_SECRET } = {}): Record<string, string> {
  const timestamp = String(Math.floor(at / 1_000));
  const signature = createHmac('sha256', secret).update(`v0:${timestamp}:${text}`).digest('hex');
  return { 'x-slack-request-timestamp': timestamp, 'x-slack-signature': `v0=${signature}` };
}
