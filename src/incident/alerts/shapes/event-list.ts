import type { NormalizedEvent } from '../../model/incident';
import { InvalidInputError } from '../../text/errors';
import { gravestFirst } from '../event-order';
import { FieldProblems } from '../field-problems';

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
  if (events.length === 0) throw refused ?? new InvalidInputError(field, 'is empty', 'at least one message');
  const keys = events.map(({ fingerprint }) => fingerprint).filter((fingerprint) => fingerprint !== null);
  const [first, ...others] = new Set(keys).size === keys.length ? gravestFirst(events) : events;
  return first === undefined ? [] : [{ ...first, problems: [...strays.list(), ...(first.problems ?? [])] }, ...others];
}
