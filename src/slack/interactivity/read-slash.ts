import { INCIDENT_ID_PATTERN } from '../../incident/model/incident-id';
import { ROLES, type Role } from '../../incident/model/responders';
import { SEVERITIES, type Severity } from '../../incident/model/severity';
import { didYouMean } from '../../incident/text/nearest-word';
import { shown } from '../../incident/text/read-fields';
import { readMrkdwn, readReference } from './read-mrkdwn';

/** A verb of the slash command, what may follow it, and what it does. */
export const SLASH_VERBS = {
  declare: { args: '[TITLE]', does: 'open a form that declares an incident' },
  ack: { args: '', does: 'acknowledge the incident' },
  note: { args: '[TEXT]', does: 'add a note to the timeline' },
  severity: { args: '[LEVEL]', does: `change the severity: ${SEVERITIES.join(', ')}` },
  assign: { args: '[@PERSON] [ROLE]', does: `assign the incident, or a role: ${ROLES.join(', ')}` },
  add: { args: '[@PERSON…]', does: 'page more people' },
  escalate: { args: '', does: 'page the next level now' },
  resolve: { args: '[NOTE]', does: 'resolve the incident' },
  reopen: { args: '[REASON]', does: 'reopen a resolved incident' },
  cancel: { args: '[REASON]', does: 'close a false alarm' },
  investigate: { args: '', does: 'run the probes again' },
  status: { args: '', does: 'what is broken, what is known and what happens next' },
  timeline: { args: '', does: 'the latest entries of the timeline' },
  who: { args: '', does: 'who does what' },
  list: { args: '', does: 'all open incidents' },
  help: { args: '', does: 'this list' },
} as const;
export type SlashVerb = keyof typeof SLASH_VERBS;

type PlainVerb = 'ack' | 'escalate' | 'investigate' | 'status' | 'timeline' | 'who' | 'list' | 'help';

/** What a person typed. `incidentId` is null if it follows from the channel. */
export type SlashRequest = { readonly incidentId: string | null } & (
  | { readonly verb: PlainVerb }
  // Where something is missing, it is empty, and a form asks for it.
  | { readonly verb: 'declare' | 'note' | 'resolve' | 'reopen' | 'cancel'; readonly text: string }
  | { readonly verb: 'severity'; readonly severity: Severity | null }
  | { readonly verb: 'assign'; readonly user: string; readonly role: Role | null }
  | { readonly verb: 'add'; readonly users: readonly string[] }
);

/** Slack gives the names of those who are mentioned in a line. */
const NO_NAMES = new Map<string, string>();

/** What cannot be read, as a sentence. */
export interface Unreadable {
  readonly problem: string;
}

/** The form of generated ids. In a room, only this is an id before a text: a note may begin with `db-1`. */
const GENERATED_ID = /^[A-Z][A-Z0-9-]*-\d{8}-\d{3,}$/i;
/** Verbs that are about no incident. */
const ABOUT_NONE: ReadonlySet<SlashVerb> = new Set(['declare', 'list', 'help']);

/** The verb alone, which says whether an incident is needed. */
export function readVerb(text: string): SlashVerb | Unreadable {
  const [word = 'help'] = text.trim().split(/\s+/).filter(Boolean);
  const verb = word.toLowerCase();
  if (isVerb(verb)) return verb;
  return { problem: `${shown(word)} is not a command here${didYouMean(verb, Object.keys(SLASH_VERBS)) || '.'}` };
}

/**
 * Reads the text after the slash command: `VERB [INCIDENT] …`. Without a verb, it asks for help. In an incident's room, the
 * incident need not be named; elsewhere, the word after the verb is its id.
 */
