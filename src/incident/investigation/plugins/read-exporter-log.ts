/** One line of the exporter's log, in logfmt. */
export interface LogLine {
  readonly level: string;
  readonly message: string;
  readonly fields: Readonly<Record<string, string>>;
}

const FIELD = /([^\s="]+)=(?:"((?:[^"\\]|\\.)*)"|(\S*))/g;
const MAX_LINE = 4_000;
/** Says only that it failed; the lines before it say why. */
const CONCLUSION = 'Probe failed';

export function readExporterLog(text: string): readonly LogLine[] {
  return text.split('\n').flatMap((line) => {
    const pairs = Array.from(line.slice(0, MAX_LINE).matchAll(FIELD), ([, name = '', quoted, plain = '']) => [
      name,
      unquote(quoted) ?? plain,
    ]);
    const fields = Object.fromEntries(pairs) as Readonly<Record<string, string>>;
    return fields.msg === undefined ? [] : [{ level: (fields.level ?? '').toLowerCase(), message: fields.msg, fields }];
  });
}

function unquote(text: string | undefined): string | undefined {
  return text?.replace(/\\(.)/g, (_, char: string) => (char === 'n' ? ' ' : char));
}

/**
 * Why the probe failed, in the exporter's words; null if it does not say. Its first error is the reason: it goes on, and logs
 * what follows from it. It logs some reasons as information only.
 */
export function reasonIn(lines: readonly LogLine[]): string | null {
  const first = (wanted: string): LogLine | undefined => lines.find(({ level, message }) => level === wanted && message !== CONCLUSION);
  const line = first('error') ?? lines.find(({ message }) => /^(Invalid|Missing|No )/.test(message)) ?? first('warn');
  if (line === undefined) return null;
  const { err, status_code: code, rcode } = line.fields;
  return [line.message, err, code === undefined ? undefined : `status ${code}`, rcode].filter(Boolean).join(': ');
}
