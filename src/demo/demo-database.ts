import { readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { makePrivateFolder } from './components/private-folder';

const SUFFIX = '.sqlite';
/** Databases kept from demos that have ended or are running alongside this one. */
const KEPT = 3;

/**
 * A database for this demo's server alone, in the same folder as those of earlier demos. The emulated Slack always starts
 * empty: an incident from an earlier demo would look for a war room that no longer exists.
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
