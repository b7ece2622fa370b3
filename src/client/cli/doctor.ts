import type { Command } from 'commander';
import { EXIT, Exit } from './exit';
import { table } from './table';

export interface Check {
  readonly name: string;
  /** Resolves with what was found; throws what is wrong. */
  readonly look: () => Promise<string>;
  /** Exit code when it fails. */
  readonly exit: number;
}

/** Adds `setup` and `doctor`; what they look at is injected, since a front end knows no adapter. */
export function addSetupVerbs(
  program: Command,
  doctorChecks: () => Promise<readonly Check[]>,
  setup: () => Promise<readonly string[]>,
): void {
  program
    .command('setup')
    .description('adds the search attributes that the namespace lacks')
    .option('--json')
    .action(async ({ json }: { json?: boolean }) => {
      const added = await setup();
      process.stdout.write(
        json
          ? `${JSON.stringify({ added })}\n`
          : `${added.length === 0 ? 'nothing to do: every search attribute is there' : `added ${added.join(', ')}`}\n`,
      );
    });
  program
    .command('doctor')
    .description('checks everything an incident needs, and says how to mend it')
    .option('--json')
    .action(async ({ json }: { json?: boolean }) => {
      const results = await Promise.all((await doctorChecks()).map(runCheck));
      if (json) process.stdout.write(`${JSON.stringify(results)}\n`);
      else {
        const rows = results.map(({ name, ok, found, mend }) => [
          ok ? '✓' : '✗',
          name,
          ok ? found : `${found}${mend === '' ? '' : `  → ${mend}`}`,
        ]);
        for (const line of table(['', 'component', 'found'], rows)) process.stdout.write(`${line}\n`);
      }
      const worst = Math.max(EXIT.done, ...results.map(({ exit }) => exit));
      if (worst !== EXIT.done) throw new Exit(worst);
    });
}

async function runCheck({ name, look, exit }: Check): Promise<{ name: string; ok: boolean; found: string; mend: string; exit: number }> {
  try {
    return { name, ok: true, found: await look(), mend: '', exit: EXIT.done };
  } catch (error) {
    const { message, hint } = error as Error & { hint?: string };
    return { name, ok: false, found: message, mend: hint ?? '', exit };
  }
}
