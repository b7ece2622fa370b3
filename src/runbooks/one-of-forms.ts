import { z } from 'zod';
import { unknownKey, wordIssue } from '../checked-yaml/word-issue';
import { nearestWord } from '../incident/text/nearest-word';
import { isFields } from '../incident/text/read-fields';

/**
 * A value in the form that its key says, of which it has exactly one. A union would report the problems of every form, so the
 * form is chosen first.
 * @param what What the value is, with its article: `a probe`.
 */
export function oneOfForms<Value>(forms: Readonly<Record<string, z.ZodType<Value>>>, what: string) {
  const keys = Object.keys(forms);
  return z.unknown().transform((given, context): Value => {
    const chosen = isFields(given) ? keys.filter((key) => Object.hasOwn(given, key)) : [];
    const [key = '', ...others] = chosen;
    const form = forms[key];
    if (form === undefined || others.length > 0) {
      const problem = isFields(given) ? formProblem(given, keys, others) : { path: [], message: `must be ${what}` };
      context.addIssue({ code: 'custom', ...problem });
      return z.NEVER;
    }
    const read = form.safeParse(given, { error: wordIssue });
    if (read.success) return read.data;
    context.issues.push(...read.error.issues.map((issue) => ({ ...issue, input: given }) as z.core.$ZodRawIssue));
    return z.NEVER;
  });
}

/** What to say of a value that has none of the keys that say what it does, or several. */
function formProblem(
  given: object,
  keys: readonly string[],
  others: readonly string[],
): { readonly path: string[]; readonly message: string } {
  const [second] = others;
  const misspelt = second === undefined ? Object.keys(given).find((key) => nearestWord(key, keys) !== null) : undefined;
  if (misspelt !== undefined) return { path: [misspelt], message: unknownKey(misspelt, keys) };
  return { path: second === undefined ? [] : [second], message: `give exactly one of ${keys.join(', ')}` };
}
