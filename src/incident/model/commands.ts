import type { NormalizedEvent } from './incident';
import type { StepName } from './plan';
import type { Severity } from './severity';
import type { Role } from './state';

/** What every command carries. Only `actor` must be given: the Temporal UI sends them by hand. */
export interface CommandBase {
  /** Who acts: a person's name or address, or `alert:<source>`, `temporal`. */
  readonly actor: string;
  /** How the actor came in: the operating system's user, `slack`, `ui`; recorded beside the actor. */
  readonly via?: string;
  /** When the actor acted (RFC 3339); default: when it is recorded. */
  readonly at?: string;
  /** The same id twice acts once. */
  readonly requestId?: string;
}

/** Payloads by command, beside the base. Signals and updates bear these names. */
export interface CommandPayloads {
  /** `checkActor`: the actor was typed by a person, and is looked up before the command acts. */
  acknowledge: { readonly checkActor?: boolean };
  addNote: { readonly text: string };
  changeSeverity: { readonly severity: Severity };
  assign: { readonly user: string; readonly role?: Role };
  addResponders: { readonly users: readonly string[] };
  changeTitle: { readonly title: string };
  escalate: Record<never, never>;
  resolve: { readonly note?: string };
  reopen: { readonly reason: string };
  cancel: { readonly reason: string };
  investigateAgain: { readonly runbooks?: readonly string[] };
  retryStep: { readonly step: StepName };
  skipStep: { readonly step: StepName; readonly reason: string };
  resumeFrom: { readonly step: StepName };
}
export type CommandName = keyof CommandPayloads;
export type Command = { [Name in CommandName]: CommandBase & { readonly name: Name } & CommandPayloads[Name] }[CommandName];

/** An alert for an incident that is already open; read by an activity before it is applied. */
export interface AlertUpdate extends CommandBase {
  readonly event: unknown;
  readonly source?: string;
  /** Stands in where the event has no title. */
  readonly title?: string;
}
/** An alert that was read, and whether its labels ask for privacy. */
export interface ReadAlert {
  readonly event: NormalizedEvent;
  readonly isPrivate: boolean;
}
/** An alert update once read. */
export type ReadAlertUpdate = CommandBase &
  ReadAlert & {
    readonly name: 'alertUpdated';
    /** True: another alert of the same delivery fires, so that the recovery of this one is not the end. */
    readonly isAmongFiring?: boolean;
  };

export const COMMAND_DESCRIPTIONS: Readonly<Record<CommandName, string>> = {
  acknowledge: 'Somebody takes the incident. {actor, checkActor?}',
  addNote: 'Puts a note on the timeline and in the room. {actor, text}',
  changeSeverity: 'Sets the severity: critical, high, medium or low. {actor, severity}',
  assign: 'Gives the incident, or one of its roles, to somebody. {actor, user, role?: commander | communications | scribe}',
  addResponders: 'Calls more people. {actor, users}',
  changeTitle: 'Sets the title. {actor, title}',
  escalate: 'Calls the next level now. {actor}',
  resolve: 'The incident is over. {actor, note?}',
  reopen: 'It was not over after all. {actor, reason}',
  cancel: 'It was a false alarm: closes the incident for good. {actor, reason}',
  investigateAgain: 'Runs the probes once more, of these runbooks or of those that match. {actor, runbooks?}',
  retryStep: 'Runs a blocked or failed step, and all that needs it, again. {actor, step}',
  skipStep: 'Gives a blocked step up. {actor, step, reason}',
  resumeFrom: 'Runs a step, whatever its outcome, and all that needs it, again. {actor, step}',
};
export const COMMAND_NAMES = Object.keys(COMMAND_DESCRIPTIONS) as CommandName[];

export function isCommandName(name: string): name is CommandName {
  return Object.hasOwn(COMMAND_DESCRIPTIONS, name);
}

/** Why a command does not apply; `code` is stable: `invalid` for a payload that cannot be read, `unknown_person` for somebody whom Slack does not have. */
export interface Refusal {
  readonly code: 'invalid' | 'unknown_person' | 'already_done' | 'closed' | 'not_possible';
  readonly message: string;
  /** The same for the timeline, without field and allowed values; absent: the message. */
  readonly reason?: string;
  readonly field?: string;
  /** What is wrong with the field, without its name and what is allowed; `message` has all three. */
  readonly problem?: string;
  readonly allowed?: string;
  /** The way on, by the command that goes it: `To take it up again: incident reopen ID --reason "…"`. */
  readonly hint?: string;
}

export const isRefusal = (value: unknown): value is Refusal => typeof value === 'object' && value !== null && 'code' in value;

/** The refusal of a payload that cannot be read: which field, what is wrong with it, what is allowed. */
export function invalid(field: string, problem: string, allowed?: string): Refusal {
  return allowed === undefined
    ? { code: 'invalid', message: `${field}: ${problem}`, field, problem }
    : { code: 'invalid', message: `${field}: ${problem} (allowed: ${allowed})`, field, problem, allowed };
}
