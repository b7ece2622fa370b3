import { DEFAULT_SEVERITY, SEVERITIES, type Severity } from '../model/severity';
import { cleanLine } from '../text/clean-text';
import { shown, wordIn } from '../text/read-fields';

const WORDS: Readonly<Record<Severity, string>> = {
  critical: 'critical crit fatal emergency emerg panic disaster extreme blocker page p0 p1 sev0 sev1',
  high: 'high error err major severe p2 sev2',
  medium: 'medium moderate average warning warn degraded p3 sev3',
  low: 'low minor info informational information notice debug trace none ok p4 p5 sev4 sev5',
};
/** Used only if there is no known word: a fire emoji next to "warning" is decoration. */
const SIGNS: readonly (readonly [RegExp, Severity])[] = [
  [/🔴|🔥|🚨/u, 'critical'],
  [/🟠/u, 'high'],
  [/🟡/u, 'medium'],
  [/🔵|🟢/u, 'low'],
];
/** A Map, because a plain object would also find `constructor`. */
const BY_WORD = new Map(SEVERITIES.flatMap((severity) => WORDS[severity].split(' ').map((word): [string, Severity] => [word, severity])));

export interface ReadSeverity {
  readonly severity: Severity;
  /** True if no known severity was given. */
  readonly defaulted: boolean;
  /** The severity as it was spelled; null if absent. */
  readonly raw: string | null;
  /** True if something was given that is not exactly a severity; it may have been read anyway. */
  readonly isOdd: boolean;
}

export const NO_SEVERITY: ReadSeverity = { severity: DEFAULT_SEVERITY, defaulted: true, raw: null, isOdd: false };

/**
 * Reads a severity as alerts spell it: a word, a P-number from 0 to 5, or one of them in an object that names it. For a
 * list, it is the most severe. Other numbers mean something different in every tool, so they are not read.
 */
export function readSeverity(raw: unknown): ReadSeverity {
  if (raw === undefined || raw === null) return NO_SEVERITY;
  if (Array.isArray(raw)) return gravestIn(raw);
  if (typeof raw === 'number') {
    const isNumbered = Number.isInteger(raw) && raw >= 0 && raw <= 5;
    return isNumbered ? known(`p${raw}`, String(raw)) : { ...NO_SEVERITY, raw: String(raw), isOdd: true };
  }
  const word = wordIn(raw);
  if (word === undefined) return { ...NO_SEVERITY, raw: shown(raw), isOdd: true };
  const spelled = cleanLine(word, 60);
  if (spelled === '') return NO_SEVERITY;
  const read = known(spelled.normalize('NFKC').toLowerCase(), spelled);
  return { ...read, isOdd: read.defaulted || typeof raw !== 'string' };
}

/** Nested lists are not read, since they could go on forever. */
function gravestIn(list: readonly unknown[]): ReadSeverity {
  const read = list.filter((item) => !Array.isArray(item)).map(readSeverity);
  const known = read.filter(({ defaulted }) => !defaulted);
  const [gravest] = known.sort((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity));
  return { ...(gravest ?? { ...NO_SEVERITY, raw: shown(list) }), isOdd: true };
}

/** "🔥 critical", "P1 - critical" and "Severity 2": the first known word counts, unless it is negated. */
function known(word: string, raw: string): ReadSeverity {
  const numbered = word.replace(/^[0-5]$/, 'p$&').replace(/\b(?:sev(?:erity)?|p(?:riority)?)[\s_:#-]*([0-5])\b/g, 'p$1');
  const parts = numbered.split(/[^\p{L}\p{N}]+/u);
  const isDenied = parts.some((part) => part === 'non' || part === 'not');
  const told = parts.map((part) => BY_WORD.get(part)).find((severity) => severity !== undefined);
  const found = isDenied ? undefined : (told ?? SIGNS.find(([sign]) => sign.test(raw))?.[1]);
  return { severity: found ?? DEFAULT_SEVERITY, defaulted: found === undefined, raw, isOdd: false };
}
