import { createHash } from 'node:crypto';
import { CommandRefusedError } from '../client/temporal/errors';
import { seenFromOutside } from '../client/temporal/seen-from-outside';
import type { Sent } from '../client/temporal/send-command';
import { applyCommand } from '../incident/commands/apply-command';
import { awaitsParse, needsIncident } from '../incident/commands/command-preconditions';
import { readCommand } from '../incident/commands/read-command';
import { CONFIRMED_COMMANDS, type ConfirmedCommand } from '../incident/model/actions/proposal';
import type { CommandName, CommandPayloads } from '../incident/model/commands';
import { INCIDENT_STATUSES, type IncidentState } from '../incident/model/state';
import { isRefusal } from '../incident/text/refusal';
import { type Answer, asked, refused, said } from './answer';
import { type Call, mayDo } from './call';
import { actedAs, type Repeatable, requestIdsOf } from './request-id';
import { tellRefusal } from './tell-error';
import { fenced, present } from './text/fence';
import { idWord, wordOf } from './text/own-words';

/** A command that an agent gives. */
export interface Deed extends Repeatable {
  readonly incidentId: string;
  readonly command: { [Name in CommandName]: { readonly name: Name; readonly payload: CommandPayloads[Name] } }[CommandName];
  /** What it comes to, in our own words, to follow the id: `is acknowledged`. */
  readonly done: string;
  readonly isDryRun: boolean;
}

/** What pages or tells many people; the question says what it does, in our own words. */
const QUESTIONS: Readonly<Record<ConfirmedCommand['name'], string>> = {
  addResponders: 'Page more people about',
  escalate: 'Page the next escalation level of',
  resolve: 'Resolve, for everyone,',
  cancel: 'Cancel for good, as a false alarm,',
};

/** Gives a command to an incident, once, as far as the principal may. Null if there is no such incident for an agent. */
export async function act(call: Call, deed: Deed): Promise<Answer | null> {
  const { desk, incidents } = call;
  const reading = await seenFromOutside(incidents, deed.incidentId);
  if (reading === null) return null;
  const { state } = reading;
  const ids = requestIdsOf(call.principal, deed, desk.now());
  const acted = (state === null ? null : actedAs(ids, state, desk.now())) ?? desk.sent.find(ids)?.id ?? null;
  const input = { ...actorOf(call), requestId: acted ?? ids.id, ...deed.command.payload };
  const read = readCommand(deed.command.name, input);
  if (isRefusal(read)) return tellRefusal(read, state?.status);
  if (deed.isDryRun) return dryRun(deed, state, read, call);
  const confirmed = confirmedBy(deed.command);
  if (acted === null) {
    if (confirmed !== null && call.bump === 'unasked') return asked(`${QUESTIONS[confirmed.name]} incident ${idWord(deed.incidentId)}?`);
    if (confirmed !== null && call.bump === 'declined') return refused('Not done: the person at the client said no. Nothing was changed.');
    const limited = await desk.limits.take(call.principal, state);
    if (limited !== null) return limited;
  }
  const isAsked = confirmed !== null && !mayDo(call, confirmed.name);
  try {
    const sent = isAsked
      ? await askConfirmation(call, deed.incidentId, input.requestId, confirmed)
      : await incidents.command(deed.command.name, deed.incidentId, input as never);
    desk.sent.add(input.requestId, null);
    return isAsked ? askedAnswer(deed.incidentId, confirmed.name, sent) : sentAnswer(deed, sent);
  } catch (error) {
    if (!(error instanceof CommandRefusedError)) throw error;
    const now = await incidents.look(deed.incidentId);
    return tellRefusal(
      error.refusal,
      INCIDENT_STATUSES.find((one) => one === now.known.status),
    );
  }
}

/** How an act of an agent is recorded: the person as the actor, and the agent. */
export function actorOf({ principal: { person, agent } }: Call) {
  return { actor: person, via: agent } as const;
}

function confirmedBy(command: Deed['command']): ConfirmedCommand | null {
  return CONFIRMED_COMMANDS.some((name) => name === command.name) ? (command as ConfirmedCommand) : null;
}

/** Puts a button into the room. A repeat of the same request is the same proposal. */
export async function askConfirmation(call: Call, incidentId: string, requestId: string, command: ConfirmedCommand): Promise<Sent> {
  const proposalId = `P-${createHash('sha256').update(requestId).digest('hex').slice(0, 10)}`;
  return call.incidents.command('askConfirmation', incidentId, { ...actorOf(call), requestId, proposalId, command });
}

export function askedAnswer(incidentId: string, act: ConfirmedCommand['name'], { applied }: Sent): Answer {
  return said(
    `Needs confirmation: ${act} of ${idWord(incidentId)} is not done yet. ${applied ? 'A button in the war room asks a person to confirm it' : 'A button is put into the war room once a worker has read this'}; it expires after 15 minutes.`,
    'Your person may press it too. Do not ask again; get_incident shows what became of it.',
  );
}

function sentAnswer({ incidentId, done }: Deed, { applied, repeated, status, notFound = [], unchecked }: Sent): Answer {
  const id = idWord(incidentId);
  if (repeated)
    return said(
      `Already done by the same call shortly before: ${id} ${done}. Nothing was done twice; to do it again, give another requestId.`,
    );
  if (!applied)
    return said(
      `Accepted for ${id}; it applies once a worker, or the response, has got that far. get_incident shows it. Do not send it again.`,
    );
  const told = present({ notFound: notFound.map(({ reference, reason }) => `${reference}: ${reason}`), notChecked: unchecked });
  const state = status === null ? '' : ` Its status is ${wordOf(INCIDENT_STATUSES, status)}.`;
  return said(`Done: ${id} ${done}.${state}`, ...(Object.keys(told).length === 0 ? [] : [fenced([told])]));
}

function dryRun(
  deed: Deed,
  state: IncidentState | null,
  read: Exclude<ReturnType<typeof readCommand>, { code: string }>,
  call: Call,
): Answer {
  const id = idWord(deed.incidentId);
  const { name } = deed.command;
  if (state === null)
    return said(`Dry run: no worker answers, so whether ${id} would accept it is not known. It would be kept until one returns.`);
  if (needsIncident(name) && awaitsParse(state)) return said(`Dry run: it would wait until the event of ${id} has been read.`);
  const applied = applyCommand(state, read as never, new Date(call.desk.now()).toISOString());
  if (isRefusal(applied)) {
    const { text } = tellRefusal(applied, state.status);
    return said(`Dry run: it would be refused.`, text);
  }
  const confirmed = confirmedBy(deed.command);
  const waits = confirmed !== null && !mayDo(call, confirmed.name) ? ' after a person has confirmed it in the room' : '';
  return said(`Dry run: it would be done${waits}; then ${id} ${deed.done}. Nothing was changed.`);
}
