import type { Command } from 'commander';
import { type Config, loadConfig } from '../../../config';
import { cleanLine } from '../../../incident/clean-text';
import { type CommandName, type CommandPayloads, isRefusal } from '../../../incident/commands';
import { InvalidInputError } from '../../../incident/errors';
import { commanderCommand, wantsCommander } from '../../../incident/people-commands';
import { isStepName, STEPS, type StepName } from '../../../incident/plan';
import { readCommand } from '../../../incident/read-command';
import { shown } from '../../../incident/read-fields';
import { readUsers } from '../../../incident/read-users';
import { SEVERITIES } from '../../../incident/severity';
import { type IncidentState, isRole, ROLES, type Role } from '../../../incident/state';
import { withTeams } from '../../../incident/teams';
import type { CommandInput } from '../../../workflows/messages';
import { CommandRefusedError } from '../../errors';
import type { IncidentClient } from '../../incident-client';
import type { Sent } from '../../send-command';
import { connected } from '../connected';
import { type KnownRunbooks, refuseUnknownRunbooks } from '../known-runbooks';
import { print, printJson } from '../output';
import { collect, readSeverityWord } from '../values';
import { addVerb, type Flags, idOf, JSON_FLAG, textOf } from './verb';

/** One verb that changes an incident: its command line, and the command that it sends. */
interface ChangingVerb<Name extends CommandName = CommandName> {
  readonly verb: string;
  readonly description: string;
  readonly command: Name;
  /** Arguments after the id: name and description. */
  readonly args?: readonly (readonly [name: string, description: string])[];
  readonly options?: readonly (readonly [flag: string, description: string, need: 'required' | 'optional' | 'repeatable'])[];
  readonly payload: (args: readonly string[], flags: Flags) => CommandPayloads[Name];
  /** The payload as this machine's configuration completes it. @throws InvalidInputError for what it does not know */
  readonly complete?: (
    payload: CommandPayloads[Name],
    config: Config,
    known: KnownRunbooks,
  ) => CommandPayloads[Name] | Promise<CommandPayloads[Name]>;
  /** What has come of it, for people: "is high now". */
  readonly done: (payload: CommandPayloads[Name], actor: string) => string;
  /** What the incident asks for next, as it stands now; null: nothing. */
  readonly hint?: (state: IncidentState) => string | null;
}

function changing<Name extends CommandName>(verb: ChangingVerb<Name>): ChangingVerb {
  return verb as unknown as ChangingVerb;
}

const MAX_MESSAGE = 500;
const STEP_ARG = ['step', STEPS.join('|')] as const;

const VERBS: readonly ChangingVerb[] = [
  changing({
    verb: 'ack',
    description: 'take the incident',
    command: 'acknowledge',
    payload: () => ({}),
    done: (_, actor) => `is acknowledged by ${actor}`,
    hint: (state) => (wantsCommander(state) ? `Nobody is in command: ${commanderCommand(state.incidentId)}` : null),
  }),
  changing({
    verb: 'note',
    description: 'put a note on the timeline and in the room',
    command: 'addNote',
    args: [['text', 'what is to be noted']],
    payload: ([text = '']) => ({ text }),
    done: () => 'has the note',
  }),
  changing({
    verb: 'severity',
    description: 'change the severity',
    command: 'changeSeverity',
    args: [['level', SEVERITIES.join('|')]],
    payload: ([level = '']) => ({ severity: readSeverityWord(level, 'LEVEL') }),
    done: ({ severity }) => `is ${severity} now`,
  }),
  changing({
    verb: 'assign',
    description: 'give the incident, or one of its roles, to somebody',
    command: 'assign',
    args: [['user', 'email, name or @group']],
    options: [['--role <role>', ROLES.join('|'), 'optional']],
    payload: ([user = ''], flags) => ({ user, ...roleOf(flags) }),
    done: ({ user, role }) => (role === undefined ? `is assigned to ${user}` : `has ${user} as ${role}`),
  }),
  changing({
    verb: 'add',
    description: 'call further people',
    command: 'addResponders',
    args: [['user...', 'emails, names, @groups']],
    payload: (users) => ({ users: readUsers(users) }),
    complete: ({ users }, { rules }) => ({ users: withTeams(users, rules.teams) }),
    done: ({ users }) => `calls ${users.join(', ')}`,
  }),
  changing({
    verb: 'title',
    description: 'change the title',
    command: 'changeTitle',
    args: [['text', 'the new title']],
    payload: ([title = '']) => ({ title }),
    done: ({ title }) => `is called "${title}" now`,
  }),
  changing({
    verb: 'escalate',
    description: 'call the next level now',
    command: 'escalate',
    payload: () => ({}),
    done: () => 'calls the next level',
  }),
  changing({
    verb: 'resolve',
    description: 'the incident is over',
    command: 'resolve',
    options: [['--note <text>', 'what mended it', 'optional']],
    payload: (_, flags) => withText(flags, 'note'),
    done: () => 'is resolved',
  }),
  changing({
    verb: 'reopen',
    description: 'it was not over after all',
    command: 'reopen',
    options: [['--reason <text>', 'why', 'required']],
    payload: (_, flags) => ({ reason: textOf(flags, 'reason') ?? '' }),
    done: () => 'is reopened',
  }),
  changing({
    verb: 'cancel',
    description: 'it was a false alarm: closes it for good',
    command: 'cancel',
    options: [['--reason <text>', 'why', 'required']],
    payload: (_, flags) => ({ reason: textOf(flags, 'reason') ?? '' }),
    done: () => 'is cancelled',
  }),
  changing({
    verb: 'investigate',
    description: 'run the probes once more',
    command: 'investigateAgain',
    options: [['--runbook <name>', 'only this runbook (repeatable); default: those whose conditions match', 'repeatable']],
    payload: (_, flags) => (Array.isArray(flags.runbook) ? { runbooks: flags.runbook } : {}),
    complete: async (payload, config, { runbookNames }) => {
      if (payload.runbooks !== undefined) refuseUnknownRunbooks(payload.runbooks, await runbookNames(config));
      return payload;
    },
    done: () => 'is investigated again; the findings come into its thread',
  }),
  changing({
    verb: 'retry-step',
    description: 'run a blocked or failed step again, and all that needs it',
    command: 'retryStep',
    args: [STEP_ARG],
    payload: ([step = '']) => ({ step: stepOf(step) }),
    done: ({ step }) => `runs ${step} again`,
  }),
  changing({
    verb: 'skip-step',
    description: 'give a blocked step up',
    command: 'skipStep',
    args: [STEP_ARG],
    options: [['--reason <text>', 'why', 'required']],
    payload: ([step = ''], flags) => ({ step: stepOf(step), reason: textOf(flags, 'reason') ?? '' }),
    done: ({ step }) => `goes on without ${step}`,
  }),
  changing({
    verb: 'resume',
    description: 'run a step, whatever its outcome, and all that needs it, again; also of a closed incident',
    command: 'resumeFrom',
    options: [['--from <step>', STEPS.join('|'), 'required']],
    payload: (_, flags) => ({ step: stepOf(textOf(flags, 'from') ?? '', '--from') }),
    done: ({ step }) => `goes on from ${step}`,
  }),
];

