import { z } from 'zod';
import { SEVERITIES } from '../incident/model/severity';

export const UNITS_MS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

// Each message follows "allowed: ", so it says what is accepted, whether the type or the value is wrong.

export const DURATION = 'a duration such as 90s, 5m, 1h or 7d';
/** `90s`, `5m`, `1h`, `7d` in milliseconds. Never zero, because a repeating timer would then never pause. */
export const duration = z
  .string(DURATION)
  .regex(/^0*[1-9]\d{0,5}[smhd]$/, DURATION)
  .transform((text) => Number(text.slice(0, -1)) * UNITS_MS[text.slice(-1) as keyof typeof UNITS_MS]);

export const texts = (what: string) => z.array(z.string('a string'), `a list of ${what}`);
export const wholeNumber = (from: number, to: number) => {
  const allowed = `a whole number from ${from} to ${to}`;
  return z.int(allowed).min(from, allowed).max(to, allowed);
};

const PERSON = 'an email, a name, an @group or a team';
export const PEOPLE = 'a list of at most 50 people';
export const people = z.array(z.string(PERSON).min(1, PERSON), PEOPLE).max(50, PEOPLE);
export const AT_LEAST_ONE = 'a list of 1 to 50 people';
export const atLeastOne = people.min(1, AT_LEAST_ONE);

/** Each severity may have its own value. `allowed` says what a value is, with an example. */
export const bySeverity = <Value extends z.ZodType>(value: Value, allowed: string) =>
  z.strictObject(
    Object.fromEntries(SEVERITIES.map((severity) => [severity, value.optional()])) as Record<
      (typeof SEVERITIES)[number],
      z.ZodOptional<Value>
    >,
    allowed,
  );

/** One value for all severities, or one per severity. */
export const oneOrEach = <Value extends z.ZodType>(value: Value, allowed: string) =>
  z.union([value, bySeverity(value, orEach(allowed))], orEach(allowed));
const orEach = (allowed: string) => `${allowed}, or one per severity: ${SEVERITIES.join(', ')}`;
const DURATIONS = 'a duration for each severity, such as {critical: 5m, high: 15m, medium: 1h, low: 1d}';
export const durations = bySeverity(duration, DURATIONS);
