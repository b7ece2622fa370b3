import {
  type Command,
  type CommandBase,
  type CommandName,
  type CommandPayloads,
  invalid,
  isRefusal,
  type Refusal,
} from '../model/commands';
import { isStepName, STEPS } from '../model/plan';
import { plainRequestId } from '../model/request-ids';
import { isSeverity, SEVERITIES } from '../model/severity';
import { isRole, ROLES } from '../model/state';
import { cleanLine } from '../text/clean-text';
import { TITLE_CHARS } from '../text/text-limits';

const MAX_TEXT = 3_000;
const MAX_NAME = 200;
const MAX_USERS = 50;
const MAX_RUNBOOKS = 20;

type Fields = Record<string, unknown>;

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

function readPayload(name: CommandName, fields: Fields): object | Refusal {
  switch (name) {
    case 'acknowledge':
      return fields.checkActor === true ? { checkActor: true } : {};
    case 'addNote': {
      const text = requiredText(fields, 'text');
      return isRefusal(text) ? text : { text };
    }
    case 'changeSeverity': {
      const severity = typeof fields.severity === 'string' ? fields.severity.trim().toLowerCase() : fields.severity;
      return isSeverity(severity) ? { severity } : invalid('severity', 'is not a severity', SEVERITIES.join(', '));
    }
    case 'assign':
      return readAssignment(fields);
    case 'addResponders': {
      const users = textList(fields, 'users', MAX_USERS);
      if (isRefusal(users)) return users;
      return users === undefined || users.length === 0 ? invalid('users', 'is missing', 'a list of people') : { users };
    }
    case 'changeTitle': {
      const title = requiredText(fields, 'title', TITLE_CHARS);
      if (isRefusal(title)) return title;
      const line = cleanLine(title, TITLE_CHARS);
      return line === '' ? invalid('title', 'has no visible characters', 'text that is not empty') : { title: line };
    }
    case 'escalate':
      return {};
    case 'resolve': {
      const note = optionalText(fields, 'note', MAX_TEXT);
      return isRefusal(note) ? note : note === undefined ? {} : { note };
    }
    case 'reopen':
    case 'cancel': {
      const reason = requiredText(fields, 'reason');
      return isRefusal(reason) ? reason : { reason };
    }
    case 'investigateAgain': {
      const runbooks = textList(fields, 'runbooks', MAX_RUNBOOKS);
      return isRefusal(runbooks) ? runbooks : runbooks === undefined ? {} : { runbooks };
    }
    case 'retryStep':
    case 'resumeFrom':
      return isStepName(fields.step) ? { step: fields.step } : invalid('step', 'is not a step', STEPS.join(', '));
    case 'skipStep': {
      if (!isStepName(fields.step)) return invalid('step', 'is not a step', STEPS.join(', '));
      const reason = requiredText(fields, 'reason');
      return isRefusal(reason) ? reason : { step: fields.step, reason };
    }
  }
}

function readAssignment(fields: Fields): CommandPayloads['assign'] | Refusal {
  const user = requiredText(fields, 'user', MAX_NAME);
  if (isRefusal(user)) return user;
  const reference = cleanLine(user, MAX_NAME);
  if (reference === '') return invalid('user', 'has no visible characters', 'an email, a name or a @group');
  const { role } = fields;
  if (role === undefined || role === null) return { user: reference };
  return isRole(role) ? { user: reference, role } : invalid('role', 'is not a role', ROLES.join(', '));
}

/** Texts as a list, or as one text with commas; each once. */
function textList(fields: Fields, field: string, max: number): readonly string[] | undefined | Refusal {
  const value = Object.hasOwn(fields, field) ? fields[field] : undefined;
  if (value === undefined || value === null) return undefined;
  const items: unknown[] = typeof value === 'string' ? value.split(',') : Array.isArray(value) ? value : [0];
  if (!items.every((item) => typeof item === 'string')) return invalid(field, 'must be a list of strings', 'a list of strings');
  const texts = [...new Set(items.map((item) => cleanLine(item, MAX_NAME)).filter((item) => item !== ''))];
  return texts.length > max ? invalid(field, `has ${texts.length} entries`, `at most ${max}`) : texts;
}

function readAt(fields: Fields): string | undefined | Refusal {
  const at = optionalText(fields, 'at', 64);
  if (at === undefined || isRefusal(at)) return at;
  // Without a zone, its meaning would depend on the worker's.
  const time = /(Z|[+-]\d\d:?\d\d)$/i.test(at) ? Date.parse(at) : Number.NaN;
  return Number.isNaN(time)
    ? invalid('at', 'is not a time with a zone', 'RFC 3339, such as 2026-01-01T10:00:00Z')
    : new Date(time).toISOString();
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
    ...(requestId === undefined ? {} : { requestId: plainRequestId(requestId) }),
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
