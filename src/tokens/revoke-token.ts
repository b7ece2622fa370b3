import { IncidentError } from '../incident/text/errors';
import { shown } from '../incident/text/read-fields';
import { changeTokens } from './change-tokens';
import type { StoredToken } from './tokens-file';

export class NoSuchTokenError extends IncidentError {
  readonly code = 'no_such_token';
  readonly retryable = false;

  constructor(name: string) {
    super(`there is no token ${shown(name)}`, { hint: 'Nothing was changed. To list the tokens: incident token list' });
  }
}

/** Removes a token from the file. It counts no longer from then on. @throws NoSuchTokenError, TokensFileError */
export async function revokeToken(path: string, name: string): Promise<StoredToken> {
  const revoked: StoredToken[] = [];
  await changeTokens(path, (tokens) => {
    revoked.push(...tokens.filter((token) => token.name === name));
    if (revoked.length === 0) throw new NoSuchTokenError(name);
    return tokens.filter((token) => token.name !== name);
  });
  return revoked[0] as StoredToken;
}
