export const EVENT_TYPE = 'incident_message';

/** The key in the metadata of one of our messages; empty for other messages. */
export function keyOf(message: object): string {
  const { metadata } = message as { metadata?: { event_type?: string; event_payload?: { key?: unknown } } };
  const key = metadata?.event_payload?.key;
  return metadata?.event_type === EVENT_TYPE && typeof key === 'string' ? key : '';
}
