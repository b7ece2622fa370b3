import type { Config } from '../../../config';
import { commanderCommand, wantsCommander } from '../../../incident/commands/people-commands';
import { readUsers } from '../../../incident/declaration/read-users';
import { withTeams } from '../../../incident/declaration/teams';
import { describePaging, nextLevel, whyNobody } from '../../../incident/escalation/escalation';
import type { CommandName, CommandPayloads } from '../../../incident/model/commands';
import type { NextLevel } from '../../../incident/model/incident';
import { isStepName, STEPS, type StepName } from '../../../incident/model/plan';
import { SEVERITIES } from '../../../incident/model/severity';
import { type IncidentState, isRole, ROLES, type Role } from '../../../incident/model/state';
import type { NobodyReason } from '../../../incident/model/timeline-entry';
import { InvalidInputError } from '../../../incident/text/errors';
import { shown } from '../../../incident/text/read-fields';
import { type KnownRunbooks, refuseUnknownRunbooks } from '../kit/known-runbooks';
import { readSeverityWord } from '../kit/values';
import { type Flags, textOf, withText } from './verb';

/** What a verb may use besides its own command line. */
export interface SendingContext {
  readonly config: Config;
  readonly known: KnownRunbooks;
  /** True if the actor was named with --as or INCIDENT_ACTOR rather than taken from the operating system. */
  readonly isActorTyped: boolean;
}

/** The command line of a command that changes an incident. */
export interface ChangingVerb<Name extends CommandName = CommandName> {
  readonly verb: string;
  readonly description: string;
  /** Arguments after the id: name and description. */
  readonly args?: readonly (readonly [name: string, description: string])[];
  readonly options?: readonly (readonly [flag: string, description: string, need: 'required' | 'optional' | 'repeatable'])[];
  readonly payload: (args: readonly string[], flags: Flags) => CommandPayloads[Name];
  /** Completes the payload from this machine's configuration. @throws InvalidInputError for unknown names */
  readonly complete?: (payload: CommandPayloads[Name], context: SendingContext) => CommandPayloads[Name] | Promise<CommandPayloads[Name]>;
  /** The result as text, to follow the id: "is now high". */
  readonly done: (payload: CommandPayloads[Name], actor: string) => string;
  /** What it led to, given the incident's current state, to follow `done`; empty if unknown. */
  readonly outcome?: (state: IncidentState) => string;
  /** What to do next, given the incident's current state; null if there is nothing to do. */
  readonly hint?: (state: IncidentState) => string | null;
}

const STEP_ARG = ['step', STEPS.join('|')] as const;

/** What concerns proposals is not sent to the incident by a verb: it goes through the gateway, which signs it. */
type Unsent = 'proposeAction' | 'askConfirmation' | 'approveAction' | 'rejectAction';
export type SentCommandName = Exclude<CommandName, Unsent>;

