import { valuesOf } from '../../alerts/labels';
import type { Incident } from '../../model/incident';
import type { Service } from '../../model/investigation/service';
import { readTarget } from '../target';

/** What a template may refer to, besides labels. */
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
  'service.name',
  'service.title',
  'service.namespace',
] as const;
type PlainName = (typeof TEMPLATE_NAMES)[number];

/** A label's name may contain dots. */
const LABEL = /^(incident|service)\.labels\.([A-Za-z_][\w./-]{0,99})$/;
const VARIABLE = /^service\.variables\.([a-z][a-zA-Z0-9_]*)$/;
const TEMPLATE = /\{\{([^{}]*)\}\}/g;

/** For error messages. */
export const ALLOWED_TEMPLATES = [...TEMPLATE_NAMES, 'incident.labels.NAME', 'service.labels.NAME', 'service.variables.NAME'].join(', ');

/** What the templates of one probe refer to. */
export interface TemplateSubject {
  readonly incident: Incident | null;
  readonly target: string | null;
  readonly service: Service | null;
}

export function isTemplateName(name: string): boolean {
  return isPlainName(name) || LABEL.test(name) || isVariable(name);
}

/** A value of the services file, which only some services have. */
export const isVariable = (name: string): boolean => VARIABLE.test(name);

const isPlainName = (name: string): name is PlainName => (TEMPLATE_NAMES as readonly string[]).includes(name);

/** The names of all templates in a text, known or unknown. */
export function templatesIn(text: string): string[] {
  return Array.from(text.matchAll(TEMPLATE), ([, inside = '']) => inside.trim());
}

/** The text with each template replaced. What a value brings is not filled in again. */
export function replaceTemplates(text: string, fill: (name: string) => string): string {
  return text.replace(TEMPLATE, (_, inside: string) => fill(inside.trim()));
}

/**
 * The values of a template; none if there is no such template, or nothing to fill in. The first is the whole value; a label
 * that stands for several alerts or values has each of them.
 */
export function templateValues(name: string, subject: TemplateSubject): readonly string[] {
  const variable = VARIABLE.exec(name);
  if (variable !== null) return [ownValue(subject.service?.variables, variable[1] ?? '') ?? ''].filter((value) => value !== '');
  const label = LABEL.exec(name);
  if (label === null) return isPlainName(name) ? [plainValue(name, subject)].filter((value) => value !== '') : [];
  const [, of, key = ''] = label;
  if (of === 'service') return ownValue(subject.service?.labels, key) ?? [];
  const value = ownValue(subject.incident?.labels, key);
  return value === undefined || value === '' ? [] : valuesOf(value);
}

function ownValue<Value>(values: Readonly<Record<string, Value>> | undefined, name: string): Value | undefined {
  return values !== undefined && Object.hasOwn(values, name) ? values[name] : undefined;
}

function plainValue(name: PlainName, { incident, target, service }: TemplateSubject): string {
  const read = target === null ? null : readTarget(target);
  const values: Readonly<Record<PlainName, string>> = {
    target: target ?? '',
    'target.url': read?.url ?? '',
    'target.scheme': read?.scheme ?? '',
    'target.host': read?.host ?? '',
    'target.port': read === null || read.port === null ? '' : String(read.port),
    'target.path': read?.path ?? '',
    'incident.id': incident?.id ?? '',
    'incident.severity': incident?.severity ?? '',
    'incident.title': incident?.title ?? '',
    'incident.startedAt': incident?.startedAt ?? '',
    'service.name': service?.name ?? '',
    'service.title': service?.title ?? '',
    'service.namespace': service?.kubernetes?.namespace ?? '',
  };
  return values[name];
}
