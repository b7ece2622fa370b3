import type { Command } from 'commander';
import { EXIT } from '../../../exit-codes';
import { cleanText } from '../../../incident/text/clean-text';
import { Exit } from '../kit/exit';
import { tellError } from '../kit/tell-error';
import type { CheckResult, SetUp } from '../outputs/set-up-output';
import { print, printJson } from '../terminal/output';
import { type Paint, paintFor } from '../terminal/style';
import { addVerb, JSON_FLAG } from './verb';

export interface Check {
  readonly name: string;
  /** The check that must pass first. */
  readonly needs?: string;
  /** Resolves with what was found; throws what is wrong. */
  readonly look: () => Promise<string>;
  /** What to do if the thrown error has no hint. */
  readonly mend?: string;
  /** Exit code on failure; may depend on the error. */
  readonly exit: number | ((error: unknown) => number);
}

const NAME_COLUMNS = 18;

/** Adds `setup` and `doctor`. Their checks are injected, because a front end imports no adapter. */
export function addSetupVerbs(program: Command, doctorChecks: () => Promise<readonly Check[]>, setup: () => Promise<SetUp>): void {
  addVerb(program, 'setup', 'add missing search attributes to the namespace')
    .option(...JSON_FLAG)
    .action(async ({ json }: { json?: boolean }) => {
      const done = await setup();
      if (json) printJson('setup', done);
      else for (const line of setUpLines(done)) print(line);
    });
  addVerb(program, 'doctor', 'check everything an incident needs, and explain how to fix what is wrong')
    .option(...JSON_FLAG)
    .action(async ({ json }: { json?: boolean }) => {
      const results = await runChecks(await doctorChecks());
      if (json) printJson('doctor', results);
      else for (const line of results.flatMap((result) => linesOf(result, paintFor(process.stdout)))) print(line);
      const worst = Math.max(EXIT.done, ...results.map(({ exit }) => exit));
      if (worst !== EXIT.done) throw new Exit(worst);
    });
}

/** Runs all checks, in parallel where possible. A check is not run if the one it needs has failed. */
export async function runChecks(checks: readonly Check[]): Promise<readonly CheckResult[]> {
  const running = new Map<string, Promise<CheckResult>>();
  for (const check of checks) running.set(check.name, runCheck(check, running.get(check.needs ?? '')));
  return Promise.all(running.values());
}

async function runCheck(
  { name, needs, look, exit, mend: usual = '' }: Check,
  needed: Promise<CheckResult> | undefined,
): Promise<CheckResult> {
  const isThere = needed === undefined || (await needed).ok;
  if (!isThere) return { name, ok: false, found: `not checked: needs ${needs}`, mend: '', exit: EXIT.done };
  try {
    return { name, ok: true, found: cleanText(await look(), 1_000), mend: '', exit: EXIT.done };
  } catch (error) {
    const { message, hint } = tellError(error).json;
    const mend = hint ?? (error as { hint?: string }).hint ?? usual;
    return {
      name,
      ok: false,
      found: message,
      mend: cleanText(mend, 2_000).replace(/^Nothing was (started or )?changed\. /, ''),
      exit: typeof exit === 'number' ? exit : exit(error),
    };
  }
}

export function setUpLines({ added, retention: { days, command } }: SetUp): string[] {
  const kept = `closed incidents are kept for ${Number(days.toFixed(1))} ${days === 1 ? 'day' : 'days'}`;
  return [
    added.length === 0 ? 'nothing to add: all search attributes are present' : `added ${added.join(', ')}`,
    ...(command === null
      ? [kept]
      : [`${kept}; 90 days is recommended, so that lists and statistics are useful. To change it:`, `  ${command}`]),
  ];
}

function linesOf({ name, ok, found, mend, exit }: CheckResult, paint: Paint): string[] {
  const mark = ok ? paint('green', '✓') : exit === EXIT.done ? paint('dim', '–') : paint('red', '✗');
  const margin = ' '.repeat(NAME_COLUMNS + 3);
  const [first = '', ...more] = [...found.split('\n'), ...(mend === '' ? [] : `→ ${mend}`.split('\n'))];
  return [`${mark} ${name.padEnd(NAME_COLUMNS)} ${first}`, ...more.map((line) => margin + line)];
}
