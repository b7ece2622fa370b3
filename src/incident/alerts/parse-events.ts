import { HEARTBEAT_SOURCE, type NormalizedEvent } from '../model/incident';
import { InvalidInputError } from '../text/errors';
import { isFields } from '../text/read-fields';
import { faulty, unfit } from '../text/unfit';
import { isTooDeep, MAX_DEPTH } from './json-depth';
import { type FieldMap, mapFields } from './map-fields';
import { looksReduced, parseReduced } from './parse-reduced';
import { readBody } from './read-body';
import { eventsOfEach } from './shapes/event-list';
import { KNOWN_SOURCES, SOURCES, type Source } from './vendors';
import { parseGeneric } from './vendors/parse-generic';

export interface ParseOptions {
  /** How to read it; default: recognised by its shape. */
  readonly source?: string | undefined;
  /** Used if the title is missing. */
  readonly fallbackTitle?: string | undefined;
  /** Used if the time is missing (RFC 3339). */
  readonly receivedAt: string;
  /**
   * Where an unknown sender keeps what the project's own fields hold: `title` at `$.check.name`. It counts for a body that is read
   * as generic: the mapped fields first, the usual names for the rest.
   */
  readonly map?: FieldMap | undefined;
}

/** Reads a raw body. @throws InvalidInputError naming `body` if it is not JSON in UTF-8, else the wrong field. */
export function parseEventText(text: string | Uint8Array, options: ParseOptions): readonly NormalizedEvent[] {
  return parseEvents(readBody(text), options);
}

/** Reads a JSON value; one vendor group becomes one event. @throws InvalidInputError naming the field. */
export function parseEvents(value: unknown, { source, fallbackTitle, receivedAt, map }: ParseOptions): readonly NormalizedEvent[] {
  if (typeof value !== 'object' || value === null) throw unfit('body', value, 'is not an alert', 'a JSON object or array');
  if (isTooDeep(value)) throw faulty('body', `has more than ${MAX_DEPTH} nested levels`, `at most ${MAX_DEPTH} levels`);
  if (looksReduced(value)) return parseReduced(value, receivedAt, [...KNOWN_SOURCES, HEARTBEAT_SOURCE]);
  const reader = SOURCES.find(({ name, looksLike }) => (source === undefined ? looksLike(value) : name === source));
  if (reader === undefined) throw unfit('source', source, 'is not a known source', KNOWN_SOURCES.join(', '));
  try {
    return readWith(reader, value, { source, fallbackTitle, receivedAt, map });
  } catch (error) {
    throw source === undefined ? error : asMixUp(error, reader, SOURCES.find(({ looksLike }) => looksLike(value)) ?? reader);
  }
}

function readWith(reader: Source, value: object, { source, fallbackTitle, receivedAt, map }: ParseOptions): readonly NormalizedEvent[] {
  if (map !== undefined && reader.name === 'generic') return parseGeneric(mapFields(value, map), receivedAt, fallbackTitle);
  const readers = Array.isArray(value) ? readersOfItems(value, reader, source) : null;
  if (readers === null) return reader.parse(value, receivedAt, fallbackTitle);
  const items = readers.map((of, index) => ({ of, item: (value as readonly unknown[])[index] }));
  return eventsOfEach(items, '', ({ of, item }) => of.parse(item, receivedAt, fallbackTitle));
}

/** The likeliest cause of a body that the sender's type cannot read is another type: the error says which, and how to set it. */
function asMixUp(error: unknown, { name: named }: Source, { name: likely }: Source): unknown {
  if (!(error instanceof InvalidInputError) || likely === named || likely === 'generic') return error;
  const mixUp = `this looks like an alert of ${likely}, but the source reads ${named}`;
  return new InvalidInputError(error.field, `${error.problem}; ${mixUp}`, error.allowed, {
    hint: `Set type: ${likely}, or type: auto, for this source, and restart the gateway. For a command: --source ${likely}`,
    reason: error.reason === undefined ? mixUp : `${error.reason}; ${mixUp}`,
  });
}

/** A reader for each item of a list that no vendor sends as a whole, but whose items are a vendor's; null for any other list. */
function readersOfItems(list: readonly unknown[], reader: Source, source: string | undefined): readonly Source[] | null {
  if (reader.readsLists === true && (source !== undefined || reader.name !== 'generic')) return null;
  if (source !== undefined) return list.some(isFields) ? list.map(() => reader) : null;
  const readers = list.map((item) => SOURCES.find(({ looksLike }) => looksLike(item)) ?? reader);
  return readers.some(({ name }) => name !== reader.name) ? readers : null;
}
