import { entryPlace } from '../checked-yaml/place';
import type { Severity } from '../incident/model/severity';
import type { ConfigProblem } from './config-error';
import type { NotifyFile } from './notify-schema';
import { readSecret, type Secret, secretAllowed } from './secrets';

type WithSecret<Entry> = Entry extends unknown ? Omit<Entry, 'secret' | 'when'> & Usage : never;
interface Usage {
  /** Empty if the service needs none. */
  readonly secret: Secret;
  /** Incidents of other severities are not sent there. */
  readonly severities: readonly Severity[];
}

/** One service that pages people, with its secret. */
export type NotifySettings = WithSecret<NotifyFile[number]>;

export const NO_SECRET: Secret = { value: () => '', refresh: () => '' };

/** What only the worker needs: the services that page people, with their secrets. */
export function readNotify(env: NodeJS.ProcessEnv, file: NotifyFile, problems: ConfigProblem[]): readonly NotifySettings[] {
  return file.map(({ secret, when, ...entry }, index) => ({
    ...entry,
    secret: secret === undefined ? NO_SECRET : neededSecret(env, secret, `notify.${entryPlace(index, entry.name)}.secret`, problems),
    severities: when.severity,
  }));
}

/** @param path Where the configuration file names the secret. */
export function neededSecret(env: NodeJS.ProcessEnv, named: string, path: string, problems: ConfigProblem[]): Secret {
  const found = problems.length;
  const name = named.replace(/_FILE$/, '');
  const secret = readSecret(env, name, problems);
  if (secret === undefined && problems.length === found) {
    problems.push({ path, problem: `${name} is not set`, allowed: secretAllowed(name) });
  }
  return secret ?? NO_SECRET;
}
