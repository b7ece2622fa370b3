import type { IncomingHttpHeaders } from 'node:http';
import { SOURCES } from '../incident/alerts/vendors';
import { cleanLine } from '../incident/text/clean-text';

/** Where a vendor puts its own id of a delivery beside the body, by type. */
const HEADERS: Readonly<Record<string, string>> = {
  // docs.aws.amazon.com/sns, "HTTP/HTTPS headers": also with raw message delivery, whose body has no id.
  cloudwatch: 'x-amz-sns-message-id',
  // docs.sentry.io, "Integration Platform: Webhooks".
  sentry: 'request-id',
};
const MAX_ID = 200;

/** The vendor's id of this delivery, equal in each retry; null if it has none. `value` is the body as read. */
export function messageIdOf(type: string, headers: IncomingHttpHeaders, value: unknown): string | null {
  const header = Object.hasOwn(HEADERS, type) ? headers[HEADERS[type] ?? ''] : undefined;
  const id = SOURCES.find(({ name }) => name === type)?.messageId?.(value) ?? (typeof header === 'string' ? header : '');
  return cleanLine(id, MAX_ID) || null;
}
