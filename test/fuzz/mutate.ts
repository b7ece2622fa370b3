import type { Random } from './random';

const TEXTS = [
  '',
  ' ',
  '\u0000\u200b',
  '\ud800',
  '{EVENT.ID}',
  '$HOSTNAME$',
  '{{rule.name}}',
  '*UNKNOWN*',
  '__proto__',
  'constructor',
  'critical',
  'resolved',
  'recovered',
  'OK -> CRITICAL',
  '0',
  '1e400',
  '12345678901234567890',
  '9999-99-99',
  '2026-02-30T25:61:00Z',
  'javascript:alert(1)',
  'https://a.example.com/|x>',
  '<!channel>',
  '{"a": [1, {"b": "c"}]}',
  '[[[[[[',
  '{"specversion":"1.0","type":"t","source":"s","data":{"title":"x"}}',
  'a,b:c,=d,:',
  '٣',
];
const NAMES = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  'length',
  '',
  '0',
  'title',
  'status',
  'alerts',
  'data',
  'event',
  'items',
  'object',
];

/** A value of any type, sometimes nested or long. */
function anyValue(random: Random): unknown {
  switch (random.below(11)) {
    case 0:
      return null;
    case 1:
      return random.next() < 0.5;
    case 2:
      return random.pick([0, -1, 0.5, 8, 1e21, -0, 1e308, 2 ** 53, Number(`${random.below(1e9)}`)]);
    case 3:
      return [];
    case 4:
      return {};
    case 5:
      return Array.from({ length: random.below(200) }, () => random.pick(TEXTS));
    case 6:
      return Array.from({ length: random.below(50) }, (_, index) => ({
        id: index,
        name: random.pick(TEXTS),
        labels: { a: random.pick(TEXTS) },
      }));
    case 7:
      return Object.fromEntries(Array.from({ length: random.below(100) }, (_, index) => [`k${index}`, random.pick(TEXTS)]));
    case 8:
      return nested(random.below(120), random.next() < 0.5);
    case 9:
      return random.pick(TEXTS).repeat(1 + random.below(300));
    default:
      return random.pick(TEXTS);
  }
}

function nested(depth: number, asList: boolean): unknown {
  let value: unknown = 'deep';
  for (let level = 0; level < depth; level += 1) value = asList ? [value] : { data: value };
  return value;
}

/** Every object and list in a value. */
function containers(value: unknown, found: object[] = []): readonly object[] {
  if (typeof value !== 'object' || value === null) return found;
  found.push(value);
  for (const item of Object.values(value)) containers(item, found);
  return found;
}

/** JSON text of a base after some of its fields were swapped, lost, added or repeated. */
export function mutated(base: unknown, others: readonly unknown[], random: Random): Uint8Array {
  const copy: unknown = JSON.parse(JSON.stringify(base));
  for (let count = random.below(4); count > 0; count -= 1) mutateField(copy, others, random);
  let text = JSON.stringify(copy);
  // What JSON.stringify cannot write: keys of a prototype, repeated keys, numbers beyond any range.
  if (random.next() < 0.2) {
    const name = random.pick(NAMES);
    text = text
      .replace(/\{/g, (brace) => (random.next() < 0.3 ? `{${JSON.stringify(name)}:${JSON.stringify(anyValue(random))}, ` : brace))
      .replace(/, \}/g, '}');
  }
  if (random.next() < 0.05) text = text.replace(/:\d+/, `:${random.pick(['1e400', '-0', '1.7976931348623157e309'])}`);
  const bytes = new TextEncoder().encode(text);
  if (random.next() < 0.1)
    for (let flips = 1 + random.below(6); flips > 0; flips -= 1) bytes[random.below(bytes.length)] = random.below(256);
  return random.next() < 0.03 ? bytes.slice(0, random.below(bytes.length)) : bytes;
}

function mutateField(root: unknown, others: readonly unknown[], random: Random): void {
  const at = random.pick(containers(root)) as Record<string, unknown> | undefined;
  if (at === undefined) return;
  const names = Object.keys(at);
  const name = names.length === 0 ? 'x' : random.pick(names);
  const kind = random.below(6);
  if (kind === 0) delete at[name];
  else if (kind === 1 && Array.isArray(at)) at.push(anyValue(random));
  else if (kind === 1) at[random.pick(NAMES.slice(1))] = anyValue(random);
  else if (kind === 2) at[name] = JSON.parse(JSON.stringify(random.pick(others)));
  else if (kind === 3) at[name.toUpperCase()] = at[name];
  else at[name] = anyValue(random);
}

/** The ways in which one field of a base can be large. */
export const GROWTHS: readonly (readonly [string, (size: number) => unknown])[] = [
  ['long text', (size) => 'ab c_d:e,{'.repeat(size / 10)],
  ['marks', (size) => '\u0301\u200b{{'.repeat(size / 8)],
  ['digits', (size) => '1'.repeat(size)],
  ['list of texts', (size) => Array.from({ length: size / 10 }, (_, index) => `k${index}:v`)],
  ['list of objects', (size) => Array.from({ length: size / 40 }, (_, index) => ({ name: `n${index}`, value: index, tag: 't' }))],
  ['object', (size) => Object.fromEntries(Array.from({ length: size / 16 }, (_, index) => [`k${index}`, `v${index}`]))],
  ['JSON in a text', (size) => JSON.stringify(Array.from({ length: size / 40 }, (_, index) => ({ name: `n${index}`, value: index })))],
];

/** The base once for each of its fields, with that field as large as a growth makes it. */
export function grown(base: unknown, grow: (size: number) => unknown): readonly { path: string; of: (size: number) => unknown }[] {
  return pathsIn(base, []).map((path) => ({
    path: path.join('.'),
    of: (size) => {
      const copy = JSON.parse(JSON.stringify(base)) as Record<string, unknown>;
      let at = copy;
      for (const step of path.slice(0, -1)) at = at[step] as Record<string, unknown>;
      at[path.at(-1) ?? ''] = grow(size);
      return copy;
    },
  }));
}

function pathsIn(value: unknown, path: readonly string[]): readonly (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.keys(value).flatMap((name) => {
    const inner = [...path, name];
    return [inner, ...pathsIn((value as Record<string, unknown>)[name], inner)];
  });
}
