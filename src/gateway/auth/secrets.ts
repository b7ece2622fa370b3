import { createHash, timingSafeEqual } from 'node:crypto';
import type { Secret } from '../../config/secrets';

/** Compares in constant time. Digests have one length, so that the time does not tell the secret's either. */
export function isSameText(given: string, expected: string): boolean {
  return timingSafeEqual(digest(given), digest(expected));
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Whether one of the secrets fits. If none does, they are read again, because a file may hold a new one. */
export function oneFits(secrets: readonly Secret[], fits: (secret: string) => boolean): boolean {
  const before = secrets.map(({ value }) => value());
  if (anyOf(before, fits)) return true;
  const now = secrets.map(({ refresh }) => refresh());
  return now.some((secret, index) => secret !== before[index]) && anyOf(now, fits);
}

/** Each one is tried, so that the time does not tell which of them fits. */
function anyOf(secrets: readonly string[], fits: (secret: string) => boolean): boolean {
  return secrets.map((secret) => fits(secret) && secret !== '').includes(true);
}
