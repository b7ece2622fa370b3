import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { InvalidInputError } from '../../incident/text/errors';
import { isFields, own, shown } from '../../incident/text/read-fields';
import { NotifyError } from '../notify-error';
import type { AskOnCall, OnCall } from './port';
import { peopleOf } from './read-answer';

interface Known {
  readonly users: readonly string[];
  readonly asOf: string;
}

/**
 * Asks the service of a name. If it cannot be asked, its last known answer is given, with its age. That answer is also kept in
 * `<folder>/on-call-<name>.json`, so that it survives a restart. A file that cannot be written costs only that.
 *
 * @param asks By the names of the configuration, which fit into a file name.
 */
export function createOnCall(asks: ReadonlyMap<string, AskOnCall>, folder: string, now: () => Date = () => new Date()): OnCall {
  const known = new Map<string, Known>();
  const fileOf = (name: string): string => join(folder, `on-call-${name}.json`);
  return {
    async onCall(name, signal) {
      const ask = asks.get(name);
      if (ask === undefined) {
        const names = [...asks.keys()];
        throw new InvalidInputError('oncall', `${shown(name)} is not configured`, names.join(', ') || 'none: onCall has no entry');
      }
      try {
        const answer = { users: await ask(signal), asOf: now().toISOString() };
        known.set(name, answer);
        await write(folder, fileOf(name), answer).catch(() => undefined);
        return { ...answer, ageMs: 0 };
      } catch (error) {
        const last = error instanceof NotifyError ? (known.get(name) ?? (await read(fileOf(name)))) : null;
        if (last === null) throw error;
        return { ...last, ageMs: Math.max(0, now().getTime() - Date.parse(last.asOf)) };
      }
    },
  };
}

/** Null if there is no such file, or it does not hold an answer. */
async function read(path: string): Promise<Known | null> {
  try {
    const content: unknown = JSON.parse(await readFile(path, 'utf8'));
    const [users, asOf] = isFields(content) ? [own(content, 'users'), own(content, 'asOf')] : [];
    return Array.isArray(users) && typeof asOf === 'string' && !Number.isNaN(Date.parse(asOf)) ? { users: peopleOf(users), asOf } : null;
  } catch {
    return null;
  }
}

/** Only the worker may read it, since it holds addresses. Renamed into place, so that no reader sees half of it. */
async function write(folder: string, path: string, answer: Known): Promise<void> {
  const temporary = `${path}.${randomUUID()}.tmp`;
  await mkdir(folder, { recursive: true });
  try {
    await writeFile(temporary, JSON.stringify(answer), { mode: 0o600 });
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}
