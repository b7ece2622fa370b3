import { ConfigError, isDebug } from '../config';
import { EXIT } from '../exit-codes';
import { InvalidInputError } from '../incident/text/errors';

/** Prints what is wrong and what to do, on standard error. */
export function printError(error: unknown): void {
  const { message, hint, stack } = error as Partial<Error> & { hint?: string };
  process.stderr.write(`${message ?? String(error)}\n${hint ? `${hint}\n` : ''}`);
  if (isDebug()) process.stderr.write(`${stack}\n`);
}

/** Bad input, or a component that could not be obtained. */
export function exitCodeOf(error: unknown): number {
  return error instanceof InvalidInputError || error instanceof ConfigError ? EXIT.usage : EXIT.unreachable;
}
