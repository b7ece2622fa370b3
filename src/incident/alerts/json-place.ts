const BLANKS = /[ \t\n\r]*/y;
const SCALAR = /(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)(?![\w.+-])/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;

type Kind = 'string' | 'scalar' | '{' | '}' | '[' | ']' | ',' | ':' | 'wrong';
interface Token {
  readonly kind: Kind;
  /** Where the token ends or, if it is wrong, where the mistake is. */
  readonly end: number;
}
type Wanted = 'value' | 'value or end' | 'key' | 'key or end' | 'colon' | 'rest';

/**
 * The index at which text stops being JSON; null if it is JSON. The JavaScript engine reports the position of some mistakes
 * but not of others, such as a bare NaN. Brackets are kept in a list, so that no depth overflows the stack.
 */
export function jsonErrorAt(text: string): number | null {
  const open: ('{' | '[')[] = [];
  let wanted: Wanted = 'value';
  let at = endOf(BLANKS, text, 0);
  while (at < text.length) {
    const token = tokenAt(text, at);
    const next = step(wanted, token.kind, open);
    if (next === null) return token.kind === 'wrong' ? token.end : at;
    wanted = next;
    at = endOf(BLANKS, text, token.end);
  }
  return wanted === 'rest' && open.length === 0 ? null : at;
}

/** What must follow a token; null if the token is not allowed here. It also opens and closes brackets. */
function step(wanted: Wanted, kind: Kind, open: ('{' | '[')[]): Wanted | null {
  const isValue = wanted === 'value' || wanted === 'value or end';
  switch (kind) {
    case 'string':
      if (wanted === 'key' || wanted === 'key or end') return 'colon';
      return isValue ? 'rest' : null;
    case 'scalar':
      return isValue ? 'rest' : null;
    case '{':
    case '[':
      if (!isValue) return null;
      open.push(kind);
      return kind === '{' ? 'key or end' : 'value or end';
    case '}':
      if (open.at(-1) !== '{' || (wanted !== 'rest' && wanted !== 'key or end')) return null;
      open.pop();
      return 'rest';
    case ']':
      if (open.at(-1) !== '[' || (wanted !== 'rest' && wanted !== 'value or end')) return null;
      open.pop();
      return 'rest';
    case ',':
      if (wanted !== 'rest' || open.length === 0) return null;
      return open.at(-1) === '{' ? 'key' : 'value';
    case ':':
      return wanted === 'colon' ? 'value' : null;
    case 'wrong':
      return null;
  }
}

function tokenAt(text: string, at: number): Token {
  const char = text[at] ?? '';
  if (char === '{' || char === '}' || char === '[' || char === ']' || char === ',' || char === ':') return { kind: char, end: at + 1 };
  if (char === '"') return stringAt(text, at);
  const end = endOf(SCALAR, text, at);
  return end > at ? { kind: 'scalar', end } : { kind: 'wrong', end: at };
}

function stringAt(text: string, start: number): Token {
  let at = start + 1;
  while (at < text.length) {
    const char = text[at] ?? '';
    if (char === '"') return { kind: 'string', end: at + 1 };
    const next = char === '\\' ? endOf(ESCAPE, text, at) : at + 1;
    if (char < ' ' || next === at) return { kind: 'wrong', end: at };
    at = next;
  }
  return { kind: 'wrong', end: at };
}

/** The end of a match that starts here; the start itself if there is none. */
function endOf(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}
