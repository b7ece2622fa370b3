import { type Command, type CommandBase, type CommandName, declarationOf } from '../model/commands';
import { plainRequestId } from '../model/request-ids';
import { cleanLine } from '../text/clean-text';
import { type Fields, isFields } from '../text/read-fields';
import { fieldsOf, MAX_NAME, optionalText, requiredText } from '../text/read-payload';
import { readTime } from '../text/read-time';
import { invalid, isRefusal, type Refusal } from '../text/refusal';
import { PERSON_NAME_CHARS } from '../text/text-limits';

function readAt(fields: Fields): string | undefined | Refusal {
  const at = optionalText(fields, 'at', 64);
  return typeof at === 'string' ? readTime(at, 'at') : at;
}

/** A name that is too long is cut: what its bearer asks for matters more. */
function readActorName(fields: Fields): string | undefined | Refusal {
  const name = optionalText(fields, 'actorName');
  return typeof name === 'string' ? cleanLine(name, PERSON_NAME_CHARS) || undefined : name;
}

function readRequestId(fields: Fields): string | undefined | Refusal {
  const requestId = optionalText(fields, 'requestId', MAX_NAME);
  return typeof requestId === 'string' ? plainRequestId(requestId) : requestId;
}

/** Reads the base of a command from the wire. */
export function readCommandBase(payload: unknown): CommandBase | Refusal {
  if (!isFields(payload)) return invalid('payload', 'must be an object', '{"actor": "…"}');
  return fieldsOf({
    actor: requiredText(payload, 'actor', MAX_NAME),
    actorName: readActorName(payload),
    via: optionalText(payload, 'via', MAX_NAME),
    requestId: readRequestId(payload),
    at: readAt(payload),
  });
}

/** Reads a command from the wire, or says which field is wrong. Never throws. */
export function readCommand(name: CommandName, payload: unknown): Command | Refusal {
  const base = readCommandBase(payload);
  if (isRefusal(base)) return base;
  const read = declarationOf(name).read(payload as Fields);
  return isRefusal(read) ? read : ({ ...base, ...read, name } as Command);
}
