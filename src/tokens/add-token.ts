import type { AllowableAct, PrincipalMode } from '../incident/model/actions/principal';
import { InvalidInputError } from '../incident/text/errors';
import { shown } from '../incident/text/read-fields';
import { changeTokens } from './change-tokens';
import { digestOf, newToken } from './token';
import { isTokenName, NAME_ALLOWED, type StoredToken } from './tokens-file';

export interface TokenRequest {
  /** An address, in lower case. */
  readonly person: string;
  readonly agent?: string | undefined;
  /** Default: after the person and the agent. */
  readonly name?: string | undefined;
  readonly mode: PrincipalMode;
  readonly allows: readonly AllowableAct[];
  /** Null: it never expires. */
  readonly lastsMs: number | null;
}

export interface AddedToken {
  /** What the person or the agent sends. It is kept nowhere. */
  readonly token: string;
  readonly stored: StoredToken;
}

const MAX_TOKENS = 1_000;
/** Stands for a process that was started by the person, and has no token. */
const TAKEN = 'stdio';

/** Adds a token to the file. @throws InvalidInputError, TokensFileError; nothing was added then. */
export async function addToken(path: string, request: TokenRequest, now: Date): Promise<AddedToken> {
  const { person, agent, mode, allows, lastsMs } = request;
  const token = newToken();
  const expiresAt = lastsMs === null ? null : new Date(now.getTime() + lastsMs).toISOString();
  const about = { person, ...(agent === undefined ? {} : { agent }), mode, allows: [...allows], sha256: digestOf(token) };
  const added: StoredToken[] = [];
  await changeTokens(path, (tokens) => {
    if (tokens.length >= MAX_TOKENS)
      throw new InvalidInputError('tokens', `there are ${tokens.length} already`, `at most ${MAX_TOKENS}`, { hint: REVOKE_FIRST });
    const name = nameFor(request, new Set([TAKEN, ...tokens.map((one) => one.name)]));
    added.push({ name, ...about, createdAt: now.toISOString(), expiresAt });
    return [...tokens, ...added];
  });
  return { token, stored: added[0] as StoredToken };
}

const REVOKE_FIRST = 'Nothing was added. To revoke one that is no longer used: incident token revoke NAME';

function nameFor({ name, person, agent }: TokenRequest, taken: ReadonlySet<string>): string {
  if (name !== undefined) {
    if (!isTokenName(name)) throw new InvalidInputError('--name', `${shown(name)} is not a name`, NAME_ALLOWED);
    if (taken.has(name)) throw new InvalidInputError('--name', `${shown(name)} is taken`, 'a name that no token has');
    return name;
  }
  const mailbox = (person.split('@')[0] ?? '').replace(/[^a-z0-9._-]+/g, '-').replace(/^[^a-z0-9]+/, '') || 'token';
  const base = (agent === undefined ? mailbox : `${mailbox}-${agent}`).slice(0, 55);
  for (let number = 1; ; number += 1) {
    const tried = number === 1 ? base : `${base}-${number}`;
    if (!taken.has(tried)) return tried;
  }
}
