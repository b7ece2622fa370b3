import { readFileSync } from 'node:fs';
import { InvalidInputError } from '../../incident/errors';

const UNITS_MS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
const MAX_BYTES = 1_000_000;

/** `90s`, `2m`, `1h`, `7d` in milliseconds. @throws InvalidInputError naming the flag. */
export function readDuration(text: string, flag: string): number {
  const match = /^(\d{1,6})([smhd])$/.exec(text.trim());
  if (match === null) throw new InvalidInputError(flag, `${JSON.stringify(text.slice(0, 60))} is no duration`, 'such as 90s, 2m, 1h, 7d');
  return Number(match[1]) * UNITS_MS[match[2] as keyof typeof UNITS_MS];
}

/** `key=value` pairs. @throws InvalidInputError naming the flag. */
export function readPairs(texts: readonly string[], flag: string): Record<string, string> {
  return Object.fromEntries(
    texts.map((text) => {
      const at = text.indexOf('=');
      if (at < 1) throw new InvalidInputError(flag, `${JSON.stringify(text.slice(0, 60))} is no label`, 'KEY=VALUE');
      return [text.slice(0, at), text.slice(at + 1)];
    }),
  );
}

/** The bytes of a file, or of standard input for `-`. @throws InvalidInputError naming the flag. */
export function readInput(path: string, flag: string): Uint8Array {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path === '-' ? 0 : path);
  } catch (error) {
    const why = (error as { code?: string }).code === 'ENOENT' ? 'there is no such file' : (error as Error).message;
    throw new InvalidInputError(flag, `${JSON.stringify(path.slice(0, 200))}: ${why}`, 'a file, or - for standard input');
  }
  if (bytes.length > MAX_BYTES) throw new InvalidInputError(flag, `it has ${bytes.length} bytes`, `at most ${MAX_BYTES} bytes`);
  return bytes;
}

/** For repeatable flags. */
export const collect = (value: string, all: readonly string[] = []): string[] => [...all, value];
