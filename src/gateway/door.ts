import { ConfigError } from '../config/config-error';
import type { Listen } from '../config/gateway-settings';
import { nearnessOf } from '../incident/investigation/nearness';
import type { Authenticator } from './auth/authenticator';
import { addressOf } from './listen';
import type { RateLimit } from './rate-limit';

/** An address for one sender. */
export interface Door {
  readonly name: string;
  readonly authenticator: Authenticator;
  readonly rate: RateLimit;
}

/** Whether only this machine can reach what listens there. */
export const isLoopback = ({ host }: Listen): boolean => nearnessOf(host) === 'loopback';

/** What each kind may use instead of none. */
const GUARDED = { sources: 'bearer, basic, token or signature', heartbeats: 'bearer, basic or token' } as const;

/** @throws ConfigError naming each one without authentication that other machines could reach. */
export function refuseOpenDoors(
  kind: keyof typeof GUARDED,
  doors: readonly { readonly name: string; readonly auth: string }[],
  listen: Listen,
): void {
  const open = isLoopback(listen) ? [] : doors.filter(({ auth }) => auth === 'none');
  if (open.length === 0) return;
  const problem = `is none, and the gateway listens on ${addressOf(listen)}, which other machines can reach`;
  throw new ConfigError(
    open.map(({ name }) => ({ path: `${kind}.${name}.auth`, problem, allowed: `${GUARDED[kind]}; none only on 127.0.0.1` })),
  );
}
