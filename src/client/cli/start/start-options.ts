import { Command, Option } from 'commander';
import { parseEventText } from '../../../incident/alerts/parse-events';
import { KNOWN_SOURCES } from '../../../incident/alerts/vendors';
import { readUsers } from '../../../incident/declaration/read-users';
import { CHANNEL_PRIVACIES } from '../../../incident/model/incident';
import { readIncidentId } from '../../../incident/model/incident-id';
import { SEVERITIES } from '../../../incident/model/severity';
import { InvalidInputError } from '../../../incident/text/errors';
import { shown } from '../../../incident/text/read-fields';
import type { StartRequest } from '../../temporal/incident-start';
import { startNotes } from '../kit/event-notes';
import { strict } from '../kit/usage';
import { collect, readDuration, readInput, readPairs, readSeverityWord, readWord } from '../kit/values';
import { note } from '../terminal/output';

export interface StartOptions {
  readonly request: Omit<StartRequest, 'actor'>;
  readonly test: boolean;
  /** With `test`: also print the plan as a diagram. */
  readonly diagram: boolean;
  readonly interactive: boolean;
  readonly wait: boolean;
  readonly timeoutMs: number | undefined;
  readonly json: boolean;
  readonly actor: string | undefined;
}

const EXAMPLES = `
Examples:
  start-incident PROD-OUTAGE-001 "Database Cluster Down" critical dba@example.com,oncall@example.com
  start-incident --event alert.json --users "dba@example.com,@oncall"
  start-incident --severity critical --users security@example.com --title "Leaked key" --test

Exit codes: 0 done or joined, 1 failed or blocked, 2 bad input, 3 service unreachable, 5 refused, 6 --timeout reached, 130 Ctrl-C.`;

/** The command line of `start-incident`. */
export function startProgram(): Command {
  const program = new Command('start-incident')
    .description('Start an incident and follow the response.')
    .argument('[id]', 'as --incident-id')
    .argument('[title]', 'as --title')
    .argument('[severity]', 'as --severity')
    .argument('[users]', 'as --users')
    .option(
      '--incident-id <id>',
      'letters, digits, hyphens; makes the command safe to repeat: if an incident with this id is open, it is joined',
    )
    .option('--title <text>', 'default: from the event, else "Incident declared by ACTOR"')
    .addOption(new Option('--incident-title <text>', 'same as --title').hideHelp())
    .option('--severity <level>', `${SEVERITIES.join('|')}; default: from the event, else medium`)
    .option('--description <text>', 'what is known so far')
    .option('--users <list>', 'emails, names, user ids, @groups; separated by commas', collect)
    .option('--event <file>', 'raw alert as JSON, - for standard input; flags override its fields')
    .option('--source <name>', `how to read the event: ${KNOWN_SOURCES.join(', ')}; default: detected from its shape`)
    .option('--label <key=value>', 'label that runbook conditions can match; repeatable', collect)
    .option('--target <url or host:port>', 'what the probes check; repeatable', collect)
    .option(
      '--channel-privacy <privacy>',
      `${CHANNEL_PRIVACIES.join('|')}; auto: private if its labels or users match the privacy key of the configuration`,
    )
    .option('--no-channel', 'do not open a war room')
    .option('--no-assign', 'invite people but assign no one')
    .option('--runbook <name>', 'runbook to run; repeatable; default: those whose conditions match', collect)
    .option('--interactive', 'ask for what is missing, show the plan, confirm before starting')
    .option('--test', 'check the input and print the plan; starts nothing and contacts no service')
    .option('--dry-run', 'same as --test')
    .option('--diagram', 'with --test: also print the plan as a Mermaid diagram')
    .option('--deploy', 'start for real; this is the default')
    .option('--no-wait', 'return at once, do not follow')
    .option('--timeout <duration>', 'stop following after this long; the response continues (default: no limit on a terminal, else 2m)')
    .option('--as <user>', 'act as this user; default: INCIDENT_ACTOR, else you')
    .option('--json', 'one JSON document on standard output, everything else on standard error')
    .addHelpText('after', EXAMPLES);
  return strict(program);
}

