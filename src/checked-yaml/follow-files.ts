import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

export interface Followed<Value> {
  readonly value: Value;
  /** What is wrong with the newest files, in which case the previous value still applies; null if nothing is wrong. */
  readonly problem: string | null;
}

export interface FollowOptions<Value> {
  /** Files, and folders of YAML files. */
  readonly paths: readonly string[];
  /** What the files contain at the first read. */
  readonly first: Value;
  readonly load: () => Promise<Value>;
  /** Called once per change: with the new value, or with the reason why it cannot be used. */
  readonly changed: (outcome: { readonly taken: Value } | { readonly refused: Error }) => void;
}

/**
 * What the files contain now, read again only when one was added, changed or removed. If the newest cannot be used, the last
 * good value stays in use, and its problem says so, until the files are fixed.
 */
export function followFiles<Value>({ paths, first, load, changed }: FollowOptions<Value>): () => Promise<Followed<Value>> {
  let current: Followed<Value> = { value: first, problem: null };
  let seen: string | undefined;
  let reading: Promise<Followed<Value>> | undefined;

  const look = async (): Promise<Followed<Value>> => {
    const found = await fingerprint(paths);
    const isFirstLook = seen === undefined;
    if (found === seen) return current;
    seen = found;
    try {
      const value = await load();
      if (isFirstLook && JSON.stringify(value) === JSON.stringify(current.value)) return current;
      current = { value, problem: null };
      changed({ taken: value });
    } catch (error) {
      current = { value: current.value, problem: (error as Error).message };
      changed({ refused: error as Error });
    }
    return current;
  };
  return () => {
    reading ??= look().finally(() => {
      reading = undefined;
    });
    return reading;
  };
}

/** A value that changes whenever a file is added, changed or removed. An unreadable folder counts as empty. */
async function fingerprint(paths: readonly string[]): Promise<string> {
  const marks = await Promise.all(
    paths.map(async (path) => {
      const names = (await readdir(path).catch(() => null))?.filter((name) => /\.ya?ml$/.test(name)).sort();
      return names === undefined ? [await markOf(path)] : Promise.all(names.map((name) => markOf(join(path, name))));
    }),
  );
  return marks.flat().join('\n');
}

async function markOf(file: string): Promise<string> {
  const found = await stat(file).catch(() => null);
  return found === null ? `${file} gone` : `${file} ${found.mtimeMs} ${found.size} ${found.ino}`;
}
