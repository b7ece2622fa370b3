import { Command, Option } from 'commander';
import { InvalidInputError } from '../../incident/errors';
import { CHANNEL_PRIVACIES, type RequestedPrivacy } from '../../incident/incident';
import { readIncidentId } from '../../incident/incident-id';
import { KNOWN_SOURCES, parseEventText } from '../../incident/parse-events';
import { readUsers } from '../../incident/read-users';
import { isSeverity, SEVERITIES, type Severity } from '../../incident/severity';
import type { StartRequest } from '../incident-client';
import { collect, readDuration, readInput, readPairs } from './values';

export interface StartOptions {
  readonly request: Omit<StartRequest, 'actor'>;
  readonly test: boolean;
  readonly interactive: boolean;
  readonly wait: boolean;
  readonly timeoutMs: number | undefined;
  readonly json: boolean;
  readonly actor: string | undefined;
}

/** The command line of `start-incident`, every flag of it. */
export function startProgram(): Command {
  return new Command('start-incident')
    .description('Starts one incident and follows the response.')
    .argument('[id]', 'as --incident-id')
    .argument('[title]', 'as --title')
    .argument('[severity]', 'as --severity')
    .argument('[users]', 'as --users')
    .option('--incident-id <id>', 'makes a start safe to repeat: an open incident of that id is joined')
    .option('--title <text>', 'default: the event’s, else "Incident declared by ACTOR"')
    .addOption(new Option('--incident-title <text>', 'the same').hideHelp())
    .option('--severity <level>', `${SEVERITIES.join('|')}; default: the event’s, else medium`)
    .option('--description <text>')
    .option('--users <list>', 'emails, display names, user names, real names, @groups', collect)
    .option('--event <file>', 'raw alert as JSON, - for standard input; flags override its fields')
    .option('--source <name>', `how to read the event: ${KNOWN_SOURCES.join(', ')}; default: by its shape`)
    .option('--label <key=value>', 'repeatable', collect)
    .option('--target <url or host:port>', 'what probes look at; repeatable', collect)
    .option('--channel-privacy <privacy>', `${CHANNEL_PRIVACIES.join('|')}; auto: private when labels, users or configuration say security`)
    .option('--no-channel', 'no war room')
    .option('--no-assign', 'invite people, assign none')
    .option('--runbook <name>', 'repeatable; default: those whose conditions match', collect)
    .option('--interactive', 'asks for what is missing, shows the plan, asks before starting')
    .option('--test', 'starts nothing, contacts nothing: checks, and prints the plan')
    .option('--dry-run', 'the same')
    .option('--deploy', 'accepted; the default')
    .option('--no-wait', 'do not follow')
    .option('--timeout <duration>', 'follow at most so long; the response goes on (default: none on a terminal, else 2m)')
    .option('--as <user>', 'who acts; default: INCIDENT_ACTOR, else you')
    .option('--json', 'one JSON document on standard output')
    .allowExcessArguments(false)
    .showSuggestionAfterError()
    .exitOverride()
    .configureOutput({ writeErr: () => {} });
}

/** Reads the command line. @throws InvalidInputError naming the flag, CommanderError for usage. */
export function readStartOptions(argv: readonly string[]): StartOptions {
  const program = startProgram().parse([...argv], { from: 'user' });
  const [id, title, severity, users] = program.args;
  const flags = program.opts();
  const incidentId = flags.incidentId ?? id;
  const asked = flags.users ?? (users === undefined ? undefined : [users]);
  const event = flags.event === undefined ? undefined : readEventFile(flags.event, flags.source);
  const request = {
    incidentId: incidentId === undefined ? undefined : readIncidentId(incidentId, 'incident id'),
    event,
    source: event === undefined ? undefined : flags.source,
    title: flags.title ?? flags.incidentTitle ?? title,
    severity: readSeverityFlag(flags.severity ?? severity),
    description: flags.description,
    users: asked === undefined ? undefined : readUsers(asked),
    labels: flags.label === undefined ? undefined : readPairs(flags.label, '--label'),
    targets: flags.target,
    channelPrivacy: readPrivacyFlag(flags.channelPrivacy),
    createChannel: flags.channel === false ? false : undefined,
    autoAssign: flags.assign === false ? false : undefined,
    runbooks: flags.runbook,
  };
  return {
    request: Object.fromEntries(Object.entries(request).filter(([, value]) => value !== undefined)) as StartOptions['request'],
    test: flags.test === true || flags.dryRun === true,
    interactive: flags.interactive === true,
    wait: flags.wait !== false,
    timeoutMs: flags.timeout === undefined ? undefined : readDuration(flags.timeout, '--timeout'),
    json: flags.json === true,
    actor: flags.as,
  };
}

function readEventFile(path: string, source: string | undefined): unknown {
  const bytes = readInput(path, '--event');
  // Read here for its errors; the workflow reads it again from the same bytes.
  parseEventText(bytes, { receivedAt: new Date().toISOString(), ...(source === undefined ? {} : { source }) });
  return JSON.parse(new TextDecoder().decode(bytes));
}

function readSeverityFlag(raw: string | undefined): Severity | undefined {
  if (raw === undefined) return undefined;
  const word = raw.trim().toLowerCase();
  if (isSeverity(word)) return word;
  throw new InvalidInputError('--severity', `${JSON.stringify(raw.slice(0, 60))} is no severity`, SEVERITIES.join(', '));
}

function readPrivacyFlag(raw: string | undefined): RequestedPrivacy | undefined {
  if (raw === undefined) return undefined;
  const known = CHANNEL_PRIVACIES.find((word) => word === raw);
  if (known !== undefined) return known;
  throw new InvalidInputError('--channel-privacy', `${JSON.stringify(raw.slice(0, 60))} is no privacy`, CHANNEL_PRIVACIES.join(', '));
}
