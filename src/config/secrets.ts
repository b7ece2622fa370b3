import { readFileSync } from 'node:fs';
import type { ConfigProblem } from './config-error';

export interface Secret {
  /** The last value read. */
  readonly value: () => string;
  /** Reads the file again, for a rotated secret. */
  readonly refresh: () => string;
}

/** Secrets are sent in headers. A client that rejects one as a header value would quote all of it in its error. */
export const NO_HEADER = {
  problem: 'contains characters that an HTTP header cannot carry',
  allowed: 'printable ASCII, on one line',
} as const;
export const fitsHeader = (value: string): boolean => /^[ -~]*$/.test(value);

/** What is allowed where a secret is not set. */
export const secretAllowed = (name: string): string => `${name}, or ${name}_FILE with the path of a file that holds it`;

/** A secret from `NAME`, or from the file that `NAME_FILE` names. Undefined if neither is set. */
export function readSecret(env: NodeJS.ProcessEnv, name: string, problems: ConfigProblem[]): Secret | undefined {
  const value = env[name]?.trim();
  const file = env[`${name}_FILE`]?.trim();
  if (value && file) problems.push({ path: name, problem: `${name} and ${name}_FILE are both set`, allowed: 'only one of them' });
  if (value && !fitsHeader(value)) problems.push({ path: name, ...NO_HEADER });
  if (value) return { value: () => value, refresh: () => value };
  if (!file) return undefined;
  let current = '';
  const refresh = (): string => {
    try {
      const read = readFileSync(file, 'utf8').trim();
      if (fitsHeader(read)) current = read || current;
    } catch {
      // A file being replaced may be missing for a moment, so the last value is kept.
    }
    return current;
  };
  try {
    current = readFileSync(file, 'utf8').trim();
    if (!fitsHeader(current)) problems.push({ path: `${name}_FILE`, ...NO_HEADER, problem: `the file it names ${NO_HEADER.problem}` });
    if (current === '')
      problems.push({ path: `${name}_FILE`, problem: 'the file it names is empty', allowed: 'a file that contains the secret' });
  } catch (error) {
    problems.push({
      path: `${name}_FILE`,
      problem: `the file it names cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown error'})`,
      allowed: 'a readable file',
    });
  }
  return { value: () => current, refresh };
}
