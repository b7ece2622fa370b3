import { CommanderError } from 'commander';
import { ConfigError, isDebug } from '../../config';
import { cleanText } from '../../incident/clean-text';
import { IncidentError, InvalidInputError } from '../../incident/errors';
import { CommandRefusedError, IncidentClosedError, NoSuchIncidentError, ServiceUnreachableError } from '../errors';

/** What every command ends with. */
export const EXIT = { done: 0, failed: 1, usage: 2, unreachable: 3, missing: 4, refused: 5, timeout: 6 } as const;

/** Ends a command by choice, after it has said what there was to say. */
export class Exit extends Error {
  constructor(readonly code: number) {
    super(`exit ${code}`);
  }
}

interface Told {
  readonly exit: number;
  readonly code: string;
  readonly message: string;
  readonly field?: string;
  readonly allowed?: string;
  readonly hint?: string;
}

/** Runs a command's work; whatever it throws becomes one clear message and the exit code of the contract. */
export async function runCommand(isJson: () => boolean, work: () => Promise<void>): Promise<void> {
  // A reader that closes early (`| head`) is no failure.
  process.stdout.on('error', () => process.exit(EXIT.done));
  try {
    await work();
  } catch (error) {
    if (error instanceof Exit) {
      process.exitCode = error.code;
      return;
    }
    if (error instanceof CommanderError && error.exitCode === 0) return;
    const told = tell(error);
    if (isJson()) {
      const { exit: _, ...json } = told;
      process.stdout.write(`${JSON.stringify({ error: json })}\n`);
    } else {
      process.stderr.write(`${told.message}\n${told.hint === undefined ? '' : `${told.hint}\n`}`);
    }
    if (isDebug()) process.stderr.write(`${(error as Error).stack}\n`);
    process.exitCode = told.exit;
  }
}

function tell(error: unknown): Told {
  if (error instanceof CommanderError) {
    const message = cleanText(error.message.replace(/^error: /, ''), 2_000);
    const field = /'([^']+)'/.exec(message)?.[1];
    return { exit: EXIT.usage, code: 'usage', message, hint: 'See --help.', ...(field === undefined ? {} : { field }) };
  }
  const message = cleanText((error as Error).message ?? String(error), 4_000);
  const hint = error instanceof IncidentError ? error.hint : undefined;
  const base = { message, ...(hint === undefined ? {} : { hint }) };
  if (error instanceof InvalidInputError) {
    const { field, allowed } = error;
    return { ...base, exit: EXIT.usage, code: error.code, field, ...(allowed === undefined ? {} : { allowed }) };
  }
  if (error instanceof ConfigError) return { ...base, exit: EXIT.usage, code: error.code };
  if (error instanceof ServiceUnreachableError) return { ...base, exit: EXIT.unreachable, code: error.code };
  if (error instanceof NoSuchIncidentError) return { ...base, exit: EXIT.missing, code: error.code };
  if (error instanceof CommandRefusedError) {
    const { code, field, allowed } = error.refusal;
    const exit = code === 'invalid' ? EXIT.usage : EXIT.refused;
    return { ...base, exit, code, ...(field === undefined ? {} : { field }), ...(allowed === undefined ? {} : { allowed }) };
  }
  if (error instanceof IncidentClosedError) return { ...base, exit: EXIT.refused, code: error.code };
  return { ...base, exit: EXIT.failed, code: (error as { code?: string }).code ?? 'failed' };
}
