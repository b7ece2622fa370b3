import { z } from 'zod';
import { must } from '../checked-yaml/word-issue';
import { messageProblems } from '../incident/investigation/outcomes/message';
import { FINDING_STATUSES } from '../incident/model/finding';
import { EQUALITIES, type Expectation, ORDERINGS, type Outcome } from '../incident/model/investigation/source-query';
import { causeKind, sentence } from './schema-parts';

const CONDITION = must("be a value, present, missing, or a comparison such as '> 0.05'");
const COMPARISON = /^(>=|<=|!=|=|>|<)\s*(.*)$/s;

const expectation = z
  .union([z.string().trim().min(1, CONDITION).max(200), z.number(), z.boolean()], CONDITION)
  .transform((given, context): Expectation => {
    if (typeof given !== 'string') return { is: '=', than: typeof given === 'number' ? given : String(given) };
    if (given === 'present' || given === 'missing') return { is: given };
    const [, sign = '=', rest = given] = COMPARISON.exec(given) ?? [];
    const number = rest === '' ? Number.NaN : Number(rest);
    const ordering = ORDERINGS.find((one) => one === sign);
    if (ordering !== undefined && Number.isFinite(number)) return { is: ordering, than: number };
    const equality = EQUALITIES.find((one) => one === sign);
    if (equality !== undefined && rest !== '') return { is: equality, than: Number.isFinite(number) ? number : rest };
    context.addIssue({ code: 'custom', message: CONDITION.error({ input: given }) });
    return z.NEVER;
  });

const message = sentence.superRefine((text, context) => {
  for (const problem of messageProblems(text)) context.addIssue({ code: 'custom', message: problem });
});

const link = z
  .string()
  .max(2_000)
  .regex(
    /^https?:\/\/[^\s{}/\\?#@]+(?:[/?#](?:\{\{[^{}]*\}\}|[^\s{}\\])*)?$/,
    must('be an http(s) URL without a user name, and with templates only after its host'),
  )
  .refine((url) => URL.canParse(url), 'is not a valid URL');

/** What a reading means. Whether its fields exist is checked with the query. */
export const outcomeSchema = z
  .strictObject({
    when: z.record(z.string().min(1), expectation).default({}),
    status: z.enum(FINDING_STATUSES),
    message,
    link: link.nullable().default(null),
    cause: causeKind.nullable().default(null),
    recommend: z.array(sentence).max(5).default([]),
  })
  .refine(({ cause, status }) => cause === null || status === 'fail' || status === 'warn', {
    message: 'is allowed only with the status fail or warn',
    path: ['cause'],
  })
  .transform((given): Outcome => given);

export const outcomesSchema = z.array(outcomeSchema).min(1, 'must contain at least one outcome').max(20);
