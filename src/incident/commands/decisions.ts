import { nameOfActor } from '../model/actor';
import type { Command, CommandName, CommandOf } from '../model/commands';
import { type Change, NEWS, refusal } from '../model/effects';
import type { IncidentState } from '../model/state';
import type { PeopleCheck } from '../people/check-people';
import type { Refusal } from '../text/refusal';
import { changeSeverity } from './change-severity';
import { notParsed } from './command-preconditions';
import { decline } from './decline';
import { escalate } from './escalate';
import { cancel, reopen, resolve } from './life-cycle';
import { acknowledgeBy, addResponders, assign } from './people-commands';
import { approveAction, askConfirmation, proposeAction, rejectAction, type Vouching } from './proposals';
import { investigateAgain, resumeFrom, retryStep, skipStep } from './step-commands';

/** `at` is when the actor acted. `nowIso` is when that is recorded; deadlines count from that time. */
export interface Moment {
  readonly at: string;
  readonly nowIso: string;
}

/** What was found out before a command acts: about the people it names, or by the worker that vouches for it. */
export type Check = PeopleCheck | Vouching;
type CheckOf<Name> = Name extends 'proposeAction' | 'approveAction' ? Vouching : PeopleCheck;

type Decide<Name extends CommandName> = (
  state: IncidentState,
  command: CommandOf<Name>,
  moment: Moment,
  check?: CheckOf<Name>,
) => Change | Refusal;

/** What each command changes, or why it does not apply. */
const DECISIONS: { readonly [Name in CommandName]: Decide<Name> } = {
  acknowledge: (state, command, { at }, check) => acknowledgeBy(state, command, at, check),
  decline: (state, command, moment) => decline(state, command, moment),
  addNote: (state, { text, quoted }) => ({
    state,
    entry: { kind: 'addNote', note: text, ...(quoted === undefined ? {} : { quoted }) },
    effects: [NEWS],
  }),
  changeSeverity: (state, { severity }, { nowIso }) => changeSeverity(state, severity, nowIso),
  assign: (state, command, _, check) => assign(state, command, check),
  addResponders: (state, command, _, check) => addResponders(state, command, check),
  changeTitle: (state, { title }) => changeTitle(state, title),
  escalate: (state, command, { nowIso }) => escalate(state, nameOfActor(command), nowIso),
  resolve: (state, { note, ...command }, moment) =>
    resolve(state, { actor: nameOfActor(command), ...moment, ...(note === undefined ? {} : { note }) }),
  reopen: (state, { reason, ...command }, { nowIso }) => reopen(state, { actor: nameOfActor(command), reason }, nowIso),
  cancel: (state, { reason }) => cancel(state, reason),
  investigateAgain: (state, { runbooks }) => investigateAgain(state, runbooks),
  retryStep: (state, { step }) => retryStep(state, step),
  skipStep: (state, { step, reason }) => skipStep(state, step, reason),
  resumeFrom: (state, { step }) => resumeFrom(state, step),
  proposeAction,
  askConfirmation,
  approveAction,
  rejectAction,
};

/** The check, if it is about people. */
export function peopleCheck(check: Check | undefined): PeopleCheck | undefined {
  return check?.kind === 'looked' || check?.kind === 'unavailable' ? check : undefined;
}

export function decide(state: IncidentState, command: Command, moment: Moment, check: Check | undefined): Change | Refusal {
  return (DECISIONS[command.name] as (state: IncidentState, command: Command, moment: Moment, check?: Check) => Change | Refusal)(
    state,
    command,
    moment,
    check,
  );
}

function changeTitle(state: IncidentState, title: string): Change | Refusal {
  const { incident } = state;
  if (incident === null) return notParsed(state);
  if (incident.title === title) return refusal('already_done', 'the incident already has this title');
  return {
    state: { ...state, incident: { ...incident, title } },
    entry: { kind: 'changeTitle', from: incident.title, to: title },
    effects: [NEWS],
  };
}
