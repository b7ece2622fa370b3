import type { NormalizedEvent } from '../../model/incident';
import { InvalidInputError } from '../../text/errors';
import { faulty } from '../../text/unfit';
import { gravestFirst } from '../event-order';
import { FieldProblems } from '../field-problems';

/** Each is delivered by itself, so that more would keep everything else waiting. A group's own alerts are not meant. */
const MAX_MESSAGES = 10_000;

/** @throws InvalidInputError naming the field that lists more alerts than one delivery may hold. */
export function checkCount(list: readonly unknown[], field: string): void {
  if (list.length > MAX_MESSAGES) throw faulty(field, `lists ${list.length} alerts`, `at most ${MAX_MESSAGES} in one delivery`);
}

/**
 * The events of several messages in one delivery. One that cannot be read is a problem of the first event and does not lose the
 * others. The most severe firing event comes first, unless two concern one alert: then the order in which they happened counts.
 * @throws InvalidInputError of the first message if none can be read.
 */
export function eventsOfEach<Message>(
  messages: readonly Message[],
  field: string,
  read: (message: Message, field: string) => readonly NormalizedEvent[],
): readonly NormalizedEvent[] {
  checkCount(messages, field === '' ? 'body' : field);
  const strays = new FieldProblems();
  let refused: InvalidInputError | undefined;
  const events = messages.flatMap((message, index) => {
    try {
      return read(message, `${field}[${index}]`);
    } catch (error) {
      if (!(error instanceof InvalidInputError)) throw error;
      refused ??= error;
      strays.note(`${field}[${index}]`, error.message, 'nothing');
      return [];
    }
  });
  if (events.length === 0) throw refused ?? faulty(field, 'is empty', 'at least one message');
  const keys = events.map(({ fingerprint }) => fingerprint).filter((fingerprint) => fingerprint !== null);
  const [first, ...others] = new Set(keys).size === keys.length ? gravestFirst(events) : events;
  return first === undefined ? [] : [{ ...first, problems: [...strays.list(), ...(first.problems ?? [])] }, ...others];
}
