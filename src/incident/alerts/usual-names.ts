import type { Fields } from '../text/read-fields';
import { GENERIC_FIELDS } from './sources/generic-fields';

/** Fields that are read beside those with synonyms. */
const OTHERS = ['id', 'labels', 'tags', 'links', 'source'];
const KNOWN: readonly string[] = [...Object.values(GENERIC_FIELDS).flat(), ...OTHERS];
/** The usual spelling of each name; of two that differ only in spelling, the one that is believed first. */
const USUAL = new Map([...KNOWN].reverse().map((name) => [folded(name), name]));
const EXACT: ReadonlySet<string> = new Set(KNOWN);
const MAX_NAME = 40;

/**
 * The fields under their usual names, however they are spelled: `AlertName`, `ALERT_NAME` and `alert-name` are
 * `alert_name`. What has its usual name already counts first; what is not known stays as it is.
 */
export function withUsualNames(fields: Fields): Fields {
  const renamed = Object.keys(fields).flatMap((name) => {
    const usual = EXACT.has(name) || name.length > MAX_NAME ? undefined : USUAL.get(folded(name));
    return usual === undefined || Object.hasOwn(fields, usual) ? [] : [[usual, fields[name]] as const];
  });
  // Not by spreading: the first of two spellings counts, and a name may be `__proto__`.
  return renamed.length === 0 ? fields : Object.fromEntries([...Object.entries(fields), ...renamed.reverse()]);
}

function folded(name: string): string {
  return name.toLowerCase().replace(/[\s_-]/g, '');
}
