import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { PROBE_IMAGE } from '../containers/probe-image';
import { readDockerHost } from '../containers/read-docker-host';
import { InvalidInputError } from '../incident/text/errors';
import { shown } from '../incident/text/read-fields';
import type { ConfigProblem } from './config-error';
import type { Config } from './config-shape';
import type { ConfigFile } from './file-schema';

/** The files that the engine's library reads from DOCKER_CERT_PATH. */
const TLS_FILES = ['ca.pem', 'cert.pem', 'key.pem'];

/** Reads the engine's address from the environment, without contacting anything, and without loading the engine's library. */
export function readEngine(env: NodeJS.ProcessEnv, problems: ConfigProblem[]): string | undefined {
  const dockerHost = env.DOCKER_HOST?.trim() || undefined;
  try {
    if (dockerHost !== undefined) readDockerHost(dockerHost, env);
  } catch (error) {
    problems.push(addressProblem(error));
  }
  const folder = env.DOCKER_CERT_PATH;
  const unreadable = folder ? TLS_FILES.map((name) => join(folder, name)).flatMap(whyUnreadable) : [];
  if (unreadable.length > 0)
    problems.push({ path: 'DOCKER_CERT_PATH', problem: unreadable.join(', '), allowed: `a folder with ${TLS_FILES.join(', ')}` });
  return dockerHost;
}

function whyUnreadable(path: string): readonly string[] {
  try {
    readFileSync(path);
    return [];
  } catch (error) {
    return [`${path} cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown error'})`];
  }
}

function addressProblem(error: unknown): ConfigProblem {
  if (!(error instanceof InvalidInputError)) throw error;
  const { field, problem, hint, allowed = '' } = error;
  return { path: field, problem: hint === undefined ? problem : `${problem}. ${hint}`, allowed };
}

/** How probes run: on which engine and networks, in which images, and what they may reach. */
export function containersOf(env: NodeJS.ProcessEnv, file: ConfigFile, dockerHost: string | undefined): Config['containers'] {
  return {
    dockerHost,
    image: env.INCIDENT_PROBE_IMAGE?.trim() || file.probeImage || PROBE_IMAGE,
    toolsImage: env.INCIDENT_TOOLS_IMAGE?.trim() || file.toolsImage || null,
    allowedNetworks: file.probeNetworks,
    defaultNetwork: file.probeNetworks[0] ?? 'bridge',
    reach: file.probes,
    secrets: Object.fromEntries(file.probeSecrets.map((name) => [name, () => probeSecret(env, name)])),
  };
}

/** From NAME, or from the file that NAME_FILE names, which is read each time: it may have been rotated, and may have several lines. */
function probeSecret(env: NodeJS.ProcessEnv, name: string): string | null {
  const file = env[`${name}_FILE`]?.trim();
  try {
    return (env[name] ?? (file ? readFileSync(file, 'utf8') : '')).trimEnd() || null;
  } catch {
    return null;
  }
}

/** The file in which the worker reports its health; null if it does not. */
export function readHealthFile(env: NodeJS.ProcessEnv, cwd: string, problems: ConfigProblem[]): string | null {
  const named = env.INCIDENT_HEALTH_FILE?.trim();
  if (!named) return null;
  const file = resolve(cwd, named);
  if (!existsSync(dirname(file)))
    problems.push({
      path: 'INCIDENT_HEALTH_FILE',
      problem: `${shown(dirname(file))} does not exist`,
      allowed: 'a file in an existing folder',
    });
  return file;
}
