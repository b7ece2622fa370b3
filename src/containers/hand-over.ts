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
`;
/** The exit code of what ended before it got all that is handed over. */
export const NOT_HANDED_OVER = 125;
/**
 * The program `becomes` the container's own, or the shell stays and `tells` whether it began: no program's own exit code is then
 * the one of a hand-over that failed.
 */
export type Ending = 'becomes' | 'tells';
const ENDINGS: Readonly<Record<Ending, string>> = {
  becomes: 'exec "$@"',
  tells: `sh -c 'exec "$@"' sh "$@"
code=$?
[ "$code" = ${NOT_HANDED_OVER} ] && code=1
exit "$code"`,
};

/** The parts of a run that start it once the worker is connected, with its secrets, and with what it had there before. */
export function handOver(
  { secrets, command, stdin, env }: Pick<ContainerRun, 'secrets' | 'command' | 'stdin' | 'env'>,
  ending: Ending,
): Pick<ContainerRun, 'command' | 'stdin' | 'env'> {
  const names = Object.keys(secrets);
  const paths = names.map((name) => [`${name}_FILE`, `${SECRETS_FOLDER}/${name}`]);
  return {
    command: ['sh', '-c', `${RECEIVE}${ENDINGS[ending]}`, 'sh', ...names, '--', ...command],
    stdin: handedOver(secrets, stdin),
    env: { ...env, ...Object.fromEntries(paths) },
  };
}

/** What is written to standard input once the container has started. */
export function handedOver(secrets: ContainerRun['secrets'], stdin: string): string {
  const lines = Object.values(secrets).map((value) => `${Buffer.from(value).toString('base64')}\n`);
  return `\n${lines.join('')}${stdin}`;
}
