import { existsSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { connectDocker } from '../containers/connect-docker';
import { PROBE_IMAGE } from '../containers/probe-image';
import { InvalidInputError } from '../incident/text/errors';
import { shown } from '../incident/text/read-fields';
import type { ConfigProblem } from './config-error';
import type { Config } from './config-shape';
import type { ConfigFile } from './file-schema';

/** Reads the engine's address from the environment, without contacting anything. */
export function readEngine(env: NodeJS.ProcessEnv, problems: ConfigProblem[]): string | undefined {
  const dockerHost = env.DOCKER_HOST?.trim() || undefined;
  try {
    connectDocker(dockerHost);
  } catch (error) {
    problems.push(engineProblem(error as Error & { hint?: string }));
  }
  return dockerHost;
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

function engineProblem(error: Error & { hint?: string }): ConfigProblem {
  const hint = error.hint === undefined ? '' : `. ${error.hint}`;
  if (error instanceof InvalidInputError) return { path: error.field, problem: `${error.problem}${hint}`, allowed: error.allowed ?? '' };
  const { message } = (error.cause ?? error) as Error;
  return { path: 'DOCKER_CERT_PATH', problem: `${message}${hint}`, allowed: 'a folder with ca.pem, cert.pem and key.pem' };
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
