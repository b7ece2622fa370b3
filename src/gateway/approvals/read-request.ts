import { InvalidInputError } from '../../incident/text/errors';
import { type Fields, isFields, own, shown } from '../../incident/text/read-fields';
import { isRefusal, type Refusal } from '../../incident/text/refusal';
import { faulty } from '../../incident/text/unfit';

const NOTHING_DONE = 'Nothing was changed.';

/** The fields of a body; one that is not known is a mistake. @throws InvalidInputError */
export function readFields(body: Buffer, known: readonly string[]): Fields {
  let value: unknown;
  try {
    value = JSON.parse(body.toString('utf8'));
  } catch {
    throw faulty('body', 'is not JSON', 'a JSON object');
  }
  if (!isFields(value)) throw faulty('body', 'is not a JSON object', 'a JSON object');
  const other = Object.keys(value).find((key) => !known.includes(key));
  if (other !== undefined) throw faulty(shown(other), 'is not a known field', known.join(', '));
  return value;
}

/** What was read of a field, or the error that names it. @throws InvalidInputError */
export function readable<Value>(read: Value | Refusal): Value {
  if (!isRefusal(read)) return read;
  const { field = 'body', problem = read.message, allowed } = read;
  throw new InvalidInputError(field, problem, allowed, { hint: NOTHING_DONE, reason: problem });
}

const MAX_PARAMETERS = 20;
const MAX_VALUE_CHARS = 1_000;
const PARAMETERS = `an object of at most ${MAX_PARAMETERS} texts of at most ${MAX_VALUE_CHARS} characters`;

/** @throws InvalidInputError */
export function readParameters(fields: Fields): Readonly<Record<string, string>> {
  const given = own(fields, 'parameters') ?? {};
  const values = isFields(given) ? Object.entries(given) : null;
  const areFit = values?.every(([, value]) => typeof value === 'string' && value.length <= MAX_VALUE_CHARS) ?? false;
  if (values === null || !areFit || values.length > MAX_PARAMETERS) throw faulty('parameters', 'cannot be used', PARAMETERS);
  return Object.fromEntries(values) as Record<string, string>;
}
