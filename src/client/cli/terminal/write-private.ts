import { randomUUID } from 'node:crypto';
import { existsSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';

/** For its owner alone: what is written names people, and says what is wrong with a system. */
const PRIVATE = 0o600;

/**
 * Writes a file as a whole, or leaves what was there as it is. The mode of an older file is not taken over. What is no
 * file (`/dev/stdout`, a pipe) is written to as it stands.
 */
export function writePrivately(path: string, text: string): void {
  const exists = existsSync(path);
  if (exists && !statSync(path).isFile()) {
    writeFileSync(path, text);
    return;
  }
  // A link goes on leading to its file.
  const file = exists ? realpathSync(path) : path;
  const temporary = `${file}.${randomUUID()}.tmp`;
  try {
    writeFileSync(temporary, text, { mode: PRIVATE, flag: 'wx' });
    renameSync(temporary, file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}
