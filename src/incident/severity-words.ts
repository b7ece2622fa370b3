import { cleanLine } from './clean-text';
import { InvalidInputError } from './errors';
import { shown } from './read-fields';
import { DEFAULT_SEVERITY, SEVERITIES, type Severity } from './severity';

const WORDS: Readonly<Record<Severity, string>> = {
  critical: 'critical crit fatal emergency emerg panic disaster extreme blocker page p0 p1 sev0 sev1',
  high: 'high error err major severe p2 sev2',
  medium: 'medium moderate average warning warn degraded p3 sev3',
  low: 'low minor info informational information notice debug trace none ok p4 p5 sev4 sev5',
};
/** Asked only when no word is known: a fire beside "warning" is decoration. */
const SIGNS: readonly (readonly [RegExp, Severity])[] = [
  [/🔴|🔥|🚨/u, 'critical'],
  [/🟠/u, 'high'],
  [/🟡/u, 'medium'],
  [/🔵|🟢/u, 'low'],
];
/** A Map, since a plain object would find `constructor`. */
const BY_WORD = new Map(SEVERITIES.flatMap((severity) => WORDS[severity].split(' ').map((word): [string, Severity] => [word, severity])));
const ALLOWED = `${SEVERITIES.join(', ')}, their usual synonyms, or a P-number from 0 to 5`;

export interface ReadSeverity {
  readonly severity: Severity;
  /** True when nothing known was given. */
  readonly defaulted: boolean;
  /** As it was spelled; null when absent. */
  readonly raw: string | null;
}

/** Reads a severity as alerts spell it. @throws InvalidInputError for what is no word and no P-number. */
export function readSeverity(raw: unknown, field: string): ReadSeverity {
  if (raw === undefined || raw === null) return { severity: DEFAULT_SEVERITY, defaulted: true, raw: null };
  if (typeof raw === 'number') {
    if (!Number.isInteger(raw) || raw < 0 || raw > 5) throw new InvalidInputError(field, `${shown(raw)} is no severity`, ALLOWED);
    return known(`p${raw}`, String(raw));
  }
  if (typeof raw !== 'string') throw new InvalidInputError(field, `${shown(raw)} is no severity`, ALLOWED);
  const spelled = cleanLine(raw, 60);
  return spelled === '' ? { severity: DEFAULT_SEVERITY, defaulted: true, raw: null } : known(spelled.toLowerCase(), spelled);
}

/** "🔥 critical", "P1 - critical" and "Severity 2": the first word that is known counts, unless it is denied. */
function known(word: string, raw: string): ReadSeverity {
  const numbered = word.replace(/^[0-5]$/, 'p$&').replace(/\b(?:sev(?:erity)?|p(?:riority)?)[\s_:#-]*([0-5])\b/g, 'p$1');
  const parts = numbered.split(/[^\p{L}\p{N}]+/u);
  const isDenied = parts.some((part) => part === 'non' || part === 'not');
  const told = parts.map((part) => BY_WORD.get(part)).find((severity) => severity !== undefined);
  const found = isDenied ? undefined : (told ?? SIGNS.find(([sign]) => sign.test(raw))?.[1]);
  return { severity: found ?? DEFAULT_SEVERITY, defaulted: found === undefined, raw };
}
