import { z } from 'zod';
import { didYouMean } from '../incident/text/nearest-word';
import { shown } from '../incident/text/read-fields';

const KINDS: Readonly<Record<string, string>> = {
  array: 'a list',
  object: 'a mapping',
  record: 'a mapping',
  string: 'a string',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
};

/** What is wrong with a value for which the schema has no words of its own: the value, and what is allowed. */
export const wordIssue: z.core.$ZodErrorMap = (issue) => {
  const isMissing = issue.input === undefined;
  switch (issue.code) {
    case 'invalid_value': {
      const allowed = issue.values.map(String).join(', ');
      return `${isMissing ? 'is missing' : `${shown(issue.input)} is not valid`} (allowed: ${allowed})`;
    }
    case 'invalid_type': {
      const kind = KINDS[issue.expected] ?? issue.expected;
      return isMissing ? `is missing (must be ${kind})` : `${shown(issue.input)} is not ${kind}`;
    }
    case 'too_big':
    case 'too_small':
      return limit(issue);
    case 'unrecognized_keys':
      return issue.keys.map((key) => unknownKey(key, missingKeys(issue))).join('\n');
    default:
      // The library's own words.
      return undefined;
  }
};

/** A problem with a key that the schema does not know, given those that might have been meant. */
export const unknownKey = (key: string, missing: readonly string[]): string =>
  `is not a known key${didYouMean(key, missing) || (missing.length === 0 ? '' : ` (allowed: ${missing.join(', ')})`)}`;

/**
 * The words of a schema for a value that it does not take: `must('be a port')`. They name the value, or say that it is missing.
 */
export const must = (rule: string) => ({
  error: ({ input }: { readonly input?: unknown }): string =>
    input === undefined ? `is missing (must ${rule})` : `${shown(input)} must ${rule}`,
});

/** The keys that the schema knows, except those that are given already and so were not meant by another. */
function missingKeys({ inst, input }: z.core.$ZodRawIssue<z.core.$ZodIssueUnrecognizedKeys>): readonly string[] {
  return keysOf(inst).filter((key) => !Object.hasOwn(Object(input), key));
}

function keysOf(schema: unknown): readonly string[] {
  if (schema instanceof z.ZodObject) return Object.keys(schema.shape);
  // The keys of a mapping may be limited to some words.
  return schema instanceof z.ZodRecord && schema.keyType instanceof z.ZodEnum ? schema.keyType.options.map(String) : [];
}

function limit(issue: z.core.$ZodRawIssue<z.core.$ZodIssueTooBig | z.core.$ZodIssueTooSmall>): string {
  const count = issue.code === 'too_big' ? issue.maximum : issue.minimum;
  const bound = `${issue.code === 'too_big' ? 'at most' : 'at least'} ${count}`;
  const ending = Number(count) === 1 ? ['character', 'entry'] : ['characters', 'entries'];
  if (issue.origin === 'string') return `${shown(issue.input)} must have ${bound} ${ending[0]}`;
  const isNumber = issue.origin === 'number' || issue.origin === 'int';
  return isNumber ? `${shown(issue.input)} must be ${bound}` : `must have ${bound} ${ending[1]}`;
}
