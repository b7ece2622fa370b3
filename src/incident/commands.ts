import type { NormalizedEvent } from './incident';
import type { StepName } from './plan';
import { isStepName, STEPS } from './plan';
import { isSeverity, SEVERITIES, type Severity } from './severity';

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
  acknowledge: Record<never, never>;
  addNote: { readonly text: string };
  changeSeverity: { readonly severity: Severity };
  resolve: { readonly note?: string };
  cancel: { readonly reason: string };
  retryStep: { readonly step: StepName };
  skipStep: { readonly step: StepName; readonly reason: string };
}
export type CommandName = keyof CommandPayloads;
export type Command = { [Name in CommandName]: CommandBase & { readonly name: Name } & CommandPayloads[Name] }[CommandName];

/** An alert for an incident that is already open; a signal only, read by an activity before it is applied. */
export interface AlertUpdate extends CommandBase {
  readonly event: unknown;
  readonly source?: string;
}
/** An alert update once read. */
export type ReadAlertUpdate = CommandBase & { readonly name: 'alertUpdated'; readonly event: NormalizedEvent };

export const COMMAND_DESCRIPTIONS: Readonly<Record<CommandName, string>> = {
  acknowledge: 'Somebody takes the incident. {actor}',
  addNote: 'Puts a note on the timeline and in the room. {actor, text}',
  changeSeverity: 'Sets the severity: critical, high, medium or low. {actor, severity}',
  resolve: 'The incident is over. {actor, note?}',
  cancel: 'It was a false alarm: closes the incident for good. {actor, reason}',
  retryStep: 'Runs a blocked or failed step, and all that needs it, again. {actor, step}',
  skipStep: 'Gives a blocked step up. {actor, step, reason}',
};
export const COMMAND_NAMES = Object.keys(COMMAND_DESCRIPTIONS) as CommandName[];

/** Why a command does not apply; `code` is stable, `invalid` for a payload that cannot be read. */
export interface Refusal {
  readonly code: 'invalid' | 'already_done' | 'closed' | 'not_possible';
  readonly message: string;
  readonly field?: string;
  readonly allowed?: string;
}

const MAX_TEXT = 3_000;
const MAX_NAME = 200;

type Fields = Record<string, unknown>;

function invalid(field: string, problem: string, allowed?: string): Refusal {
  return { code: 'invalid', message: `${field}: ${problem}`, field, ...(allowed === undefined ? {} : { allowed }) };
}

function optionalText(fields: Fields, field: string, max: number): string | undefined | Refusal {
  const value = Object.hasOwn(fields, field) ? fields[field] : undefined;
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string') return invalid(field, 'must be text', 'text');
  const text = value.trim();
  if (text.length > max) return invalid(field, `has ${text.length} characters`, `at most ${max} characters`);
  return text === '' ? undefined : text;
}

function requiredText(fields: Fields, field: string, max = MAX_TEXT): string | Refusal {
  return optionalText(fields, field, max) ?? invalid(field, 'is missing', 'text that is not empty');
}

const isRefusal = (value: unknown): value is Refusal => typeof value === 'object' && value !== null && 'code' in value;

export { isRefusal };

function readPayload(name: CommandName, fields: Fields): object | Refusal {
  switch (name) {
    case 'acknowledge':
      return {};
    case 'addNote': {
      const text = requiredText(fields, 'text');
      return isRefusal(text) ? text : { text };
    }
    case 'changeSeverity': {
      const severity = typeof fields.severity === 'string' ? fields.severity.trim().toLowerCase() : fields.severity;
      return isSeverity(severity) ? { severity } : invalid('severity', 'is not a severity', SEVERITIES.join(', '));
    }
    case 'resolve': {
      const note = optionalText(fields, 'note', MAX_TEXT);
      return isRefusal(note) ? note : note === undefined ? {} : { note };
    }
    case 'cancel': {
      const reason = requiredText(fields, 'reason');
      return isRefusal(reason) ? reason : { reason };
    }
    case 'retryStep':
      return isStepName(fields.step) ? { step: fields.step } : invalid('step', 'is not a step', STEPS.join(', '));
    case 'skipStep': {
      if (!isStepName(fields.step)) return invalid('step', 'is not a step', STEPS.join(', '));
      const reason = requiredText(fields, 'reason');
      return isRefusal(reason) ? reason : { step: fields.step, reason };
    }
  }
}

function readAt(fields: Fields): string | undefined | Refusal {
  const at = optionalText(fields, 'at', 64);
  if (at === undefined || isRefusal(at)) return at;
  const time = Date.parse(at);
  return Number.isNaN(time) ? invalid('at', 'is not a time', 'RFC 3339, such as 2026-01-01T10:00:00Z') : new Date(time).toISOString();
}

/** Reads the base of a command as it came over the wire. */
export function readCommandBase(payload: unknown): CommandBase | Refusal {
  if (typeof payload !== 'object' || payload === null || Array.isArray(payload)) {
    return invalid('payload', 'must be an object', '{"actor": "…"}');
  }
  const fields = payload as Fields;
  const actor = requiredText(fields, 'actor', MAX_NAME);
  if (isRefusal(actor)) return actor;
  const via = optionalText(fields, 'via', MAX_NAME);
  if (isRefusal(via)) return via;
  const requestId = optionalText(fields, 'requestId', MAX_NAME);
  if (isRefusal(requestId)) return requestId;
  const at = readAt(fields);
  if (isRefusal(at)) return at;
  return {
    actor,
    ...(via === undefined ? {} : { via }),
    ...(requestId === undefined ? {} : { requestId }),
    ...(at === undefined ? {} : { at }),
  };
}

/** Reads a command as it came over the wire, or says which field is wrong. Never throws. */
export function readCommand(name: CommandName, payload: unknown): Command | Refusal {
  const base = readCommandBase(payload);
  if (isRefusal(base)) return base;
  const read = readPayload(name, payload as Fields);
  return isRefusal(read) ? read : ({ ...base, ...read, name } as Command);
}
