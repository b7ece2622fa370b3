import { StorageError } from '../activities/storage-error';

const OTHER_FOLDER = 'or set INCIDENT_REPORTS_DIR to another folder for every worker';
/** By the codes of the operating system. */
const KNOWN: Readonly<Record<string, { readonly reason: string; readonly hint: string }>> = {
  ...byCodes(['ENOSPC', 'EDQUOT'], 'no space is left on the disk', 'Free space there'),
  ...byCodes(['EACCES', 'EPERM'], 'the worker has no permission to write there', "Give the worker's user permission to write there"),
  ...byCodes(['EROFS'], 'the disk is read-only', 'Remount it so that it is writable'),
  ...byCodes(['ENOTDIR', 'EEXIST', 'ELOOP', 'ENOENT'], 'a file or a broken link is in its place', 'Move that file or link away'),
};

function byCodes(codes: readonly string[], reason: string, mend: string) {
  return Object.fromEntries(codes.map((code) => [code, { reason, hint: `${mend}, ${OTHER_FOLDER}.` }]));
}

/** What went wrong in a folder, in words, with what to do about it. */
export function storageErrorOf(cause: unknown, folder: string): StorageError {
  if (cause instanceof StorageError) return cause;
  const { code = '', message } = cause as NodeJS.ErrnoException;
  const { reason, hint } = KNOWN[code] ?? { reason: code || message, hint: `Check the folder, ${OTHER_FOLDER}.` };
  return new StorageError(reason, folder, { cause, hint });
}

/** Someone else chose where a link leads. */
export function linkError(place: string): StorageError {
  return new StorageError('a link is in its place, and links are not followed', place, { hint: `Remove the link, ${OTHER_FOLDER}.` });
}
