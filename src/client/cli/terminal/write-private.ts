import { randomUUID } from 'node:crypto';
import { existsSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';

/** Readable by the owner only: reports name people and describe what is broken. */
const PRIVATE = 0o600;

/**
 * Writes a file completely or leaves the old one untouched. The mode of an existing file is not kept. Anything that is not a
 * regular file (`/dev/stdout`, a pipe) is written to directly.
 */
export function writePrivately(path: string, text: string): void {
  const exists = existsSync(path);
  if (exists && !statSync(path).isFile()) {
    writeFileSync(path, text);
    return;
  }
  // A symbolic link stays a link: the file it points to is replaced.
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
