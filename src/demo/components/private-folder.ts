import { chmodSync, mkdirSync, statSync } from 'node:fs';

const PRIVATE = 0o700;

/** Makes a folder that only its owner can read, and tightens an existing one: it holds logs, histories and reports. */
export function makePrivateFolder(path: string): void {
  mkdirSync(path, { recursive: true, mode: PRIVATE });
  const { mode, uid } = statSync(path);
  const isOurs = process.getuid === undefined || process.getuid() === uid;
  if (isOurs && (mode & 0o777) !== PRIVATE) chmodSync(path, PRIVATE);
}
