import { UNSEEN } from '../../text/clean-text';
import { formatDuration } from '../../text/durations';
import type { ActionStep, ContainerStep, KubernetesStep, KubernetesVerb } from './action';

/** A section of a Slack message has 3,000 characters at most, with `&`, `<` and `>` escaped; the rest is for its heading. */
const MAX_SHOWN_CHARS = 2_800;

/** Whether a step can be shown whole in a message. One that cannot must not be proposed. */
export function fitsMessage(step: ActionStep): boolean {
  const shown = shownStep(step).join('\n');
  return shown.length + 4 * (shown.match(/[&<>]/g) ?? []).length <= MAX_SHOWN_CHARS;
}

/** A step exactly as it will run, line by line. Characters that a reader could not see are written as `\u{…}`. */
export function shownStep(step: ActionStep): readonly string[] {
  return step.runs === 'container' ? shownContainer(step) : [shownChange(step)];
}

/** What a reader would not see as it is: blanks that are not spaces, half characters, marks piled up, the end of a code block. */
const UNCLEAR = /[^\S\n ]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]|\p{M}{3,}|`{3,}/gu;

/** Text whose every character can be seen: nothing is left out, and nothing changes how the rest is shown. */
export function visibleText(text: string): string {
  return text.replace(UNSEEN, escaped).replace(UNCLEAR, escaped);
}

function shownContainer({ image, command, env, network, secrets, timeoutMs }: ContainerStep): readonly string[] {
  const given = Object.entries(env).map(([name, value]) => `${name}=${quoted(value)}`);
  return [
    `image: ${image === null ? 'the probe image' : image === 'tools' ? 'the tools image' : visibleText(image)}`,
    `network: ${visibleText(network ?? 'none')}`,
    ...(secrets.length === 0 ? [] : [`secrets: ${secrets.map(visibleText).join(', ')}`]),
    `time limit: ${formatDuration(timeoutMs)}`,
    ...given,
    ...shownCommand(command),
  ];
}

function shownCommand(command: readonly string[]): readonly string[] {
  const [program, option, script, ...rest] = command;
  const isScript = option === '-c' && script?.includes('\n') === true;
  if (!isScript) return [`$ ${command.map(quoted).join(' ')}`];
  const lines = script.replace(/\n$/, '').split('\n').map(visibleText);
  return [`$ ${[program ?? '', option, ...rest].map(quoted).join(' ')}, with this script:`, ...lines];
}

/** As a shell would need it, so that it is clear where each argument ends. */
function quoted(text: string): string {
  const visible = visibleText(text).replace(/\n/g, '\\u{a}');
  return /^[\w./:=@%+,-]+$/.test(visible) ? visible : `'${visible.replaceAll("'", `'\\''`)}'`;
}

const CHANGES: Readonly<Record<KubernetesVerb, (what: string, step: KubernetesStep) => string>> = {
  restart: (what) => `restart ${what}`,
  scale: (what, { replicas }) => `scale ${what} to ${replicas} replicas`,
  undo: (what) => `roll back ${what} to its previous revision`,
  restore: (what) => `give ${what} back what it had before`,
};

function shownChange(step: KubernetesStep): string {
  const { source, verb, namespace, deployment } = step;
  return visibleText(`Kubernetes ${source}: ${CHANGES[verb](`Deployment ${namespace}/${deployment}`, step)}`);
}

const escaped = (found: string): string => [...found].map((char) => `\\u{${char.codePointAt(0)?.toString(16)}}`).join('');
