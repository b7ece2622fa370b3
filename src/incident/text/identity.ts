import { cleanLine } from './clean-text';

const MAX_IDENTITY = 500;
const MAX_SHORT = 32;
/** Looked up once, because in the sandbox of a workflow each look-up of a global is slow. */
const { imul } = Math;

/**
 * A group's identity prefixed with its source, as clean text of at most 500 characters; null if it has no visible
 * characters. A longer one is cut and gets a hash of the whole, so that two identities with the same beginning never merge.
 */
export function identityOf(source: string, identity: string): string | null {
  const whole = cleanLine(identity, identity.length + 1);
  if (whole === '') return null;
  const isShort = [...whole].length <= MAX_IDENTITY;
  return `${source}:${isShort ? whole : `${cleanLine(whole, MAX_IDENTITY - 30)}#${hashOf(whole)}`}`;
}

/** The same text for the same identity, in at most 32 characters; a longer identity is hashed. */
export function shortIdentity(identity: string): string {
  return identity.length <= MAX_SHORT ? identity : hashOf(identity);
}

/** 128 bits by FNV-1a: they identify a text but do not withstand an attacker. The domain has no cryptography to import. */
export function hashOf(text: string): string {
  return [0x811c9dc5, 0x01000193, 0x9e3779b9, 0x85ebca6b].map((seed) => fnv(text, seed)).join('');
}

function fnv(text: string, seed: number): string {
  let value = seed;
  for (let index = 0; index < text.length; index += 1) value = imul(value ^ text.charCodeAt(index), 0x01000193) >>> 0;
  // Without this mixing, the four values would differ only by their seeds.
  value = imul(value ^ (value >>> 16), seed | 1) >>> 0;
  return ((value ^ (value >>> 13)) >>> 0).toString(16).padStart(8, '0');
}
