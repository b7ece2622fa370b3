import { EXIT } from '../../../exit-codes';
import { NotFiringError } from '../../../incident/declaration/create-incident';
import { readUsers } from '../../../incident/declaration/read-users';
import type { ProbeSelection } from '../../../incident/model/finding';
import type { Incident } from '../../../incident/model/incident';
import { SEVERITIES, type Severity } from '../../../incident/model/severity';
import { InvalidInputError } from '../../../incident/text/errors';
import { RESPONSE_PLAN } from '../../../workflows/response/plan';
import type { StartRequest } from '../../temporal/incident-start';
import { Exit } from '../kit/exit';
import { paintFor } from '../terminal/style';
import { table } from '../terminal/table';
import { previewLines } from './preview';
import type { StartOptions } from './start-options';

export interface Drafting {
  /** The request that these options describe. */
  readonly requestOf: (options: StartOptions) => StartRequest;
  /** The incident that this request would create. @throws InvalidInputError */
  readonly draft: (request: StartRequest) => Incident;
  readonly select: (incident: Incident) => Promise<ProbeSelection>;
}

const NOTHING = 'Nothing was started.';
/** Questions go to standard error: standard output is for the command's result. */
const output = { output: process.stderr };

/**
 * Asks for what is missing, shows what would start, and confirms before starting. Each answer is checked at once. Ctrl-C
 * starts nothing. @throws InvalidInputError for bad flags, before the first question.
 */
export async function askForMissing(given: StartOptions, drafting: Drafting): Promise<StartOptions> {
  if (process.stdin.isTTY !== true || process.stderr.isTTY !== true)
    throw new InvalidInputError('--interactive', 'there is no terminal', 'only on a terminal; elsewhere pass everything as flags');
  throwIfAny(problemOf(given, drafting));
  const prompts = await import('@clack/prompts');
  const answered = <Value>(value: Value): Exclude<Value, symbol> => {
    if (!prompts.isCancel(value)) return value as Exclude<Value, symbol>;
    prompts.cancel(NOTHING, output);
    throw new Exit(EXIT.interrupted);
  };
  let options = given;
  const take = (answer: Partial<StartOptions['request']>): void => {
    options = withAnswer(options, answer);
  };
  /** Asks until the answer is valid; an empty answer omits the field. */
  const askText = async (message: string, placeholder: string, read: (text: string) => Partial<StartOptions['request']>): Promise<void> => {
    const validate = (text: string | undefined): string | undefined =>
      text?.trim() ? problemIn(() => drafting.draft(drafting.requestOf(withAnswer(options, read(text)))), options)?.message : undefined;
    const text = answered(await prompts.text({ ...output, message, placeholder, validate }));
    if (text?.trim()) take(read(text));
  };

  prompts.intro('A new incident', output);
  const { request } = given;
  const hasEvent = request.event !== undefined;
  if (request.title === undefined && !hasEvent)
    await askText('What is wrong?', `Incident declared by ${drafting.requestOf(given).actor}`, (title) => ({ title }));
  if (request.severity === undefined && !hasEvent) {
    const levels = SEVERITIES.map((value) => ({ value, label: value }));
    const initialValue: Severity = 'medium';
    take({ severity: answered(await prompts.select({ ...output, message: 'How bad is it?', options: levels, initialValue })) });
  }
  if (request.users === undefined)
    await askText('Who should be paged? (emails or names, separated by commas)', 'the configured responders', (text) => ({
      users: readUsers([text]),
    }));
  if (request.targets === undefined)
    await askText(
      'What should the probes check? (URLs or HOST:PORT, separated by commas)',
      'those in the alert or the configuration',
      (text) => ({
        targets: text.split(/[,\s]+/).filter((part) => part !== ''),
      }),
    );

  prompts.note((await planLines(options, drafting)).join('\n'), 'Ready to start', output);
  const goOn = answered(await prompts.confirm({ ...output, message: options.test ? 'Print the full plan?' : 'Start it?' }));
  if (!goOn) {
    prompts.cancel(NOTHING, output);
    throw new Exit(EXIT.done);
  }
  return options;
}

function withAnswer(options: StartOptions, answer: Partial<StartOptions['request']>): StartOptions {
  return { ...options, request: { ...options.request, ...answer } };
}

/**
 * Why these options would not create an incident. An alert that is not firing would not create one either, but may update an
 * open one.
 */
function problemOf(options: StartOptions, { requestOf, draft }: Drafting): InvalidInputError | null {
  return problemIn(() => draft(requestOf(options)), options);
}

function problemIn(draft: () => Incident, options: StartOptions): InvalidInputError | null {
  try {
    draft();
    return null;
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error;
    return error instanceof NotFiringError && options.request.incidentId !== undefined ? null : error;
  }
}

function throwIfAny(problem: InvalidInputError | null): void {
  if (problem !== null) throw problem;
}

async function planLines(options: StartOptions, { requestOf, draft, select }: Drafting): Promise<string[]> {
  const paint = paintFor(process.stderr);
  const request = requestOf(options);
  let incident: Incident;
  try {
    incident = draft(request);
  } catch (error) {
    if (!(error instanceof NotFiringError)) throw error;
    return [`This alert is not firing. If ${request.incidentId} is open, it will be updated.`];
  }
  const id = request.incidentId ?? `next free number (${incident.id})`;
  const steps = RESPONSE_PLAN.steps.map(({ name, description, depends }) => [name, description, depends.join(', ')]);
  return [
    ...previewLines(incident, { id, request, selection: await select(incident) }, paint),
    '',
    // The width is unlimited here, because the box wraps long lines.
    ...table(['step', 'what it does', 'after'], steps, { width: Number.POSITIVE_INFINITY, paint }),
  ];
}
