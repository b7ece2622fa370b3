import { closeSync, existsSync, openSync, realpathSync, rmSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { replaceFile } from '../reports/replace-file';
import { TokensFileError } from './tokens-error';
import { readTokens, type StoredToken, textOfTokens } from './tokens-file';

/** Tokens prove who someone is, so nobody else may read even their digests. */
const PRIVATE = 0o600;
const LOCK_LIMIT_MS = 10_000;
const LOOK_EVERY_MS = 20;

/**
 * Reads the file, changes its tokens and replaces it, while nobody else does. If `change` throws, the file stays as it is.
 * @throws TokensFileError
 */
export async function changeTokens(
  path: string,
  change: (tokens: readonly StoredToken[]) => readonly StoredToken[],
  lockLimitMs: number = LOCK_LIMIT_MS,
): Promise<void> {
  // A symbolic link stays a link: the file that it points to is replaced.
  const file = existsSync(path) ? realpathSync(path) : path;
  const lock = `${file}.lock`;
  await takeLock(file, lock, lockLimitMs);
  try {
    await replaceFile(file, textOfTokens(change(readTokens(file) ?? [])), PRIVATE);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (error instanceof Error && 'syscall' in error) throw new TokensFileError(file, `cannot be written (${code})`, error);
    throw error;
  } finally {
    rmSync(lock, { force: true });
  }
}

/** A lock whose holder was killed is left to people: to take it away could take away the next holder's. */
async function takeLock(file: string, lock: string, limitMs: number): Promise<void> {
  const giveUpAt = Date.now() + limitMs;
  for (;;) {
    try {
      return closeSync(openSync(lock, 'wx', PRIVATE));
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code !== 'EEXIST') throw new TokensFileError(file, `cannot be written (${code})`, error);
      if (Date.now() >= giveUpAt)
        throw new TokensFileError(file, `is being changed by another command; if none is running, remove ${lock}`, error);
    }
    await pause(LOOK_EVERY_MS);
  }
}
