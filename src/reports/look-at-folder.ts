import { randomUUID } from 'node:crypto';
import { access, constants, lstat, realpath, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { replaceFile } from './replace-file';
import { storageErrorOf } from './storage-error-of';

/** As large as the whole output of a probe may be. */
const TRIAL = 'x'.repeat(128 * 1024);

/**
 * Whether reports and evidence can be stored in a folder, which need not be there yet. Nothing is left behind.
 * @throws StorageError
 */
export async function lookAtFolder(folder: string): Promise<string> {
  try {
    const place = await existing(folder);
    if (!(await stat(place)).isDirectory()) throw Object.assign(new Error('not a folder'), { code: 'ENOTDIR' });
    if (place !== folder) {
      await access(place, constants.W_OK);
      return `${folder}, which will be created`;
    }
    await tryToWrite(folder);
    const real = await realpath(folder);
    return real === folder ? folder : `${folder}, which leads to ${real}`;
  } catch (error) {
    throw storageErrorOf(error, folder);
  }
}

async function tryToWrite(folder: string): Promise<void> {
  const trial = join(folder, `${randomUUID()}.trial`);
  await replaceFile(trial, TRIAL, 0o600);
  await rm(trial);
}

/** The folder itself, or the nearest one above it that is there. Nothing can be created behind a link that leads nowhere. */
async function existing(folder: string): Promise<string> {
  try {
    await lstat(folder);
  } catch (error) {
    const above = dirname(folder);
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || above === folder) throw error;
    return existing(above);
  }
  return folder;
}
