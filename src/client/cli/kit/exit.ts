import { isDebug } from '../../../config';
import { EXIT } from '../../../exit-codes';
import { hideSecrets } from '../../../incident/text/hide-secrets';
import { note, printJson } from '../terminal/output';
import { paintFor } from '../terminal/style';
import { tellError } from './tell-error';
import { isHelp } from './usage';

/** Ends a command on purpose, after it has printed its output. */
export class Exit extends Error {
  constructor(readonly code: number) {
    super(`exit ${code}`);
  }
}

/** Runs a command. Anything it throws becomes one clear message and the documented exit code (see exit-codes.ts). */
export async function runCommand(argv: readonly string[], work: () => Promise<void>): Promise<void> {
  // If the reader closes the pipe early (`| head`), that is not a failure.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => process.exit(EXIT.done));
  const isJson = argv.includes('--json');
  // An uncaught error or rejection must not print a stack trace either.
  process.once('uncaughtException', (error) => process.exit(fail(error, isJson)));
  try {
    await work();
  } catch (error) {
    if (error instanceof Exit) process.exitCode = error.code;
    else if (!isHelp(error)) process.exitCode = fail(error, isJson);
  }
}

function fail(error: unknown, isJson: boolean): number {
  const { exit, json } = tellError(error);
  if (isJson) printJson('error', { error: json });
  else {
    const paint = paintFor(process.stderr);
    note(paint('red', json.message));
    if (json.hint !== null) note(json.hint);
  }
  if (isDebug()) note(hideSecrets(String((error as Error).stack)));
  return exit;
}
