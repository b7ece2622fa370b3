import { dirname, resolve } from 'node:path';
import type { ConfigProblem } from './config-error';
import { readSecret, type Secret } from './secrets';

const KEY = 'INCIDENT_APPROVAL_KEY';
const KEY_FILE = `${KEY}_FILE`;
export const MAKE_KEY = 'openssl rand -hex 32 > approval-key && chmod 600 approval-key';

/** The file of the tokens: beside the configuration, unless the environment names one. */
export function tokensFileOf(env: NodeJS.ProcessEnv, cwd: string): string {
  const named = env.INCIDENT_TOKENS_FILE?.trim();
  if (named) return resolve(cwd, named);
  return resolve(cwd, dirname(env.INCIDENT_CONFIG?.trim() || 'incident.config.yaml'), 'incident.tokens.json');
}

/** The key, which is read from a file alone: everybody who may look at a process sees its environment. Null if there is none. */
export function readApprovalKey(env: NodeJS.ProcessEnv, problems: ConfigProblem[]): Secret | null {
  if (env[KEY]?.trim())
    problems.push({ path: KEY, problem: 'is set, and the key is read from a file alone', allowed: `${KEY_FILE} with the path of a file` });
  const found = problems.length;
  const secret = readSecret({ [KEY_FILE]: env[KEY_FILE] }, KEY, problems);
  if (secret === undefined) return null;
  const weak = problems.length > found ? null : weaknessOf(secret.value());
  if (weak !== null)
    problems.push({ path: KEY_FILE, problem: `the key in the file it names ${weak}`, allowed: `at least 32 random bytes: ${MAKE_KEY}` });
  let current = secret.value();
  const refresh = (): string => {
    const read = secret.refresh();
    if (weaknessOf(read) === null) current = read;
    return current;
  };
  return { value: () => current, refresh };
}

const NEEDED_BITS = 256;
/** So many different characters are in any random key; fewer are in one that somebody typed. */
const DIFFERENT = 10;

/** Why a key could be guessed; null if it could not, as far as its length and its characters tell. */
function weaknessOf(key: string): string | null {
  const bits = key.length * (/^[0-9a-f]*$/i.test(key) ? 4 : 6);
  if (bits < NEEDED_BITS) return `has ${key.length} characters, which is less than 32 bytes of randomness`;
  const different = new Set(key).size;
  return different < DIFFERENT ? `has only ${different} different characters, so it is not random` : null;
}
