import type { Command } from 'commander';
import { loadConfig } from '../../../config';
import { ALLOWABLE_ACTS, type AllowableAct, PRINCIPAL_MODES } from '../../../incident/model/actions/principal';
import { InvalidInputError } from '../../../incident/text/errors';
import { shown } from '../../../incident/text/read-fields';
import { utcTime } from '../../../incident/text/utc-time';
import { addToken, type TokenRequest } from '../../../tokens/add-token';
import { isExpired } from '../../../tokens/current-tokens';
import { revokeToken } from '../../../tokens/revoke-token';
import { ADDRESS_ALLOWED, isAddress, isTokenName, NAME_ALLOWED, readTokens, type StoredToken } from '../../../tokens/tokens-file';
import { readDuration, readWord } from '../kit/values';
import type { ListedToken } from '../outputs/token-output';
import { note, print, printJson } from '../terminal/output';
import { paintFor } from '../terminal/style';
import { table } from '../terminal/table';
import { addVerb, type Flags, JSON_FLAG, textOf } from './verb';

const ACTIONS = ['add', 'list', 'revoke'] as const;
const DEFAULT_EXPIRY = '90d';
const NEVER = 'never';

export function addTokenVerb(program: Command): void {
  addVerb(program, 'token', 'add, list or revoke the tokens by which the gateway knows people and their agents')
    .argument('<action>', ACTIONS.join(', '))
    .argument('[name]', 'with revoke: the name, as in the list')
    .option('--person <address>', 'with add: whose token it is, such as alice@example.com; required')
    .option('--agent <name>', 'with add: the program that acts for this person, such as claude-code')
    .option('--mode <mode>', `with add: ${PRINCIPAL_MODES.join(' or ')}; default: read`)
    .option('--allow <acts>', `with add: what an agent may do without a confirmation: ${ALLOWABLE_ACTS.join(',')}; default: none of these`)
    .option('--name <name>', 'with add: what the token is called in lists and logs; default: after the person and the agent')
    .option('--expires <duration>', `with add: how long it counts, such as ${DEFAULT_EXPIRY} (the default), or ${NEVER}`)
    .option(...JSON_FLAG)
    .action(token);
}

async function token(given: string, name: string | undefined, flags: Flags): Promise<void> {
  const action = readWord(given, ACTIONS, 'ACTION', 'known action');
  refuseOthers(action, name, flags);
  switch (action) {
    case 'add':
      return add(flags);
    case 'list':
      return list(flags);
    case 'revoke':
      return revoke(name ?? '', flags);
  }
}

const ADD_FLAGS = ['person', 'agent', 'mode', 'allow', 'name', 'expires'] as const;

/** A flag or a name of another action was meant for that one. @throws InvalidInputError */
function refuseOthers(action: (typeof ACTIONS)[number], name: string | undefined, flags: Flags): void {
  const misplaced = action === 'add' ? undefined : ADD_FLAGS.find((flag) => flags[flag] !== undefined);
  if (misplaced !== undefined) throw new InvalidInputError(`--${misplaced}`, 'is only for incident token add', undefined);
  if (action !== 'revoke' && name !== undefined) throw new InvalidInputError('NAME', 'is only for incident token revoke', undefined);
  if (action === 'revoke' && !name?.trim())
    throw new InvalidInputError('NAME', 'is missing', 'the name of a token, as in incident token list');
}

const tokensFile = (): string => loadConfig({ purpose: 'client' }).tokensFile;

async function add(flags: Flags): Promise<void> {
  const request = requestIn(flags);
  const file = tokensFile();
  const { token: made, stored } = await addToken(file, request, new Date());
  if (flags.json) return printJson('token-add', { token: made, ...jsonOf(stored), file });
  const { name, person, agent, mode, allows, expiresAt } = stored;
  const may = allows.length === 0 ? '' : `, without a confirmation: ${allows.join(', ')}`;
  note(`added ${name} to ${file}: ${person}${agent === undefined ? '' : ` by ${agent}`}, ${mode}${may}; ${untilWords(expiresAt)}`);
  note('this is the only time that the token is shown:');
  print(made);
}

