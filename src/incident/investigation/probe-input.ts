import type { Incident } from '../model/incident';
import type { ContainerProbe } from '../model/runbook';
import { knownErrorsIn } from './known-errors';
import { replaceTemplates, type TemplateSubject, templatesIn, templateValues } from './queries/templates';
import { readTarget } from './target';

const MAX_STDIN = 64 * 1024;

/**
 * The environment of a probe. Alert text gets into a container only here and by standard input, so it never becomes part of a
 * script. A NUL character would end the value early, so it is removed.
 */
export function probeEnvironment(env: Readonly<Record<string, string>>, subject: TemplateSubject): Readonly<Record<string, string>> {
  const fill = (value: string): string => replaceTemplates(value, (name) => templateValues(name, subject)[0] ?? '').replaceAll('\0', '');
  return Object.fromEntries(Object.entries(env).map(([name, value]) => [name, fill(value)]));
}

/** It would be an option of the plugin, or of a program to which the plugin passes it without quotes, as check_dig does; or it would end the argument. */
const UNSAFE = /^-|\s[-@]\S|\0/;

/** Whether a value could be more than a value among the arguments of a program. */
export const isMoreThanValue = (value: string): boolean => UNSAFE.test(value);

/** A plugin's arguments, filled in. Null if a value could be more than a value. */
export function pluginArguments(words: readonly string[], subject: TemplateSubject): readonly string[] | null {
  let isSafe = true;
  const fill = (name: string): string => {
    const value = templateValues(name, subject)[0] ?? '';
    if (isMoreThanValue(value)) isSafe = false;
    return value;
  };
  const filled = words.map((word) => replaceTemplates(word, fill));
  return isSafe ? filled : null;
}

/**
 * Where an alert's own words may lead a plugin or an exporter, besides the probe's target: each value by itself, and with what
 * stands around it. Either may be an address without a scheme but with a path.
 */
export function toldTargets({ command, env, result }: ContainerProbe, subject: TemplateSubject): readonly string[] {
  if (!('from' in result) || result.from === 'json') return [];
  const isTold = (name: string): boolean => name.startsWith('incident.labels.');
  const words = [...command, ...Object.values(env)].filter((word) => templatesIn(word).some(isTold));
  const valueIn = (name: string): string => templateValues(name, subject)[0] ?? '';
  const values = words.flatMap((word) => [replaceTemplates(word, valueIn), ...templatesIn(word).filter(isTold).map(valueIn)]);
  return [...new Set(values)].flatMap((value) => [value, `http://${value}`].find((text) => readTarget(text) !== null) ?? []);
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
