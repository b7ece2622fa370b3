import type { z } from 'zod';
import { shown } from '../incident/text/read-fields';

const KINDS: Readonly<Record<string, string>> = {
  array: 'a list',
  object: 'a mapping',
  record: 'a mapping',
  string: 'a text',
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
    default:
      // The library's own words.
      return undefined;
  }
};

function limit(issue: z.core.$ZodRawIssue<z.core.$ZodIssueTooBig | z.core.$ZodIssueTooSmall>): string {
  const bound = issue.code === 'too_big' ? `at most ${issue.maximum}` : `at least ${issue.minimum}`;
  if (issue.origin === 'string') return `${shown(issue.input)} must have ${bound} characters`;
  const isNumber = issue.origin === 'number' || issue.origin === 'int';
  return isNumber ? `${shown(issue.input)} must be ${bound}` : `must have ${bound} entries`;
}
