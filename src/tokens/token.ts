import { createHash, randomBytes } from 'node:crypto';

/** Programs that look for secrets recognise a token by it; `incident/text/hide-secrets.ts` hides what begins so. */
const PREFIX = 'irt_';
const BYTES = 32;

/** A new token. It is shown once, and kept only as its digest. */
export const newToken = (): string => PREFIX + randomBytes(BYTES).toString('hex');

/** A token has 256 random bits, so a plain digest tells nothing about it. In hexadecimal. */
export const digestOf = (token: string): string => createHash('sha256').update(token).digest('hex');
