import { type Fields, isFields, plainText } from '../../text/read-fields';
import { FieldProblems } from '../field-problems';
import { isTemplateRemains } from '../template-remains';
import { Payload } from './payload';

const MAX_NAME = 100;

export interface Folding {
  /** Cut off every name before it is folded. */
  readonly prefix?: RegExp;
  /** How deep the fields of objects are listed too, under joined names: `rule.name` as `rulename`. */
  readonly levels?: number;
}

/**
 * A payload whose fields a template named, with names in lower-case letters and digits only: `EVENT.ID`, `event_id` and
 * `eventId` are one. Fields that say nothing (empty, or a macro that was not filled in) are left out. Of two spellings the first
 * counts, and what is not nested comes before what is. Whole numbers become text, because templates send either. Problems name a
 * field as the payload spells it.
 */
export function foldedPayload(fields: Fields, receivedAt: string, { prefix = /^$/, levels = 0 }: Folding = {}): Payload {
  const spelled = new Map<string, string>();
  const folded = new Map<string, unknown>();
  let level: { path: string; shown: string; fields: Fields }[] = [{ path: '', shown: '', fields }];
  for (let depth = 0; depth <= levels; depth += 1) {
    const next: typeof level = [];
    for (const { path, shown, fields: at } of level) {
      for (const key of Object.keys(at)) {
        const value = at[key];
        if (key.length > MAX_NAME || saysNothing(value)) continue;
        const name = `${path}${foldedName(key.replace(prefix, ''))}`;
        const spelling = `${shown}${key}`;
        if (!folded.has(name)) {
          folded.set(name, typeof value === 'number' ? (plainText(value) ?? value) : value);
          spelled.set(name, spelling);
        }
        if (isFields(value)) next.push({ path: name, shown: `${spelling}.`, fields: value });
      }
    }
    level = next;
  }
  return new Payload(Object.fromEntries(folded), receivedAt, new SpelledProblems(spelled));
}

/** The payload with some of its fields replaced, by their folded names. */
export function overlaid({ root, receivedAt, problems }: Payload, fields: Fields): Payload {
  return new Payload({ ...root, ...fields }, receivedAt, problems);
}

function foldedName(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '');
}

function saysNothing(value: unknown): boolean {
  if (value === undefined || value === null) return true;
  return typeof value === 'string' && value.length <= 300 && (value.trim() === '' || isTemplateRemains(value));
}

/** Problems of fields that were looked up by their folded names. */
class SpelledProblems extends FieldProblems {
  constructor(private readonly spelled: ReadonlyMap<string, string>) {
    super();
  }

  override note(field: string, value: unknown, taken: string): void {
    super.note(this.spelled.get(field) ?? field, value, taken);
  }
}
