import type { AllowableAct, Principal } from '../../../incident/model/actions/principal';

/** A token by which the gateway knows a person, or an agent that acts for one. */
export interface ListedToken {
  readonly name: string;
  readonly person: string;
  readonly agent: string | null;
  readonly mode: Principal['mode'];
  /** What an agent may do without a confirmation. */
  readonly allows: readonly AllowableAct[];
  readonly created_at: string;
  /** Null if it never expires. */
  readonly expires_at: string | null;
  readonly expired: boolean;
}

export interface NewToken extends ListedToken {
  /** The token itself, which is shown only here. */
  readonly token: string;
  /** Where it is kept, as a digest. */
  readonly file: string;
}

export interface RevokedToken extends ListedToken {
  readonly revoked: true;
}
