import type { Reading } from '../../model/investigation/reading';
import { isTemplateName, replaceTemplates, type TemplateSubject, templatesIn, templateValues } from '../queries/templates';
import { FORMATS, type Format, formatValue } from './format-value';

interface Placeholder {
  readonly name: string;
  readonly format: Format | null;
  readonly problem: string | null;
}

/** Reads `name` or `name | format`. */
function readPlaceholder(inside: string): Placeholder {
  const [name = '', given, ...rest] = inside.split('|').map((part) => part.trim());
  const format = FORMATS.find((one) => one === given) ?? null;
  if (rest.length > 0 || (given !== undefined && format === null)) {
    return { name, format: null, problem: `{{${inside}}}: the format must be one of ${FORMATS.join(', ')}` };
  }
  return { name, format, problem: name === '' ? '{{}} names no field' : null };
}

/** What is wrong with the placeholders of a message, whatever fields there are. */
export function messageProblems(text: string): readonly string[] {
  return templatesIn(text).flatMap((inside) => readPlaceholder(inside).problem ?? []);
}

/** The fields and templates that a message or a link names. */
export function namesIn(text: string): readonly string[] {
  return templatesIn(text).map((inside) => readPlaceholder(inside).name);
}

type Fields = Reading['fields'];

/** The message with the values of the reading, formatted for people, and of the templates. */
export function fillMessage(text: string, fields: Fields, subject: TemplateSubject): string {
  return replaceTemplates(text, (inside) => {
    const { name, format } = readPlaceholder(inside);
    return formatValue(findValue(name, fields, subject), format);
  });
}

const MAX_LINK = 2_000;

/** The link with the values as they are, each percent-encoded, so that none leads elsewhere. Null if it is no longer a link. */
export function fillLink(link: string, fields: Fields, subject: TemplateSubject): string | null {
  const filled = replaceTemplates(link, (inside) => {
    const value = findValue(readPlaceholder(inside).name, fields, subject);
    return value === null ? '' : encodeURIComponent(String(value).replace(/\p{Cs}/gu, ' '));
  });
  return filled.length <= MAX_LINK && URL.canParse(filled) ? filled : null;
}

function findValue(name: string, fields: Fields, subject: TemplateSubject): number | string | null {
  if (Object.hasOwn(fields, name)) return fields[name] ?? null;
  return isTemplateName(name) ? (templateValues(name, subject)[0] ?? null) : null;
}
