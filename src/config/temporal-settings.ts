import { homedir } from 'node:os';
import { join } from 'node:path';
import { loadClientConnectConfig } from '@temporalio/envconfig';
import { shown } from '../incident/text/read-fields';
import type { ConfigProblem } from './config-error';
import { fitsHeader, NO_HEADER } from './secrets';

const ADDRESS = /^(?:[^\s/:[\]]+|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?$/;
const ALLOWED = 'valid Temporal environment settings';

export type ConnectionOptions = Omit<ReturnType<typeof loadClientConnectConfig>['connectionOptions'], 'apiKey'>;
export interface TemporalSettings {
  readonly address: string;
  readonly namespace: string;
  readonly connection: ConnectionOptions;
  /** From the environment or the file; undefined if there is none. */
  readonly apiKey: string | undefined;
}

/**
 * Reads Temporal's own environment variables and its `temporal.toml`. Undefined if they are not valid; a problem is then
 * recorded that says why.
 */
export function readTemporalSettings(env: NodeJS.ProcessEnv, problems: ConfigProblem[]): TemporalSettings | undefined {
  try {
    const { connectionOptions, namespace = 'default' } = loadClientConnectConfig({ overrideEnvVars: definedOnly(env) });
    const { apiKey, address = 'localhost:7233', ...connection } = connectionOptions;
    const found = problems.length;
    if (!ADDRESS.test(address))
      // The part before an @ may be a password.
      problems.push({
        path: 'TEMPORAL_ADDRESS',
        problem: `${shown(address.replace(/^.*@/s, '…@'))} is not an address`,
        allowed: 'HOST:PORT, without a scheme',
      });
    if (apiKey !== undefined && typeof apiKey !== 'string')
      problems.push({ path: fileOf(env), problem: 'api_key is not a string', allowed: 'a quoted string' });
    problems.push(...headerProblems({ apiKey, headers: connection.metadata, env }));
    return problems.length > found ? undefined : { address, namespace, connection: { ...connection, address }, apiKey };
  } catch (error) {
    problems.push(problemOf(error as Error, env));
    return undefined;
  }
}

/**
 * Problems with values that the environment or the file would put into headers. `TEMPORAL_API_KEY` is checked where it is
 * read.
 */
function headerProblems({
  apiKey,
  headers = {},
  env,
}: {
  apiKey: unknown;
  headers: object | undefined;
  env: NodeJS.ProcessEnv;
}): readonly ConfigProblem[] {
  const isFromFile = typeof apiKey === 'string' && env.TEMPORAL_API_KEY === undefined;
  const wrong = Object.entries(headers).filter(([, value]) => typeof value !== 'string' || !fitsHeader(value));
  return [
    ...(isFromFile && !fitsHeader(apiKey) ? [{ path: `${fileOf(env)}: api_key`, ...NO_HEADER }] : []),
    ...wrong.map(([header]) => {
      const variable = `TEMPORAL_GRPC_META_${header.toUpperCase().replaceAll('-', '_')}`;
      return { path: env[variable] === undefined ? `${fileOf(env)}: grpc_meta.${header}` : variable, ...NO_HEADER };
    }),
  ];
}

/** A copy for a Temporal client, which adds headers of its own to its options. */
export function ownCopyOf({ metadata, ...connection }: ConnectionOptions): ConnectionOptions {
  return metadata === undefined ? connection : { ...connection, metadata: { ...metadata } };
}

/**
 * The problem in our own words: the parser quotes the lines around an error, which may contain the API key, and a key given
 * in place of a file name would appear in the system's error.
 */
function problemOf(error: Error & NodeJS.ErrnoException & { line?: unknown; column?: unknown }, env: NodeJS.ProcessEnv): ConfigProblem {
  const { line, column, code, path } = error;
  const file = fileOf(env);
  if (typeof line === 'number' && typeof column === 'number')
    return {
      path: file,
      problem: `is not valid TOML: line ${line}, column ${column}`,
      allowed: 'a TOML file as the Temporal CLI writes it',
    };
  if (code !== undefined && path !== undefined) {
    const named = Object.entries(env).find(([name, value]) => name.startsWith('TEMPORAL_') && value === path)?.[0];
    return {
      path: named ?? file,
      problem: named === undefined ? `a file it names cannot be read (${code})` : `the file it names cannot be read (${code})`,
      allowed: 'a readable file',
    };
  }
  const profile = env.TEMPORAL_PROFILE;
  if (profile !== undefined && /^Profile .* not found/.test(error.message))
    return { path: 'TEMPORAL_PROFILE', problem: `${shown(profile)} is not a profile in ${file}`, allowed: 'a profile in that file' };
  const both = /^Cannot specify both (\w{1,40}) and (\w{1,40})$/.exec(error.message);
  if (both !== null) return { path: 'TEMPORAL_TLS_*', problem: `${both[1]} and ${both[2]} are both set`, allowed: 'only one of them' };
  return { path: `TEMPORAL_* or ${file}`, problem: 'is not accepted by the Temporal client', allowed: ALLOWED };
}

/** The same place where Temporal's own tools look. */
function fileOf(env: NodeJS.ProcessEnv): string {
  const base =
    process.platform === 'darwin'
      ? join(env.HOME ?? homedir(), 'Library', 'Application Support')
      : process.platform === 'win32'
        ? (env.APPDATA ?? '')
        : (env.XDG_CONFIG_HOME ?? join(env.HOME ?? homedir(), '.config'));
  return env.TEMPORAL_CONFIG_FILE || join(base, 'temporalio', 'temporal.toml');
}

function definedOnly(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}
