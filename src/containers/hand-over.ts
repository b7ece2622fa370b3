import type { ContainerRun } from './port';

/** In memory, and readable only by the probe's user. */
export const SECRETS_FOLDER = '/run/secrets';
/** Of the tmpfs. */
export const SECRETS_BYTES = 1024 * 1024;
/**
 * Waits for an empty line of standard input, takes one line for each name before `--`, writes it to a file, and becomes the
 * probe's own program, which gets the rest of the input. Standard input is the one way that no `inspect` of the engine shows.
 * `read` takes no byte beyond its line. The first line shows that the worker is connected: Podman says so too early, and what
 * the program printed before that would be lost.
 */
const RECEIVE = `umask 277
read -r line || exit 125
while [ "$1" != -- ]; do
  IFS= read -r line && printf %s "$line" | base64 -d > "${SECRETS_FOLDER}/$1" || exit 125
  line=
  shift
done
shift
umask 022
exec "$@"`;

/** The parts of a run that start it once the worker is connected, with its secrets, and with what it had there before. */
export function handOver({ secrets, command, stdin, env }: ContainerRun): Pick<ContainerRun, 'command' | 'stdin' | 'env'> {
  const names = Object.keys(secrets);
  const lines = Object.values(secrets).map((value) => `${Buffer.from(value).toString('base64')}\n`);
  const paths = names.map((name) => [`${name}_FILE`, `${SECRETS_FOLDER}/${name}`]);
  return {
    command: ['sh', '-c', RECEIVE, 'sh', ...names, '--', ...command],
    stdin: `\n${lines.join('')}${stdin}`,
    env: { ...env, ...Object.fromEntries(paths) },
  };
}
