import type { z } from 'zod';

/** Slack's answer to a call that it refuses: `error` is one of Slack's codes, `messages` say what is wrong and where. */
export interface Refusal {
  readonly error: string;
  readonly messages: readonly string[];
}

/** Null if the value fits the schema; else a refusal whose messages name the places as Slack does. */
export function refusalBy(schema: z.ZodType, value: unknown, error: string, at: string): Refusal | null {
  const result = schema.safeParse(value);
  if (result.success) return null;
  return {
    error,
    messages: result.error.issues.map(({ path, message }) => `${message} [json-pointer:/${[at, ...path.map(String)].join('/')}]`),
  };
}
