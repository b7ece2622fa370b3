import { readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { makePrivateFolder } from './components/private-folder';

const SUFFIX = '.sqlite';
/** Of demos that have ended, or run beside this one. */
const KEPT = 3;

/**
 * A database for the server of one demo alone, in a folder of those of earlier ones. The emulated Slack begins empty
 * every time: an incident of an earlier demo would go on and look for a war room that no longer exists.
 */
export function newDemoDatabase(folder: string, startedAt: Date): string {
  makePrivateFolder(folder);
  const ofDemos = readdirSync(folder).filter((name) => name.endsWith(SUFFIX));
  const newestFirst = ofDemos.sort((a, b) => statSync(join(folder, b)).mtimeMs - statSync(join(folder, a)).mtimeMs);
  for (const name of newestFirst.slice(KEPT))
    for (const part of ['', '-wal', '-shm']) rmSync(join(folder, `${name}${part}`), { force: true });
  const time = startedAt.toISOString().replace(/[-:]|\.\d+/g, '');
  return join(folder, `${time}-${process.pid}${SUFFIX}`);
}
