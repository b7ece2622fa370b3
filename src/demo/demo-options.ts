import { Command, Option } from 'commander';
import { EXIT } from '../exit-codes';

export interface DemoOptions {
  /** Exits when the response is complete. */
  readonly once: boolean;
  readonly event: string | undefined;
  readonly users: string | undefined;
  readonly severity: string | undefined;
  readonly crash: boolean;
}

/** Reads the demo's flags. A wrong flag ends the process as bad input. */
export function readDemoOptions(argv: readonly string[], isTerminal: boolean): DemoOptions {
  const program = strict('npm run demo --')
    .description('Bring up what is missing and run one real incident end to end.')
    .option('--once', 'exit when the response is complete (the default without a terminal)')
    .option('--keep', 'keep everything running afterwards, to try commands (the default on a terminal)')
    .option('--event <file>', 'use another alert (JSON)')
    .option('--users <list>', 'page other people: emails or names, separated by commas')
    .addOption(new Option('--severity <level>', 'use another severity').choices(['critical', 'high', 'medium', 'low']))
    .option(
      '--crash',
      'kill the worker while it opens the war room, and show that the response still completes, with exactly one war room',
    );
  const flags = program.parse(argv as string[], { from: 'user' }).opts();
  return {
    once: flags.once === true || (flags.keep !== true && !isTerminal),
    event: flags.event,
    users: flags.users,
    severity: flags.severity,
    crash: flags.crash === true,
  };
}

/** `npm run dev` takes no flags but --help. Anything else ends the process as bad input. */
export function readDevOptions(argv: readonly string[]): void {
  strict('npm run dev --')
    .description('Bring up what is missing, and a worker that restarts whenever the sources are recompiled.')
    .parse(argv as string[], { from: 'user' });
}

function strict(name: string): Command {
  return new Command(name)
    .allowExcessArguments(false)
    .exitOverride((error) => process.exit(error.exitCode === EXIT.done ? EXIT.done : EXIT.usage));
}
