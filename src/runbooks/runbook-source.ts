import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Runbook, RunbookSet } from '../incident/model/runbook';
import { loadRunbooks } from './load-runbooks';

export interface RunbookSourceOptions {
  readonly folders: readonly string[];
  /** What the folders held when they were read first. */
  readonly first: readonly Runbook[];
  /** Told once of every change that was taken up, with the new ones, or refused, with the reason. */
  readonly changed: (outcome: { readonly taken: readonly Runbook[] } | { readonly refused: Error }) => void;
}

/**
 * The runbooks as the folders hold them at this moment: read again only when a file was added, changed or removed. A set
 * that cannot be used leaves the last good one in place, and says so, until the files are mended.
 */
export function createRunbookSource({ folders, first, changed }: RunbookSourceOptions): () => Promise<RunbookSet> {
  let set: RunbookSet = { runbooks: first, problem: null };
  let seen: string | undefined;
  let reading: Promise<RunbookSet> | undefined;

  const look = async (): Promise<RunbookSet> => {
    const found = await fingerprint(folders);
    const isFirstLook = seen === undefined;
    if (found === seen) return set;
    seen = found;
    try {
      const runbooks = await loadRunbooks(folders);
      if (isFirstLook && JSON.stringify(runbooks) === JSON.stringify(set.runbooks)) return set;
      set = { runbooks, problem: null };
      changed({ taken: runbooks });
    } catch (error) {
      set = { runbooks: set.runbooks, problem: (error as Error).message };
      changed({ refused: error as Error });
    }
    return set;
  };
  return () => {
    reading ??= look().finally(() => {
      reading = undefined;
    });
    return reading;
  };
}

/** Changes with every file that is added, changed or removed; a folder that cannot be read is one without files. */
async function fingerprint(folders: readonly string[]): Promise<string> {
  const marks = await Promise.all(
    folders.map(async (folder) => {
      const names = (await readdir(folder).catch(() => [])).filter((name) => /\.ya?ml$/.test(name)).sort();
      return Promise.all(names.map((name) => markOf(join(folder, name))));
    }),
  );
  return marks.flat().join('\n');
}

async function markOf(file: string): Promise<string> {
  const found = await stat(file).catch(() => null);
  return found === null ? `${file} gone` : `${file} ${found.mtimeMs} ${found.size} ${found.ino}`;
}
