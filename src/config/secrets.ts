import { readFileSync } from 'node:fs';
import type { ConfigProblem } from './config-error';

export interface Secret {
  /** The value as last read. */
  readonly value: () => string;
  /** Reads the file anew, for a secret that was rotated. */
  readonly refresh: () => string;
}

/** A secret from `NAME`, or from the file that `NAME_FILE` names. Undefined when neither is set. */
export function readSecret(env: NodeJS.ProcessEnv, name: string, problems: ConfigProblem[]): Secret | undefined {
  const value = env[name]?.trim();
  const file = env[`${name}_FILE`]?.trim();
  if (value && file) problems.push({ path: name, problem: `${name} and ${name}_FILE are both set`, allowed: 'one of them' });
  if (value) return { value: () => value, refresh: () => value };
  if (!file) return undefined;
  let current = '';
  const refresh = (): string => {
    try {
      current = readFileSync(file, 'utf8').trim() || current;
    } catch {
      // A file that is being replaced may be away for a moment: the last value is the best there is.
    }
    return current;
  };
  try {
    current = readFileSync(file, 'utf8').trim();
    if (current === '')
      problems.push({ path: `${name}_FILE`, problem: 'the file that it names is empty', allowed: 'a file that holds the secret' });
  } catch (error) {
    problems.push({
      path: `${name}_FILE`,
      problem: `the file that it names cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown error'})`,
      allowed: 'a file that can be read',
    });
  }
  return { value: () => current, refresh };
}
