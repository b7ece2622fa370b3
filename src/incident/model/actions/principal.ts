import type { Identified } from './claims';
import { CONFIRMED_COMMANDS, type ConfirmedCommandName } from './confirmed-command';

/** `read`: looks at incidents. `respond`: also changes them. */
export const PRINCIPAL_MODES = ['read', 'respond'] as const;
export type PrincipalMode = (typeof PRINCIPAL_MODES)[number];

/** What pages or tells many people, and waits for a confirmation in the room unless the person has allowed it beforehand. */
export type AllowableAct = ConfirmedCommandName | 'declare';
export const ALLOWABLE_ACTS: readonly AllowableAct[] = [...CONFIRMED_COMMANDS, 'declare'];

/** For whom a request is made: a person, and the agent that acts for them, if one does. Known by a token, or by the environment. */
export interface Principal extends Identified {
  /** The token's name, for limits and logs; `stdio` if the environment names the person. */
  readonly token: string;
  readonly mode: PrincipalMode;
  readonly allows: readonly AllowableAct[];
}