export function readSlash(text: string, isInRoom: boolean): SlashRequest | Unreadable {
  const verb = readVerb(text);
  if (typeof verb !== 'string') return verb;
  const [word = '', first, ...rest] = text.trim().split(/\s+/).filter(Boolean);
  const words = first === undefined ? [] : [first, ...rest];
  const unnamed = () => readArguments(verb, null, words, textAfter(text, [word]));
  if (ABOUT_NONE.has(verb)) return unnamed();
  if (first !== undefined && isId(first, verb, rest.length, isInRoom))
    return readArguments(verb, first.toUpperCase(), rest, textAfter(text, [word, first]));
  if (isInRoom) return unnamed();
  return { problem: `Which incident? Outside its room, its id follows: ${verb} ID${argsOf(verb)}.` };
}

function isId(word: string, verb: SlashVerb, following: number, isInRoom: boolean): boolean {
  const mayBeText = SLASH_VERBS[verb].args !== '' && !(verb === 'severity' && following > 0);
  return isInRoom && mayBeText ? GENERATED_ID.test(word) : INCIDENT_ID_PATTERN.test(word.toUpperCase());
}

const argsOf = (verb: SlashVerb): string => (SLASH_VERBS[verb].args === '' ? '' : ` ${SLASH_VERBS[verb].args}`);

function readArguments(verb: SlashVerb, incidentId: string | null, words: readonly string[], text: string): SlashRequest | Unreadable {
  switch (verb) {
    case 'declare':
    case 'note':
    case 'resolve':
    case 'reopen':
    case 'cancel':
      return { verb, incidentId, text: readMrkdwn(text, NO_NAMES) };
    case 'severity':
      return readSeverity(incidentId, words);
    case 'assign':
      return readAssignment(incidentId, text);
    case 'add':
      return readPeople(incidentId, text);
    default:
      return words.length === 0
        ? { verb, incidentId }
        : { problem: `${verb} takes nothing but the incident's id, and ${shown(words[0])} is not one.` };
  }
}

function readSeverity(incidentId: string | null, words: readonly string[]): SlashRequest | Unreadable {
  const [word] = words;
  if (word === undefined) return { verb: 'severity', incidentId, severity: null };
  const severity = SEVERITIES.find((known) => known === word.toLowerCase());
  if (severity === undefined) return { problem: `${shown(word)} is not a severity: ${SEVERITIES.join(', ')}.` };
  return { verb: 'severity', incidentId, severity };
}

/** The role is the last word, if it is one; `as` may stand before it. */
function readAssignment(incidentId: string | null, text: string): SlashRequest | Unreadable {
  const words = text.split(/\s+/).filter(Boolean);
  const role = ROLES.find((known) => known === words.at(-1)?.toLowerCase()) ?? null;
  const rest = role === null ? words : words.slice(0, -1);
  const user = (role !== null && rest.at(-1)?.toLowerCase() === 'as' ? rest.slice(0, -1) : rest).join(' ');
  return { verb: 'assign', incidentId, user: readReference(user), role };
}

/**
 * Mentions and addresses need no commas between them; names of several words do. A name of several words belongs to the address
 * after it, a single word only if the address is in brackets or both are in quotes: it may be a user name.
 */
function readPeople(incidentId: string | null, text: string): SlashRequest | Unreadable {
  const users = text
    .split(/,|(?<=(?:>|&gt;)["”]?)\s+|\s+(?=<[@!#])|\s+(?=@)|(?<=@\S+)\s+(?=\S+@)/)
    .flatMap((name) => /^([^\s"“”]+)\s+(<mailto:.*)$/s.exec(name.trim())?.slice(1) ?? [name])
    .map((name) => readReference(name.trim()))
    .filter(Boolean);
  return { verb: 'add', incidentId, users };
}

/** The rest of the text as it was typed, line breaks included. */
function textAfter(text: string, words: readonly string[]): string {
  return words.reduce((rest, word) => rest.trimStart().slice(word.length), text).trim();
}

function isVerb(word: string): word is SlashVerb {
  return Object.hasOwn(SLASH_VERBS, word);
}
