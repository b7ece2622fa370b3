import { type ParseArgsConfig, parseArgs } from 'node:util';
import { EXIT, type ExitCode } from './exit-codes';
import { InvalidInputError } from './incident/text/errors';

/** Runs a process to its end. A problem is printed with its remedy; `exitCodeOf` says what the process exits with because of it. */
export function runProcess(main: () => Promise<void>, exitCodeOf: (error: unknown) => ExitCode): void {
  main().then(
    // Calls that are still waiting must not keep the process alive.
    () => process.exit(EXIT.done),
    (error: unknown) => {
      const { message, hint, stack } = error as Error & { hint?: string };
      process.stderr.write(`${message}\n${hint ? `${hint}\n` : ''}`);
      if (process.env.DEBUG) process.stderr.write(`${stack}\n`);
      process.exit(exitCodeOf(error));
    },
  );
}

/** The flags of a process. @throws InvalidInputError naming those that are allowed. */
export function readFlags<Options extends NonNullable<ParseArgsConfig['options']>>(args: readonly string[], options: Options) {
  try {
    return parseArgs({ args: [...args], options, strict: true }).values;
  } catch (error) {
    const [message = ''] = (error as Error).message.split('. ');
    const allowed = Object.keys(options).map((name) => `--${name}`);
    throw new InvalidInputError('arguments', message, allowed.join(', '));
  }
}
