import { closeSync, openSync, readSync } from 'node:fs';
import { MAX_BODY_BYTES } from '../../../incident/alerts/read-body';
import { isSeverity, SEVERITIES, type Severity } from '../../../incident/model/severity';
import { InvalidInputError } from '../../../incident/text/errors';
import { shown } from '../../../incident/text/read-fields';
import { note } from '../terminal/output';

const UNITS_MS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
const CHUNK_BYTES = 65_536;
const WHY: Readonly<Record<string, string>> = {
  ENOENT: 'no such file',
  ENOTDIR: 'no such file',
  EISDIR: 'is a directory',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
};

const MAX_ROWS = 10_000;

/** A maximum number of rows. @throws InvalidInputError */
export function readRows(text: string, flag: string): number {
  const rows = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (rows >= 1 && rows <= MAX_ROWS) return rows;
  throw new InvalidInputError(flag, `${shown(text)} is not a valid number of rows`, `1 to ${MAX_ROWS}`);
}

/** `90s`, `2m`, `1h`, `7d` in milliseconds. @throws InvalidInputError naming the flag. */
export function readDuration(text: string, flag: string): number {
  const match = /^(\d{1,6})([smhd])$/.exec(text.trim());
  if (match === null) throw new InvalidInputError(flag, `${shown(text)} is not a duration`, 'a number and a unit, such as 90s, 2m, 1h, 7d');
  return Number(match[1]) * UNITS_MS[match[2] as keyof typeof UNITS_MS];
}

/** `key=value` pairs. @throws InvalidInputError naming the flag. */
export function readPairs(texts: readonly string[], flag: string): Record<string, string> {
  return Object.fromEntries(
    texts.map((text) => {
      const at = text.indexOf('=');
      if (at < 1) throw new InvalidInputError(flag, `${shown(text)} is not a label`, 'KEY=VALUE');
      return [text.slice(0, at), text.slice(at + 1)];
    }),
  );
}

/** A severity in any case. @throws InvalidInputError naming the field. */
export function readSeverityWord(text: string, field: string): Severity {
  const word = text.trim().toLowerCase();
  if (isSeverity(word)) return word;
  throw new InvalidInputError(field, `${shown(text)} is not a severity`, SEVERITIES.join(', '));
}

/** One word from a list. @throws InvalidInputError naming the field. */
export function readWord<Word extends string>(text: string, words: readonly Word[], field: string, kind: string): Word {
  const known = words.find((word) => word === text.trim());
  if (known !== undefined) return known;
  throw new InvalidInputError(field, `${shown(text)} is not a ${kind}`, words.join(', '));
}

/**
 * The bytes of a file, or of standard input for `-`, up to the size limit of an alert. @throws InvalidInputError naming the
 * field.
 */
export async function readInput(path: string, field: string): Promise<Uint8Array> {
  if (path === '-') return readStandardInput(field);
  try {
    return readFileBytes(path, field);
  } catch (error) {
    if (error instanceof InvalidInputError) throw error;
    const { code = '', message } = error as NodeJS.ErrnoException;
    throw new InvalidInputError(field, `${shown(path)}: ${WHY[code] ?? message}`, 'a file, or - for standard input');
  }
}

/** Reads in pieces, because the file may be endless (`/dev/zero`). */
function readFileBytes(path: string, field: string): Uint8Array {
  const file = openSync(path, 'r');
  try {
    const chunks: Buffer[] = [];
    let total = 0;
    for (;;) {
      const chunk = Buffer.alloc(CHUNK_BYTES);
      const read = readSync(file, chunk);
      if (read === 0) return Buffer.concat(chunks);
      total += read;
      if (total > MAX_BODY_BYTES) throw tooMuch(field);
      chunks.push(chunk.subarray(0, read));
    }
  } finally {
    closeSync(file);
  }
}

async function readStandardInput(field: string): Promise<Uint8Array> {
  if (process.stdin.isTTY === true) note('reading the alert from the terminal; press Ctrl-D to end it');
  const chunks: Buffer[] = [];
  let total = 0;
  for await (const chunk of process.stdin) {
    total += (chunk as Buffer).length;
    if (total > MAX_BODY_BYTES) throw tooMuch(field);
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks);
}

function tooMuch(field: string): InvalidInputError {
  return new InvalidInputError(field, `is larger than ${MAX_BODY_BYTES} bytes`, `at most ${MAX_BODY_BYTES} bytes`);
}

/** Collects a repeatable flag. */
export const collect = (value: string, all: readonly string[] = []): string[] => [...all, value];
