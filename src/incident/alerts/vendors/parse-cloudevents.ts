import type { NormalizedEvent } from '../../model/incident';
import { cleanLine } from '../../text/clean-text';
import { InvalidInputError } from '../../text/errors';
import { identityOf } from '../../text/identity';
import { type Fields, isFields, own, plainText, shown } from '../../text/read-fields';
import { TITLE_CHARS } from '../../text/text-limits';
import { unquoted, unquotedBase64 } from '../quoted-json';

const SOURCE = 'cloudevents';

/** Reads a value as whatever alert its shape says it is. */
export type ReadByShape = (value: unknown, receivedAt: string, fallbackTitle: string) => readonly NormalizedEvent[];

/** True for an event in structured mode, and for one in binary mode after the gateway has turned its headers into the same fields. */
export function looksLikeCloudEvents(event: unknown): event is Fields {
  return (
    isFields(event) &&
    typeof own(event, 'specversion') === 'string' &&
    own(event, 'type') !== undefined &&
    own(event, 'source') !== undefined
  );
}

/** The event's id, which only together with its source is unique; none for a batch. */
export function cloudEventMessageId(event: unknown): string | undefined {
  if (!looksLikeCloudEvents(event)) return undefined;
  const [id, source] = [plainText(own(event, 'id')), plainText(own(event, 'source'))];
  return id === undefined || id === '' ? undefined : `${source ?? ''}#${id}`;
}

/**
 * Reads the alert that an event carries by the alert's own shape. What that lacks (status, time, title, identity) is taken from
 * the event.
 * https://github.com/cloudevents/spec/blob/main/cloudevents/formats/json-format.md
 */
export function parseCloudEvents(
  event: unknown,
  receivedAt: string,
  fallbackTitle: string,
  readByShape: ReadByShape,
): readonly NormalizedEvent[] {
  if (!isFields(event)) throw new InvalidInputError('body', `${shown(event)} is not an event`, 'a JSON object');
  const text = (name: string) => plainText(own(event, name)) ?? '';
  const [type, subject] = [text('type'), text('subject')];
  const title = cleanLine([subject, type].filter((part) => part !== '').join(': '), TITLE_CHARS) || fallbackTitle;
  // Only a subject says what the event is about: its type differs between the beginning and the end.
  const identity = subject === '' ? null : identityOf(SOURCE, `${text('source')}#${subject}`);
  return readByShape(withContext(dataOf(event), event), receivedAt, title).map((inner) => ({
    ...inner,
    source: SOURCE,
    fingerprint: inner.fingerprint === null ? identity : identityOf(SOURCE, inner.fingerprint.replace(/^generic:/, '')),
    labels: { ...(text('source') === '' ? {} : { source: cleanLine(text('source'), 500) }), ...inner.labels },
  }));
}

/** The data, which may be text with JSON in it, or bytes in base64. */
function dataOf(event: Fields): unknown {
  const encoded = own(event, 'data_base64');
  return typeof encoded === 'string' ? unquotedBase64(encoded) : unquoted(own(event, 'data'));
}

/** Data in the usual fields gets what the event says beside it; a vendor's own shape stays as it is. */
function withContext(data: unknown, event: Fields): unknown {
  if (Array.isArray(data)) return data;
  const context = { event_type: own(event, 'type'), time: own(event, 'time'), severity: own(event, 'severity') };
  if (isFields(data))
    return Object.fromEntries([...Object.entries(context).filter(([, value]) => value !== undefined), ...Object.entries(data)]);
  return typeof data === 'string' ? { ...context, description: data } : context;
}
