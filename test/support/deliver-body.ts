import { createHash } from 'node:crypto';
import type { AlertClient } from '../../src/client/temporal/alert-client';
import { parseEventText } from '../../src/incident/alerts/parse-events';

/** Delivers a body as a gateway does that received it at this time. Returns the key of the first alert's group. */
export async function deliverBody(alerts: AlertClient, body: object, receivedAtMs: number): Promise<string> {
  const text = JSON.stringify(body);
  const receivedAt = new Date(receivedAtMs).toISOString();
  const events = parseEventText(text, { receivedAt });
  const bodyDigest = createHash('sha256').update(text).digest('hex');
  const { accepted } = await alerts.deliver({ instance: 'test-am', events, messageId: null, bodyDigest, receivedAt });
  return accepted[0]?.group ?? '';
}
