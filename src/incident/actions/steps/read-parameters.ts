import { replaceTemplates, type TemplateSubject, templateValues } from '../../investigation/queries/templates';
import type { ActionDefinition } from '../../model/actions/action';
import { own, shown } from '../../text/read-fields';
import { invalid, type Refusal } from '../../text/refusal';

const MAX_VALUE = 200;
const CONTROL = /\p{Cc}/u;

export type Parameters = Readonly<Record<string, string>>;

/** The value of each parameter, as it was given or by its default. */
export function readParameters(
  given: Parameters,
  { parameters }: Pick<ActionDefinition, 'parameters'>,
  subject: TemplateSubject,
): { readonly values: Parameters } | Refusal {
  const names = Object.keys(parameters);
  const unknown = Object.keys(given).find((name) => !Object.hasOwn(parameters, name));
  if (unknown !== undefined) return invalid('parameters', `${shown(unknown)} is none of the action`, names.join(', ') || 'none');
  const values: Record<string, string> = {};
  for (const [name, { pattern, default: usual }] of Object.entries(parameters)) {
    const field = `parameters.${name}`;
    const allowed = `what matches ${pattern}`;
    const value =
      own(given, name) ?? (usual === undefined ? undefined : replaceTemplates(usual, (one) => templateValues(one, subject)[0] ?? ''));
    if (typeof value !== 'string') return invalid(field, 'is missing', allowed);
    if (value.length > MAX_VALUE || CONTROL.test(value))
      return invalid(field, `${shown(value)} is too long, or has control characters`, allowed);
    if (!new RegExp(`^(?:${pattern})$`, 'u').test(value)) return invalid(field, `${shown(value)} is not allowed`, allowed);
    values[name] = value;
  }
  return { values };
}
