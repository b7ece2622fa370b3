import { planRows } from '../../incident/plan-table';
import { readUsers } from '../../incident/read-users';
import { SEVERITIES, type Severity } from '../../incident/severity';
import { RESPONSE_PLAN } from '../../workflows/plan';
import { EXIT, Exit } from './exit';
import type { StartOptions } from './start-options';
import { table } from './table';

const NOTHING = 'Nothing was started.';
/** Questions are no result: standard output is for what the command brings. */
const output = { output: process.stderr };

/** Asks for what was not given, shows the plan, and asks before anything is started. Ctrl-C starts nothing. */
export async function askForMissing(options: StartOptions, actor: string): Promise<StartOptions> {
  const prompts = await import('@clack/prompts');
  const answered = <Value>(value: Value): Exclude<Value, symbol> => {
    if (!prompts.isCancel(value)) return value as Exclude<Value, symbol>;
    prompts.cancel(NOTHING, output);
    throw new Exit(EXIT.interrupted);
  };
  const { request } = options;
  prompts.intro('A new incident', output);
  const hasEvent = request.event !== undefined;
  const title =
    request.title ??
    (hasEvent
      ? undefined
      : answered(await prompts.text({ ...output, message: 'What is wrong?', placeholder: `Incident declared by ${actor}` })));
  const severity =
    request.severity ??
    (hasEvent
      ? undefined
      : answered(
          await prompts.select({
            ...output,
            message: 'How bad is it?',
            options: SEVERITIES.map((value) => ({ value, label: value })),
            initialValue: 'medium' as Severity,
          }),
        ));
  const users =
    request.users ??
    readUsers([
      answered(
        await prompts.text({ ...output, message: 'Who is called? (emails or names, separated by commas)', placeholder: 'nobody' }),
      ) ?? '',
    ]);
  const target =
    request.targets === undefined
      ? answered(
          await prompts.text({ ...output, message: 'What shall probes look at? (URL or HOST:PORT)', placeholder: 'what the alert names' }),
        )
      : undefined;
  prompts.note(
    table(
      ['step', 'node', 'needs'],
      planRows(RESPONSE_PLAN).map(({ step, node, needs }) => [step, node, needs]),
      { width: 100 },
    ).join('\n'),
    'Plan',
    output,
  );
  const goOn = answered(await prompts.confirm({ ...output, message: options.test ? 'Print the whole plan?' : 'Start it?' }));
  if (!goOn) {
    prompts.cancel(NOTHING, output);
    throw new Exit(EXIT.done);
  }
  const asked = {
    ...(title ? { title } : {}),
    ...(severity === undefined ? {} : { severity }),
    users,
    ...(target ? { targets: [target] } : {}),
  };
  return { ...options, request: { ...request, ...asked } };
}