/** A verb for each command that has one, in the order of the help. */
export const CHANGING_VERBS: { readonly [Name in SentCommandName]: ChangingVerb<Name> } = {
  acknowledge: {
    verb: 'ack',
    description: 'acknowledge the incident, and become its owner unless it has a commander',
    payload: () => ({}),
    complete: (payload, { isActorTyped }) => (isActorTyped ? { ...payload, checkActor: true } : payload),
    done: (_, actor) => `is acknowledged by ${actor}`,
    hint: (state) => (wantsCommander(state) ? `No one is in command. To assign a commander: ${commanderCommand(state.incidentId)}` : null),
  },
  decline: {
    verb: 'decline',
    description: "say that you can't take the incident; hand it back if you have acknowledged it",
    options: [['--reason <text>', 'why', 'optional']],
    payload: (_, flags) => withText(flags, 'reason'),
    done: (_, actor) => `is declined by ${actor}`,
  },
  addNote: {
    verb: 'note',
    description: 'add a note to the timeline and the war room',
    args: [['text', 'the note']],
    payload: ([text = '']) => ({ text }),
    done: () => 'has a new note',
  },
  changeSeverity: {
    verb: 'severity',
    description: 'change the severity',
    args: [['level', SEVERITIES.join('|')]],
    payload: ([level = '']) => ({ severity: readSeverityWord(level, 'LEVEL') }),
    done: ({ severity }) => `is now ${severity}`,
  },
  assign: {
    verb: 'assign',
    description: 'assign the incident, or one of its roles, to someone',
    args: [['user', 'email, name, user id or @group']],
    options: [['--role <role>', ROLES.join('|'), 'optional']],
    payload: ([user = ''], flags) => ({ user, ...roleOf(flags) }),
    done: ({ user, role }) => (role === undefined ? `is assigned to ${user}` : `now has ${user} in the ${role} role`),
  },
  addResponders: {
    verb: 'add',
    description: 'page more people',
    args: [['user...', 'emails, names, user ids, @groups']],
    payload: (users) => ({ users: readUsers(users) }),
    complete: ({ users }, { config }) => ({ users: withTeams(users, config.rules.teams) }),
    done: ({ users }) => `is paging ${users.join(', ')}`,
  },
  changeTitle: {
    verb: 'title',
    description: 'change the title',
    args: [['text', 'the new title']],
    payload: ([title = '']) => ({ title }),
    done: ({ title }) => `is now titled "${title}"`,
  },
  escalate: {
    verb: 'escalate',
    description: 'page the next escalation level now',
    payload: () => ({}),
    done: () => 'is escalated',
    outcome: latestPaging,
    hint: whenNoOneIsPaged,
  },
  resolve: {
    verb: 'resolve',
    description: 'mark the incident as resolved',
    options: [['--note <text>', 'what fixed it', 'optional']],
    payload: (_, flags) => withText(flags, 'note'),
    done: () => 'is resolved',
  },
  reopen: {
    verb: 'reopen',
    description: 'reopen a resolved incident',
    options: [['--reason <text>', 'why', 'required']],
    payload: (_, flags) => ({ reason: textOf(flags, 'reason') ?? '' }),
    done: () => 'has been reopened',
  },
  cancel: {
    verb: 'cancel',
    description: 'close a false alarm; it cannot be reopened',
    options: [['--reason <text>', 'why', 'required']],
    payload: (_, flags) => ({ reason: textOf(flags, 'reason') ?? '' }),
    done: () => 'is cancelled',
  },
  investigateAgain: {
    verb: 'investigate',
    description: 'run the probes again',
    options: [
      [
        '--runbook <name>',
        'only this runbook (repeatable); default: those named at the start, else those whose conditions match',
        'repeatable',
      ],
    ],
    payload: (_, flags) => (Array.isArray(flags.runbook) ? { runbooks: flags.runbook } : {}),
    complete: async (payload, { config, known }) => {
      if (payload.runbooks !== undefined) refuseUnknownRunbooks(payload.runbooks, await known.runbookNames(config));
      return payload;
    },
    done: () => "is being investigated again; findings will appear in the headline's thread",
  },
  retryStep: {
    verb: 'retry-step',
    description: 'run a blocked or failed step again, then the steps that depend on it',
    args: [STEP_ARG],
    payload: ([step = '']) => ({ step: stepOf(step) }),
    done: ({ step }) => `is running ${step} again`,
  },
  skipStep: {
    verb: 'skip-step',
    description: 'skip a blocked step and continue without it',
    args: [STEP_ARG],
    options: [['--reason <text>', 'why', 'required']],
    payload: ([step = ''], flags) => ({ step: stepOf(step), reason: textOf(flags, 'reason') ?? '' }),
    done: ({ step }) => `continues without ${step}`,
  },
  resumeFrom: {
    verb: 'resume',
    description: 'run any step again, then the steps that depend on it; works on a closed incident too, unless it was cancelled',
    options: [['--from <step>', STEPS.join('|'), 'required']],
    payload: (_, flags) => ({ step: stepOf(textOf(flags, 'from') ?? '', '--from') }),
    done: ({ step }) => `is running its response again from ${step}`,
  },
};

/**
 * The level that was reached last, and why it reaches no one. From the state, because the timeline that a client reads is
 * already in words.
 */
function latestLevel(state: IncidentState): { readonly level: NextLevel; readonly nobody: NobodyReason | null } | null {
  const { incident, escalation } = state;
  const level = incident === null || escalation.reached === 0 ? null : nextLevel(incident, escalation.reached - 1);
  return level === null ? null : { level, nobody: whyNobody(state, level) };
}

function latestPaging(state: IncidentState): string {
  const latest = latestLevel(state);
  return latest === null ? '' : `: ${describePaging(latest.level, latest.nobody)}`;
}

/** What to do if the latest level reached no one; null if it reached someone. */
function whenNoOneIsPaged(state: IncidentState): string | null {
  const nobody = latestLevel(state)?.nobody ?? null;
  return nobody === null ? null : `To page someone: incident add ${state.incidentId} USER`;
}

function roleOf(flags: Flags): { readonly role?: Role } {
  const role = textOf(flags, 'role');
  if (role === undefined) return {};
  if (isRole(role)) return { role };
  throw new InvalidInputError('--role', `${shown(role)} is not a role`, ROLES.join(', '));
}

function stepOf(step: string, field = 'STEP'): StepName {
  if (isStepName(step)) return step;
  throw new InvalidInputError(field, `${shown(step)} is not a step`, STEPS.join(', '));
}
