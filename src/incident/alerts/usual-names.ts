import type { Fields } from '../text/read-fields';
import { GENERIC_FIELDS } from './shapes/generic-fields';

/** Fields that are read in addition to those with synonyms. */
const OTHERS = ['id', 'labels', 'tags', 'links', 'source'];
const KNOWN: readonly string[] = [...Object.values(GENERIC_FIELDS).flat(), ...OTHERS];
/** The usual spelling of each name. If names differ only in spelling, the most trusted one wins. */
const USUAL = new Map([...KNOWN].reverse().map((name) => [folded(name), name]));
const EXACT: ReadonlySet<string> = new Set(KNOWN);
const MAX_NAME = 40;

/**
 * The fields under their usual names, whatever their spelling: `AlertName`, `ALERT_NAME` and `alert-name` become `alert_name`.
 * A field that already has its usual name counts first; unknown fields stay as they are.
 */
export function withUsualNames(fields: Fields): Fields {
  const renamed = Object.keys(fields).flatMap((name) => {
    const usual = EXACT.has(name) || name.length > MAX_NAME ? undefined : USUAL.get(folded(name));
    return usual === undefined || Object.hasOwn(fields, usual) ? [] : [[usual, fields[name]] as const];
  });
  // Not a spread, because the first of two spellings counts and a name may be `__proto__`.
  return renamed.length === 0 ? fields : Object.fromEntries([...Object.entries(fields), ...renamed.reverse()]);
}

function folded(name: string): string {
  return name.toLowerCase().replace(/[\s_-]/g, '');
}
