import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Runbook, RunbookSet } from '../incident/model/runbook';
import { loadRunbooks } from './load-runbooks';

export interface RunbookSourceOptions {
  readonly folders: readonly string[];
  /** The folders' contents at the first read. */
  readonly first: readonly Runbook[];
  /** Called once per change: with the new runbooks, or with the reason why they cannot be used. */
  readonly changed: (outcome: { readonly taken: readonly Runbook[] } | { readonly refused: Error }) => void;
}

/**
 * The folders' current runbooks, read again only when a file was added, changed or removed. If the new set is invalid, the
 * last good one stays in use, and its problem says so, until the files are fixed.
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

/** A value that changes whenever a file is added, changed or removed. An unreadable folder counts as empty. */
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
