import { cleanLine } from './clean-text';
import { InvalidInputError } from './errors';
import { type Fields, isFields, shown } from './read-fields';

const MAX_LABELS = 60;

/** Labels as clean text. Values that are no text, number or boolean are dropped: there is no honest text for them. */
export function readLabels(raw: unknown, field: string): Record<string, string> {
  if (raw === undefined || raw === null) return {};
  if (Array.isArray(raw)) return fromPairs(raw, field);
  if (!isFields(raw)) throw new InvalidInputError(field, `${shown(raw)} is no set of labels`, 'an object of texts');
  return cleaned(Object.entries(raw as Fields));
}

/** `["env:prod", "team=db"]`, as tags are often sent. */
function fromPairs(raw: readonly unknown[], field: string): Record<string, string> {
  const pairs = raw.map((pair): [string, unknown] => {
    const match = typeof pair === 'string' ? /^([^:=]+)[:=](.*)$/s.exec(pair) : null;
    if (match === null) throw new InvalidInputError(field, `${shown(pair)} is no label`, 'an object of texts, or "key:value" texts');
    return [match[1] ?? '', match[2] ?? ''];
  });
  return cleaned(pairs);
}

function cleaned(pairs: readonly [string, unknown][]): Record<string, string> {
  const labels = Object.create(null) as Record<string, string>;
  for (const [key, value] of pairs) {
    const isPlain = typeof value === 'string' || typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value));
    const name = cleanLine(key, 100);
    if (!isPlain || name === '' || name === '__proto__' || Object.keys(labels).length >= MAX_LABELS) continue;
    labels[name] = cleanLine(String(value), 500);
  }
  return { ...labels };
}
