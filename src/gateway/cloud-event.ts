import type { IncomingHttpHeaders } from 'node:http';
import { readBody } from '../incident/alerts/read-body';

const PREFIX = 'ce-';
const JSON_TYPE = /^[^;]*[/+]json\s*(?:;|$)/i;

/**
 * The event of a request in binary mode, as structured mode would send it: the attributes are headers, the data is the body. Null
 * for any other request.
 * https://github.com/cloudevents/spec/blob/main/cloudevents/bindings/http-protocol-binding.md, 3.1
 * @throws InvalidInputError naming `body` if its content type is JSON, or absent, and its data is not JSON.
 */
export function cloudEventIn(headers: IncomingHttpHeaders, contentType: string | undefined, body: Buffer): object | null {
  if (headers[`${PREFIX}specversion`] === undefined) return null;
  const attributes = Object.entries(headers).flatMap(([name, value]) =>
    name.startsWith(PREFIX) && typeof value === 'string' ? [[name.slice(PREFIX.length), decoded(value)] as const] : [],
  );
  return Object.fromEntries([...attributes, ...dataOf(contentType, body)]);
}

function dataOf(contentType: string | undefined, body: Buffer): readonly (readonly [string, unknown])[] {
  if (body.length === 0) return [];
  if (contentType === undefined || JSON_TYPE.test(contentType)) return [['data', readBody(body)]];
  return [['data_base64', body.toString('base64')]];
}

/** Spaces and other characters are percent-encoded in a header. */
function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