/** Reads the command line. @throws InvalidInputError naming the flag. */
export async function readStartOptions(argv: readonly string[]): Promise<StartOptions> {
  const program = startProgram().parse([...argv], { from: 'user' });
  const [id, title, severity, users] = program.args;
  const flags = program.opts();
  const asked = flags.users ?? (users === undefined ? undefined : [users]);
  const askedTitle = flags.title ?? flags.incidentTitle ?? title;
  const isTest = flags.test === true || flags.dryRun === true;
  if (flags.diagram === true && !isTest)
    throw new InvalidInputError('--diagram', 'only works with --test', '--test --diagram', { hint: 'Nothing was started.' });
  const event = flags.event === undefined ? undefined : await readEventFile(flags.event, flags.source, askedTitle);
  if (flags.source !== undefined && event === undefined) readWord(flags.source, KNOWN_SOURCES, '--source', 'known source');
  const request = {
    incidentId: readId(flags.incidentId, id, askedTitle === undefined),
    event,
    source: event === undefined ? undefined : flags.source,
    title: askedTitle,
    severity: whenGiven(flags.severity ?? severity, (word) => readSeverityWord(word, '--severity')),
    description: flags.description,
    users: whenGiven(asked, readAskedUsers),
    labels: flags.label === undefined ? undefined : readPairs(flags.label, '--label'),
    targets: flags.target,
    channelPrivacy: whenGiven(flags.channelPrivacy, (word) => readWord(word, CHANNEL_PRIVACIES, '--channel-privacy', 'privacy setting')),
    createChannel: flags.channel === false ? false : undefined,
    autoAssign: flags.assign === false ? false : undefined,
    runbooks: flags.runbook,
  };
  return {
    request: Object.fromEntries(Object.entries(request).filter(([, value]) => value !== undefined)) as StartOptions['request'],
    test: isTest,
    diagram: flags.diagram === true,
    interactive: flags.interactive === true,
    wait: flags.wait !== false,
    timeoutMs: whenGiven(flags.timeout, (text) => readDuration(text, '--timeout')),
    json: flags.json === true,
    actor: flags.as,
  };
}

/** If no title was given, the id may have been meant as one. */
function readId(flag: string | undefined, positional: string | undefined, isUntitled: boolean): string | undefined {
  const hint = isUntitled ? 'Did you mean --title?' : undefined;
  return whenGiven(flag ?? positional, (raw) => readIncidentId(raw, flag === undefined ? 'ID' : '--incident-id', hint));
}

function readAskedUsers(asked: readonly string[]): readonly string[] {
  try {
    return readUsers(asked);
  } catch (error) {
    throw asFlag(error, { users: '--users' });
  }
}

function whenGiven<Raw, Value>(raw: Raw | undefined, read: (raw: Raw) => Value): Value | undefined {
  return raw === undefined ? undefined : read(raw);
}

/** Parsed here only for its errors and notes; the workflow parses the same value again. */
export async function readEventFile(path: string, source: string | undefined, fallbackTitle: string | undefined): Promise<unknown> {
  const bytes = await readInput(path, '--event');
  try {
    const events = parseEventText(bytes, { receivedAt: new Date().toISOString(), source, fallbackTitle });
    for (const line of startNotes(events)) note(line);
  } catch (error) {
    if (!(error instanceof InvalidInputError) || error.field !== 'body') throw asFlag(error);
    const { problem, allowed, hint } = error;
    const file = path === '-' ? 'standard input' : shown(path);
    throw new InvalidInputError('--event', `${file} ${problem}`, allowed, hint === undefined ? {} : { hint });
  }
  return JSON.parse(new TextDecoder().decode(bytes));
}

/** Names the parser's fields as the command line does: `body` is `--event`. */
export function asFlag(error: unknown, names: Readonly<Record<string, string>> = { body: '--event', source: '--source' }): unknown {
  if (!(error instanceof InvalidInputError)) return error;
  const name = names[error.field];
  if (name === undefined) return error;
  return new InvalidInputError(name, error.problem, error.allowed, error.hint === undefined ? {} : { hint: error.hint });
}