/** Adds the verbs that change an incident. */
export function addChangingVerbs(program: Command, known: KnownRunbooks): void {
  for (const verb of VERBS) addChangingVerb(program, verb, known);
}

function addChangingVerb(program: Command, verb: ChangingVerb, known: KnownRunbooks): void {
  const command = addVerb(program, verb.verb, verb.description).argument('<id>');
  for (const [name, description] of verb.args ?? []) command.argument(`<${name}>`, description);
  for (const [flag, description, need] of verb.options ?? []) {
    if (need === 'repeatable') command.option(flag, description, collect);
    else if (need === 'required') command.requiredOption(flag, description);
    else command.option(flag, description);
  }
  command
    .option('--as <user>', 'who acts; default: INCIDENT_ACTOR, else you')
    .option('--request-id <id>', 'a repeat under the same id acts once')
    .option(...JSON_FLAG)
    // Commander gives the arguments, then the flags, then the command itself.
    .action((id: string, ...rest: unknown[]) => {
      const args = rest.slice(0, -2).flat() as string[];
      const flags = rest.at(-2) as Flags;
      return send(verb, id, verb.payload(args, flags), flags, known);
    });
}

async function send(
  verb: ChangingVerb,
  rawId: string,
  given: CommandPayloads[CommandName],
  flags: Flags,
  known: KnownRunbooks,
): Promise<void> {
  const id = idOf(rawId);
  const config = loadConfig({ purpose: 'client' });
  const payload = (await verb.complete?.(given, config, known)) ?? given;
  const base = { actor: textOf(flags, 'as') ?? config.actor.name, via: config.actor.via, ...withText(flags, 'requestId') };
  const input = { ...base, ...payload } as CommandInput<CommandName>;
  // The workflow would say the same, but whoever mistypes shall need neither server nor worker to be told.
  const read = readCommand(verb.command, input);
  if (isRefusal(read)) throw new CommandRefusedError(read);
  const { sent, hint } = await connected(async (incidents) => {
    const sent = await incidents.command(verb.command, id, input);
    return { sent, hint: sent.applied && !flags.json ? await hintOf(verb, id, incidents) : null };
  }, config);
  const message = cleanLine(messageOf(verb, id, payload, base.actor, sent), MAX_MESSAGE);
  if (flags.json) printJson({ incident_id: id, ...sent, message });
  else print(message);
  if (hint !== null) print(hint);
}

/** The command has acted: a hint that cannot be had is no failure. */
async function hintOf({ hint }: ChangingVerb, id: string, incidents: IncidentClient): Promise<string | null> {
  if (hint === undefined) return null;
  const state = await incidents.read(id).then(
    (reading) => reading.state,
    () => null,
  );
  return state === null ? null : hint(state);
}

function messageOf(verb: ChangingVerb, id: string, payload: CommandPayloads[CommandName], actor: string, sent: Sent): string {
  if (!sent.applied) return 'accepted, applies when a worker returns';
  if (sent.repeated) return `done before under this request id; ${id} is ${sent.status}`;
  return `${id} ${verb.done(payload, actor)}`;
}

function withText<Name extends string>(flags: Flags, name: Name): { readonly [Key in Name]?: string } {
  const text = textOf(flags, name);
  return (text === undefined || text.trim() === '' ? {} : { [name]: text }) as { readonly [Key in Name]?: string };
}

function roleOf(flags: Flags): { readonly role?: Role } {
  const role = textOf(flags, 'role');
  if (role === undefined) return {};
  if (isRole(role)) return { role };
  throw new InvalidInputError('--role', `${shown(role)} is no role`, ROLES.join(', '));
}

function stepOf(step: string, field = 'STEP'): StepName {
  if (isStepName(step)) return step;
  throw new InvalidInputError(field, `${shown(step)} is no step`, STEPS.join(', '));
}
