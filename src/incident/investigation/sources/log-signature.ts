import { isFields, own } from '../../text/read-fields';

/** What stands for every number, id, time, address and quoted value. */
const HOLE = '<*>';
const MAX_READ = 2_000;
const MAX_CHARS = 200;
const MESSAGE_FIELDS = ['message', 'msg', 'log', 'event', 'text'];
const ERROR_FIELDS = ['error', 'err', 'exception', 'cause', 'reason'];
/** `msg="…"` and its like; the value is what the line says. */
const LOGFMT = /\b(msg|message|err|error|reason)=(?:"((?:[^"\\]|\\.){0,1000})"|([^\s"]{1,200}))/g;

/** In order: what an earlier mask has replaced, a later one does not see. */
const MASKS: readonly (readonly [RegExp, string])[] = [
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colours of a terminal
  [/\u001b\[[0-9;]*[A-Za-z]/g, ''],
  // Dates and times, of ISO 8601, of syslog and of web servers.
  [/\b\d{4}[-/]\d\d[-/]\d\d(?:[T ]\d\d:\d\d(?::\d\d)?(?:[.,]\d+)?)?(?:Z\b|[+-]\d\d:?\d\d\b)?/g, HOLE],
  [/\b(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? )?(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) {1,2}\d{1,2}(?: \d{4})?\b/g, HOLE],
  [/\b\d{1,2}\/(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\/\d{4}\b/g, HOLE],
  // Addresses of mail, of IPv6 with and without brackets.
  [/[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}/g, HOLE],
  [/(?<![\w:.])\[?(?=[0-9a-f.]*:[0-9a-f.]*:)[0-9a-f:.]{2,45}\]?(?![\w:])/gi, HOLE],
  // Quoted values. An apostrophe within a word does not quote.
  [/"(?:[^"\\]|\\.){0,200}"/g, HOLE],
  [/(?<![\w'])'[^'\n]{0,200}'(?!\w)/g, HOLE],
  [/`[^`\n]{0,200}`/g, HOLE],
  // UUIDs, hexadecimal numbers, and tokens that mix letters and digits as ids do.
  [/\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/gi, HOLE],
  [/\b0x[0-9a-f]+\b/gi, HOLE],
  [/\b(?=[a-f]*\d)[0-9a-f]{8,}\b/gi, HOLE],
  [/\b(?=(?:[A-Za-z_]*\d+[A-Za-z_]+){2})\w{8,}\b/g, HOLE],
  // Generated ends of names: `web-7f9c6d5b4-x2x9k`.
  [/-(?=[a-z]*\d)[a-z0-9]{5,10}(?:-[a-z0-9]{5})?\b/g, `-${HOLE}`],
  // Numbers, with the unit or the word that they are part of kept.
  [/[-+]?\d+(?:[.,:]\d+)*/g, HOLE],
];
/** Lists of different lengths say the same. */
const RUNS = /<\*>(?:[\s,;:/|-]*<\*>)+/g;

/**
 * What a log line says, without what differs from one occurrence to the next. Lines of the same statement in a program get the
 * same signature.
 */
export function signatureOf(line: string): string {
  const masked = MASKS.reduce((text, [pattern, hole]) => text.replace(pattern, hole), messageIn(line.slice(0, MAX_READ)));
  const joined = masked.replace(/\s+/g, ' ').replace(RUNS, HOLE).trim();
  return joined.length <= MAX_CHARS ? joined : [...joined].slice(0, MAX_CHARS).join('');
}

/** A further line of a stack trace. It belongs to the error before it. */
export function isContinuation(line: string): boolean {
  return /^\s+(?:at |\.{3} \d+ (?:more|common)|File "|\^|\|)|^Caused by: |^Traceback \(most|^goroutine \d+ \[|^\t/.test(line);
}

/** The message of a structured line, with its error; the line itself if it is not structured. */
export function messageIn(line: string): string {
  const json = jsonIn(line);
  if (json !== null) return json;
  const pairs = [...line.matchAll(LOGFMT)].map(
    ([, name = '', quoted, bare]) => [name, quoted?.replace(/\\(.)/g, '$1') ?? bare ?? ''] as const,
  );
  const said = pairs.find(([name]) => name === 'msg' || name === 'message')?.[1];
  if (said === undefined) return line;
  return [said, ...pairs.filter(([name]) => name !== 'msg' && name !== 'message').map(([, value]) => value)].filter(Boolean).join(': ');
}

function jsonIn(line: string): string | null {
  const start = line.indexOf('{');
  if (start < 0 || start > 200 || !line.trimEnd().endsWith('}')) return null;
  try {
    const fields: unknown = JSON.parse(line.slice(start));
    if (!isFields(fields)) return null;
    const texts = [MESSAGE_FIELDS, ERROR_FIELDS].map((names) => names.map((name) => textOf(own(fields, name))).find((text) => text !== ''));
    const said = [...new Set(texts.filter((text) => text !== undefined))].join(': ');
    return said === '' ? null : said;
  } catch {
    return null;
  }
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  const inner = isFields(value) ? (own(value, 'message') ?? own(value, 'msg')) : undefined;
  return typeof inner === 'string' ? inner : '';
}
