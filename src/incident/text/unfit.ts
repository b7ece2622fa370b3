import { InvalidInputError } from './errors';
import { shown } from './read-fields';

/** The error for a value that its field cannot have, quoting it; `reason` says why without the value: "is not a list". */
export function unfit(field: string, value: unknown, reason: string, allowed: string): InvalidInputError {
  return value === undefined
    ? faulty(field, 'is missing', allowed)
    : new InvalidInputError(field, `${shown(value)} ${reason}`, allowed, { reason });
}

/** The error for a fault that is told without quoting anything that was sent. */
export function faulty(field: string, reason: string, allowed: string): InvalidInputError {
  return new InvalidInputError(field, reason, allowed, { reason });
}
