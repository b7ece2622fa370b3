import { z } from 'zod';

/** What a sender of alerts and one of heartbeats have in common. */

/** How a sender shows who it is with nothing but a secret, or not at all. */
export const SECRET_AUTHS = ['bearer', 'basic', 'token', 'none'] as const;
export type SecretAuth = (typeof SECRET_AUTHS)[number];

export const SENDER_NAME = '1 to 63 letters, digits, hyphens and underscores, the first a letter or a digit';
/** It fits an address and a workflow id. */
export const senderName = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,62}$/, SENDER_NAME);

const VARIABLE = 'the name of an environment variable, such as PROD_AM_TOKEN';
export const SECRETS = 'a list of 1 or 2 names of environment variables (2 while one replaces the other)';
export const secrets = z
  .array(z.string(VARIABLE).regex(/^[A-Za-z_][A-Za-z0-9_]{0,127}$/, VARIABLE), SECRETS)
  .min(1, SECRETS)
  .max(2, SECRETS)
  .optional();

/** What is wrong with the secrets, as what is allowed; null if they fit. */
export function secretsProblem(auth: string, given: readonly string[] | undefined): string | null {
  if (auth === 'none') return given === undefined ? null : 'no secrets where auth is none';
  return given === undefined ? SECRETS : null;
}

const LIMIT = 'a whole number of requests a minute from 1 to 1000000';
/** Requests a minute. */
export const requestLimit = z.int(LIMIT).min(1, LIMIT).max(1_000_000, LIMIT);
