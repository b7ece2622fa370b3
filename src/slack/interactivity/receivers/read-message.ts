import { type Fields, isFields, own } from '../../../incident/text/read-fields';

/** What Slack says over the WebSocket (docs.slack.dev, "Using Socket Mode"). */
export type SocketMessage =
  /** The connection works. */
  | { readonly kind: 'hello' }
  /** Slack will close the connection; `reason` is a word of Slack's, if it gave one. */
  | { readonly kind: 'disconnect'; readonly reason: string | null }
  /** Something that a person did, or that happened, in an envelope to be acknowledged. */
  | { readonly kind: 'request'; readonly envelopeId: string; readonly body: Fields }
  | { readonly kind: 'unreadable' };

const UNREADABLE: SocketMessage = { kind: 'unreadable' };
const REASON = /^[a-z_]{1,40}$/;

/** Null stands for a binary message, of which Slack has none. */
export function readMessage(text: string | null): SocketMessage {
  const fields = text === null ? null : fieldsOf(text);
  if (fields === null) return UNREADABLE;
  const type = own(fields, 'type');
  if (type === 'hello') return { kind: 'hello' };
  if (type === 'disconnect') {
    const reason = own(fields, 'reason');
    return { kind: 'disconnect', reason: typeof reason === 'string' && REASON.test(reason) ? reason : null };
  }
  const envelopeId = own(fields, 'envelope_id');
  const body = own(fields, 'payload');
  return typeof envelopeId === 'string' && envelopeId !== '' && isFields(body) ? { kind: 'request', envelopeId, body } : UNREADABLE;
}

function fieldsOf(text: string): Fields | null {
  try {
    const value: unknown = JSON.parse(text);
    return isFields(value) ? value : null;
  } catch {
    return null;
  }
}
