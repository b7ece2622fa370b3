/** One sample of the text format of Prometheus. */
export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

const SAMPLE = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? ([^ ]+)(?: \d+)?$/;
const LABEL = /([a-zA-Z_]\w*)="((?:[^"\\]|\\.)*)"/g;
const ESCAPES: Readonly<Record<string, string>> = { n: '\n' };
const INFINITE: Readonly<Record<string, number>> = { '+Inf': Number.POSITIVE_INFINITY, '-Inf': Number.NEGATIVE_INFINITY };

/** The samples of a text in the exposition format; comments and other lines are skipped. */
export function readExporterMetrics(text: string): readonly Sample[] {
  return text.split('\n').flatMap((line) => {
    const [, name, labels = '', value = ''] = SAMPLE.exec(line) ?? [];
    if (name === undefined) return [];
    return [{ name, labels: readLabels(labels), value: INFINITE[value] ?? Number(value) }];
  });
}

function readLabels(text: string): Readonly<Record<string, string>> {
  const unescaped = (value: string): string => value.replace(/\\(.)/g, (_, char: string) => ESCAPES[char] ?? char);
  return Object.fromEntries(Array.from(text.matchAll(LABEL), ([, name = '', value = '']) => [name, unescaped(value)]));
}
