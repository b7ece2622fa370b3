import { z } from 'zod';
import { must } from '../checked-yaml/word-issue';
import { ASPECTS, FINDING_STATUSES } from '../incident/model/finding';
import { CAUSE_KINDS } from '../incident/model/investigation/cause-kind';
import { TARGET_KINDS } from '../incident/model/investigation/target-kind';

const DEFAULT_TIMEOUT = '15s';
const MAX_TIMEOUT_MS = 45_000;
const UNITS_MS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

export const id = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, must('be 1 to 40 characters of a-z, 0-9 and -, starting with a letter'));
export const sentence = z.string().trim().min(1, 'must not be empty').max(300);
export const causeKind = z.enum(CAUSE_KINDS, must(`be a kind of cause: ${CAUSE_KINDS.join(', ')}`));
const port = z.int().min(1).max(65_535);

const timeoutMs = z
  .string(must('be a duration such as 500ms or 10s'))
  .regex(/^\d+(ms|s)$/, { ...must('be a duration such as 500ms or 10s'), abort: true })
  .refine((text) => inMs(text) >= 1_000 && inMs(text) <= MAX_TIMEOUT_MS, must(`be between 1s and ${MAX_TIMEOUT_MS / 1_000}s`))
  .transform((text) => inMs(text));

/** A duration such as `15m`, in milliseconds, at least and at most as long as these. */
export const duration = (least: string, most: string) =>
  z
    .string(must('be a duration such as 90s, 15m, 6h or 7d'))
    .regex(/^\d{1,6}(ms|s|m|h|d)$/, { ...must('be a duration such as 90s, 15m, 6h or 7d'), abort: true })
    .refine((text) => inMs(text) >= inMs(least) && inMs(text) <= inMs(most), must(`be between ${least} and ${most}`))
    .transform(inMs);

const inMs = (text: string): number => Number.parseInt(text, 10) * (UNITS_MS[text.replace(/^\d+/, '')] ?? Number.NaN);

const recommendations = z.union(
  [z.array(sentence).transform((both) => ({ warn: both, fail: both })), z.partialRecord(z.enum(FINDING_STATUSES), z.array(sentence))],
  must('be a list of sentences, or lists by status, such as { warn: […], fail: […] }'),
);

/** The keys of every probe, whatever it does. */
export const commonKeys = {
  id,
  title: sentence,
  aspect: z.enum(ASPECTS),
  kind: z.enum(['health', 'correlation']),
  component: id,
  weight: z.int().min(1).max(5),
  targets: z.enum(TARGET_KINDS).default('none'),
  onlyPorts: z.array(port).min(1).optional(),
  exceptPorts: z.array(port).min(1).optional(),
  timeout: timeoutMs.prefault(DEFAULT_TIMEOUT),
  recommend: recommendations.default({}),
};

/** The ports as the definition has them: a key that is not given is absent. */
export function portsOf({
  onlyPorts,
  exceptPorts,
}: {
  readonly onlyPorts?: number[] | undefined;
  readonly exceptPorts?: number[] | undefined;
}): {
  readonly onlyPorts?: readonly number[];
  readonly exceptPorts?: readonly number[];
} {
  return { ...(onlyPorts === undefined ? {} : { onlyPorts }), ...(exceptPorts === undefined ? {} : { exceptPorts }) };
}

/** What is wrong with a template that a probe of these targets uses; null if nothing is. */
export function templateProblem(name: string, targets: (typeof TARGET_KINDS)[number]): string | null {
  if (/^target\b/.test(name)) {
    if (targets === 'none') return 'uses the target, but targets is none';
    return targets === 'service' || targets === 'services' ? `uses the target, but targets is ${targets}` : null;
  }
  return /^service\b/.test(name) && targets !== 'service' ? `uses the service, but targets is ${targets}` : null;
}
