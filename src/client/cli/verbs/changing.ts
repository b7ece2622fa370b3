import type { Command } from 'commander';
import { loadConfig } from '../../../config';
import { readCommand } from '../../../incident/commands/read-command';
import type { CommandName, CommandPayloads } from '../../../incident/model/commands';
import type { IncidentState } from '../../../incident/model/state';
import { describeUnknown } from '../../../incident/people/check-people';
import { cleanLine } from '../../../incident/text/clean-text';
import { invalid, isRefusal } from '../../../incident/text/refusal';
import type { CommandInput } from '../../../workflows/contract/messages';
import { CommandRefusedError } from '../../temporal/errors';
import type { IncidentClient } from '../../temporal/incident-client';
import type { Sent } from '../../temporal/send-command';
import { connected } from '../kit/connected';
import type { KnownRunbooks } from '../kit/known-runbooks';
import { collect } from '../kit/values';
import { print, printJson } from '../terminal/output';
import { CHANGING_VERBS, type ChangingVerb, type SentCommandName } from './changing-verbs';
import { addVerb, type Flags, ID_ARGUMENT, idOf, JSON_FLAG, textOf, withText } from './verb';

const MAX_MESSAGE = 500;

/** Adds the verbs that change an incident. */
export function addChangingVerbs(program: Command, known: KnownRunbooks): void {
  for (const name of Object.keys(CHANGING_VERBS) as SentCommandName[]) addChangingVerb(program, name, known);
}

function addChangingVerb(program: Command, name: SentCommandName, known: KnownRunbooks): void {
  const verb = CHANGING_VERBS[name] as unknown as ChangingVerb;
  const command = addVerb(program, verb.verb, verb.description).argument(...ID_ARGUMENT);
  for (const [name, description] of verb.args ?? []) command.argument(`<${name}>`, description);
  for (const [flag, description, need] of verb.options ?? []) {
    if (need === 'repeatable') command.option(flag, description, collect);
    else if (need === 'required') command.requiredOption(flag, `${description}; required`);
    else command.option(flag, description);
  }
  command
    .option('--as <user>', 'act as this user; default: INCIDENT_ACTOR, else you')
    .option('--request-id <id>', 'makes the command safe to repeat: of several commands with this id, only the first is applied')
    .option(...JSON_FLAG)
    // Commander passes the arguments, then the flags, then the command itself.
    .action((id: string, ...rest: unknown[]) => {
      const args = rest.slice(0, -2).flat() as string[];
      const flags = rest.at(-2) as Flags;
      return send(name, verb, id, verb.payload(args, flags), flags, known);
    });
}

async function send(
  command: CommandName,
  verb: ChangingVerb,
  rawId: string,
  given: CommandPayloads[CommandName],
  flags: Flags,
  known: KnownRunbooks,
): Promise<void> {
  const id = idOf(rawId);
  const config = loadConfig({ purpose: 'client' });
  const { name, via } = config.actor;
  const typed = textOf(flags, 'as') ?? (name === via ? undefined : name);
  const payload = (await verb.complete?.(given, { config, known, isActorTyped: typed !== undefined })) ?? given;
  const base = { actor: typed ?? name, via, ...withText(flags, 'requestId') };
  const input = { ...base, ...payload } as CommandInput<CommandName>;
  // The workflow makes the same checks, but a typo should be reported even without a server or a worker.
  const read = readCommand(command, input);
  if (isRefusal(read)) throw new CommandRefusedError(read);
  const { sent, state } = await connected(async (incidents) => {
    const sent = await incidents.command(command, id, input).catch((error: unknown) => {
      throw asTyped(error);
    });
    const isWanted = verb.outcome !== undefined || (verb.hint !== undefined && !flags.json);
    return { sent, state: sent.applied && isWanted ? await stateOf(id, incidents) : null };
  }, config);
  const outcome = state === null || sent.repeated ? '' : (verb.outcome?.(state) ?? '');
  const hint = state === null ? null : (verb.hint?.(state) ?? null);
  const message = cleanLine(`${messageOf(verb, id, payload, base.actor, sent)}${outcome}`, MAX_MESSAGE);
  if (flags.json) printJson('change', { incident_id: id, ...sent, message });
  else print(message);
  if (hint !== null && !flags.json) print(hint);
}

/** The command was applied, so a state that cannot be read is not a failure. */
async function stateOf(id: string, incidents: IncidentClient): Promise<IncidentState | null> {
  return incidents.read(id).then(
    (reading) => reading.state,
    () => null,
  );
}

function messageOf(verb: ChangingVerb, id: string, payload: CommandPayloads[CommandName], actor: string, sent: Sent): string {
  if (!sent.applied) return 'accepted; it will be applied when a worker returns';
  if (sent.repeated) return `already done for this request id; ${id} is ${sent.status}`;
  const { notFound = [], unchecked } = sent;
  const doubt = unchecked === undefined ? '' : ` (${unchecked})`;
  if (notFound.length === 0) return `${id} ${verb.done(payload, actor)}${doubt}`;
  const missing = new Set(notFound.map(({ reference }) => reference));
  const found = { ...payload, users: (payload as CommandPayloads['addResponders']).users.filter((user) => !missing.has(user)) };
  return `${id} ${verb.done(found, actor)}${doubt}; ${describeUnknown(notFound)}`;
}

/** The command line's names for the workflow's fields. */
const TYPED: Readonly<Record<string, string>> = { actor: '--as (or INCIDENT_ACTOR)', user: 'USER', users: 'USER' };

function asTyped(error: unknown): unknown {
  if (!(error instanceof CommandRefusedError)) return error;
  const { field = '', problem, allowed } = error.refusal;
  const name = TYPED[field];
  if (name === undefined || problem === undefined) return error;
  return new CommandRefusedError({ ...error.refusal, ...invalid(name, problem, allowed), code: error.refusal.code });
}
