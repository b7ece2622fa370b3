import type { IncomingHttpHeaders } from 'node:http';
import { cleanLine } from '../incident/text/clean-text';

/** Where a vendor puts its own id of a delivery beside the body, by type. */
const HEADERS: Readonly<Record<string, string>> = {
  // docs.aws.amazon.com/sns, "HTTP/HTTPS headers": also with raw message delivery, whose body has no id.
  cloudwatch: 'x-amz-sns-message-id',
  // docs.sentry.io, "Integration Platform: Webhooks".
  sentry: 'request-id',
};
const MAX_ID = 200;

/** The vendor's id of this delivery; null if it has none. */
export function messageIdIn(type: string, headers: IncomingHttpHeaders): string | null {
  const name = Object.hasOwn(HEADERS, type) ? HEADERS[type] : undefined;
  const value = name === undefined ? undefined : headers[name];
  return typeof value === 'string' ? cleanLine(value, MAX_ID) || null : null;
}
