import type { Principal } from '../../incident/model/actions/principal';
import type { CurrentTokens } from '../../tokens/current-tokens';
import type { Authenticator, RequestHead } from './authenticator';
import { credentials } from './shared-secret';

/** Who sends a request, or why that is not known, for the log. */
export type Identity = { readonly principal: Principal } | { readonly refused: string };

/** Finds the person whose token a request shows. */
export interface PersonAuthenticator extends Pick<Authenticator, 'needs' | 'challenge'> {
  /** Whether any person is known here. */
  readonly isOn: boolean;
  identify(head: RequestHead): Identity;
}

const WHY = { unknown: 'a token that is not in the file of the tokens', expired: 'a token that has expired' } as const;

/** `Authorization: Bearer TOKEN`, as made by `incident token add`. */
export function byToken(tokens: Pick<CurrentTokens, 'areKept' | 'holderOf'>): PersonAuthenticator {
  return {
    needs: 'the header Authorization: Bearer TOKEN, with a token that incident token add has made and that has not expired',
    challenge: 'Bearer',
    get isOn() {
      return tokens.areKept;
    },
    identify({ headers }) {
      const given = credentials(headers.authorization, 'bearer');
      if (given === undefined) return { refused: 'no token of a person' };
      const held = tokens.holderOf(given);
      return 'principal' in held ? held : { refused: WHY[held.refused] };
    },
  };
}
