import { Command } from 'commander';
import { isHelp, strict } from '../client/cli/kit/usage';
import { readSeverityWord } from '../client/cli/kit/values';
import { EXIT } from '../exit-codes';
import { SEVERITIES } from '../incident/model/severity';

export interface DemoOptions {
  /** Exits when the response is complete. */
  readonly once: boolean;
  readonly event: string | undefined;
  readonly users: string | undefined;
  readonly severity: string | undefined;
  readonly crash: boolean;
}

/** Reads the demo's flags. Help ends the process. @throws InvalidInputError naming the flag. */
export function readDemoOptions(argv: readonly string[], isTerminal: boolean): DemoOptions {
  const program = strict(new Command('npm run demo --'))
    .description('Bring up what is missing and run one real incident end to end.')
    .option('--once', 'exit when the response is complete (the default without a terminal)')
    .option('--keep', 'keep everything running afterwards, to try commands (the default on a terminal)')
    .option('--event <file>', 'use another alert (JSON)')
    .option('--users <list>', 'page other people: emails or names, separated by commas')
    .option('--severity <level>', `use another severity: ${SEVERITIES.join('|')}`)
    .option(
      '--crash',
      'kill the worker while it opens the war room, and show that the response still completes, with exactly one war room',
    );
  const flags = parsed(program, argv).opts();
  return {
    once: flags.once === true || (flags.keep !== true && !isTerminal),
    event: flags.event,
    users: flags.users,
    severity: flags.severity === undefined ? undefined : readSeverityWord(flags.severity, '--severity'),
    crash: flags.crash === true,
  };
}

/** `npm run dev` takes no flags but --help. @throws InvalidInputError for anything else. */
export function readDevOptions(argv: readonly string[]): void {
  const program = strict(new Command('npm run dev --'));
  parsed(program.description('Bring up what is missing, and a worker that restarts whenever the sources are recompiled.'), argv);
}

function parsed(program: Command, argv: readonly string[]): Command {
  try {
    return program.parse([...argv], { from: 'user' });
  } catch (error) {
    if (isHelp(error)) process.exit(EXIT.done);
    throw error;
  }
}
