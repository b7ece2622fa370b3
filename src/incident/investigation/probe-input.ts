import type { Incident } from '../model/incident';
import type { ProbeDefinition } from '../model/runbook';
import { readTarget } from './target';

/** What a template in a probe's env may refer to. */
export const TEMPLATE_NAMES = [
  'target',
  'target.url',
  'target.scheme',
  'target.host',
  'target.port',
  'target.path',
  'incident.id',
  'incident.severity',
  'incident.title',
  'incident.startedAt',
] as const;
export type TemplateName = (typeof TEMPLATE_NAMES)[number];

const TEMPLATE = /\{\{([^{}]*)\}\}/g;
const MAX_STDIN = 64 * 1024;

export function isTemplateName(name: string): name is TemplateName {
  return (TEMPLATE_NAMES as readonly string[]).includes(name);
}

/** The names of all templates in a text, known or unknown. */
export function templatesIn(text: string): string[] {
  return Array.from(text.matchAll(TEMPLATE), ([, inside = '']) => inside.trim());
}

/**
 * The environment of a probe. Templates are filled in here and nowhere else, so alert text never becomes part of a script. A
 * NUL character would end the value early, so it is removed.
 */
export function probeEnvironment(
  env: Readonly<Record<string, string>>,
  incident: Incident,
  target: string | null,
): Readonly<Record<string, string>> {
  const values = templateValues(incident, target);
  const fill = (value: string): string =>
    value
      .replace(TEMPLATE, (_, inside: string) => {
        const name = inside.trim();
        return isTemplateName(name) ? values[name] : '';
      })
      .replaceAll('\0', '');
  return Object.fromEntries(Object.entries(env).map(([name, value]) => [name, fill(value)]));
}

function templateValues(incident: Incident, target: string | null): Readonly<Record<TemplateName, string>> {
  const read = target === null ? null : readTarget(target);
  return {
    target: target ?? '',
    'target.url': read?.url ?? '',
    'target.scheme': read?.scheme ?? '',
    'target.host': read?.host ?? '',
    'target.port': read?.port === null || read === null ? '' : String(read.port),
    'target.path': read?.path ?? '',
    'incident.id': incident.id,
    'incident.severity': incident.severity,
    'incident.title': incident.title,
    'incident.startedAt': incident.startedAt,
  };
}

/** A probe's standard input: the alert as text, one fact per line, or only its labels. */
export function probeInput(stdin: ProbeDefinition['stdin'], incident: Incident): string {
  if (stdin === 'none') return '';
  const labels = Object.entries(incident.labels).map(([name, value]) => `label ${name}=${value}`);
  const lines = stdin === 'labels' ? labels : [`title: ${incident.title}`, incident.description, ...labels];
  return `${lines.join('\n').slice(0, MAX_STDIN - 1)}\n`;
}
