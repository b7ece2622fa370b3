import type { Incident } from '../model/incident';
import type { ContainerProbe } from '../model/runbook';
import { knownErrorsIn } from './known-errors';
import { replaceTemplates, type TemplateSubject, templateValues } from './queries/templates';

const MAX_STDIN = 64 * 1024;

/**
 * The environment of a probe. Alert text gets into a container only here and by standard input, so it never becomes part of a
 * script. A NUL character would end the value early, so it is removed.
 */
export function probeEnvironment(env: Readonly<Record<string, string>>, subject: TemplateSubject): Readonly<Record<string, string>> {
  const fill = (value: string): string => replaceTemplates(value, (name) => templateValues(name, subject)[0] ?? '').replaceAll('\0', '');
  return Object.fromEntries(Object.entries(env).map(([name, value]) => [name, fill(value)]));
}

/**
 * A plugin's arguments, filled in. Null if a value begins with a hyphen, which would make it an option, or contains a NUL
 * character, which would end the argument.
 */
export function pluginArguments(words: readonly string[], subject: TemplateSubject): readonly string[] | null {
  let isSafe = true;
  const fill = (name: string): string => {
    const value = templateValues(name, subject)[0] ?? '';
    if (value.startsWith('-') || value.includes('\0')) isSafe = false;
    return value;
  };
  const filled = words.map((word) => replaceTemplates(word, fill));
  return isSafe ? filled : null;
}

/**
 * A probe's standard input: only the alert's labels, or the alert as text, one fact per line, followed by the errors that are
 * known in it, so that no script needs words for them.
 */
export function probeInput(stdin: ContainerProbe['stdin'], incident: Incident): string {
  if (stdin === 'none') return '';
  const labels = Object.entries(incident.labels).map(([name, value]) => `label ${name}=${value}`);
  if (stdin === 'labels') return bounded(labels);
  const text = [`title: ${incident.title}`, incident.description, ...labels];
  return bounded(
    text,
    knownErrorsIn(text.join('\n')).map(({ cause, excerpt }) => `known error ${cause}: ${excerpt}`),
  );
}

/** If it is too long, the end of the first part is left out. */
function bounded(lines: readonly string[], last: readonly string[] = []): string {
  const end = ['', ...last, ''].join('\n');
  return `${lines.join('\n').slice(0, MAX_STDIN - end.length)}${end}`;
}