/** @throws InvalidInputError */
function requestIn(flags: Flags): TokenRequest {
  const typed = textOf(flags, 'person')?.trim();
  if (!typed) throw new InvalidInputError('--person', 'is missing', ADDRESS_ALLOWED);
  const person = typed.toLowerCase();
  if (!isAddress(person)) throw new InvalidInputError('--person', `${shown(typed)} is not an address`, ADDRESS_ALLOWED);
  const agent = textOf(flags, 'agent')?.trim();
  if (agent !== undefined && !isTokenName(agent)) throw new InvalidInputError('--agent', `${shown(agent)} is not a name`, NAME_ALLOWED);
  const mode = readWord(textOf(flags, 'mode') ?? 'read', PRINCIPAL_MODES, '--mode', 'known mode');
  const allows = allowedIn(textOf(flags, 'allow'));
  if (mode === 'read' && allows.length > 0)
    throw new InvalidInputError('--allow', 'is for tokens that may change incidents', '--mode respond beside it');
  return {
    person,
    agent,
    mode,
    allows,
    name: textOf(flags, 'name')?.trim(),
    lastsMs: expiryIn(textOf(flags, 'expires') ?? DEFAULT_EXPIRY),
  };
}

function allowedIn(text: string | undefined): readonly AllowableAct[] {
  const words = (text ?? '').split(',').filter((word) => word.trim() !== '');
  return [...new Set(words.map((word) => readWord(word, ALLOWABLE_ACTS, '--allow', 'known act')))];
}

function expiryIn(text: string): number | null {
  if (text.trim() === NEVER) return null;
  const lastsMs = readDuration(text, '--expires');
  if (lastsMs > 0) return lastsMs;
  throw new InvalidInputError('--expires', `${shown(text)} is over at once`, `a duration above 0, such as ${DEFAULT_EXPIRY}, or ${NEVER}`);
}

function list(flags: Flags): void {
  const file = tokensFile();
  const tokens = readTokens(file) ?? [];
  if (flags.json) printJson('token', tokens.map(jsonOf));
  else if (tokens.length === 0) note(`there are no tokens in ${file}; to add one: incident token add --person ADDRESS`);
  else for (const line of table(HEAD, tokens.map(cellsOf), { paint: paintFor(process.stdout) })) print(line);
}

const HEAD = ['name', 'person', 'agent', 'mode', 'without confirmation', 'added', 'until'] as const;

async function revoke(name: string, flags: Flags): Promise<void> {
  const stored = await revokeToken(tokensFile(), name.trim());
  if (flags.json) return printJson('token-revoke', { ...jsonOf(stored), revoked: true });
  print(`${stored.name} is revoked; no gateway that reads this file accepts it any more`);
}

function cellsOf({ name, person, agent = '', mode, allows, createdAt, expiresAt }: StoredToken): string[] {
  const until = expiresAt === null ? NEVER : utcTime(expiresAt, 'minutes');
  const state = isExpired({ expiresAt }, Date.now()) ? ' (expired)' : '';
  return [name, person, agent, mode, allows.join(', '), utcTime(createdAt, 'minutes'), `${until}${state}`];
}

/** Without the digest, which helps no one. */
function jsonOf({ name, person, agent, mode, allows, createdAt, expiresAt }: StoredToken): ListedToken {
  const expired = isExpired({ expiresAt }, Date.now());
  return { name, person, agent: agent ?? null, mode, allows, created_at: createdAt, expires_at: expiresAt, expired };
}

const untilWords = (expiresAt: string | null): string =>
  expiresAt === null ? 'it never expires' : `until ${utcTime(expiresAt, 'minutes')}`;
