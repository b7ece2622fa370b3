import type { NormalizedEvent } from '../model/incident';
import { InvalidInputError } from '../text/errors';
import { jsonBytes } from '../text/json-bytes';
import { labelsWithin } from './labels';
import { type ParseOptions, parseEvents } from './parse-events';
import { MAX_REDUCED_LABEL, REDUCED_FIELD } from './parse-reduced';

/** Temporal allows 2 MB per payload, and the request holds more than the event. */
const MAX_SENT_BYTES = 1_000_000;
/** A short description is enough for every group but the one that opens the incident. */
const MAX_OTHER_DESCRIPTION = 300;

/**
 * The body as sent to Temporal: unchanged or, if it is too large for one payload, its events as read. Counts, severity,
 * status and labels cover every alert; only what an incident would not keep anyway is dropped. If there are too many groups
 * to fit, the most severe are kept, and a problem recorded on the first says how many were dropped.
 * @throws InvalidInputError as reading does; naming `body` if it cannot be reduced.
 */
export function reduceBody(body: unknown, options: ParseOptions): unknown {
  if (jsonBytes(body) <= MAX_SENT_BYTES) return body;
  const [first, ...others] = parseEvents(body, options).map(withinBounds);
  if (first === undefined) return body;
  const fitting: NormalizedEvent[] = [];
  let room = MAX_SENT_BYTES - jsonBytes(first) - 1_000;
  if (room < 0)
    throw new InvalidInputError('body', `is ${jsonBytes(first)} bytes long even when reduced`, `at most ${MAX_SENT_BYTES} bytes`);
  for (const event of others) {
    const short = { ...event, description: event.description.slice(0, MAX_OTHER_DESCRIPTION) };
    room -= jsonBytes(short);
    if (room < 0) break;
    fitting.push(short);
  }
  const missing = others.length - fitting.length;
  const problem = {
    field: 'body',
    value: missing === 1 ? '1 more group' : `${missing} more groups`,
    taken: 'nothing, because the body is too large',
  };
  const told = missing === 0 ? first : { ...first, problems: [...(first.problems ?? []), problem] };
  return { [REDUCED_FIELD]: [told, ...fitting] };
}

/** Labels decide privacy, so as many as possible are kept whole; the longest are cut first, and all names remain. */
function withinBounds(event: NormalizedEvent): NormalizedEvent {
  const names = Object.keys(event.labels);
  const kept = labelsWithin(event.labels, names, MAX_REDUCED_LABEL);
  // The labels stay in their original order, because an incident keeps the first ones.
  return { ...event, labels: Object.fromEntries(names.map((name) => [name, kept.get(name) ?? ''])) };
}
