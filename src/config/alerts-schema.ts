import { z } from 'zod';
import { RECOVERY_ACTIONS, RULE_ACTIONS } from '../incident/alert-groups/rules';
import { SEVERITIES } from '../incident/model/severity';
import { duration, oneOrEach, UNITS_MS } from './schema-parts';

const NAME = 'a name of 1 to 60 letters, digits, dots, hyphens and underscores';
const name = z.string(NAME).regex(/^[\w.-]{1,60}$/, NAME);
/** One value, or a list of them; always a list once read. */
const oneOrMore = <Item extends z.ZodType>(item: Item, allowed: string) =>
  z
    .union([item, z.array(item, allowed).min(1, allowed)], allowed)
    .transform((given) => (Array.isArray(given) ? given : [given]) as z.output<Item>[]);

const SOURCES = 'the name or type of a source, or a list of them';
const SEVERITY = `${SEVERITIES.join(', ')}, or a list of them`;
const LABEL = 'a value, "*" for any value, or a list of values';
const LABELS = `labels, each with ${LABEL}`;
/** In YAML, a bare number or true is not text. */
const labelValue = z.union([z.string(LABEL), z.number().transform(String), z.boolean().transform(String)], LABEL);
const WHEN = 'the keys source, severity, labels';
export const alertCondition = z.strictObject(
  {
    source: oneOrMore(z.string(SOURCES).min(1, SOURCES), SOURCES).optional(),
    severity: oneOrMore(z.enum(SEVERITIES, SEVERITY), SEVERITY).optional(),
    labels: z.record(z.string(), oneOrMore(labelValue, LABEL), LABELS).optional(),
  },
  WHEN,
);

const BY = 'a list of 1 to 10 labels';
const RULE = 'a rule: {name, when, do}, and for do: join also by and within';
const RULES = 'a list of at most 200 rules';
const rule = z
  .strictObject(
    {
      name: name.optional(),
      when: alertCondition.default({}),
      do: z.enum(RULE_ACTIONS, RULE_ACTIONS.join(', ')),
      by: z.array(z.string(BY).min(1, BY), BY).min(1, BY).max(10, BY).optional(),
      within: duration.optional(),
    },
    RULE,
  )
  .superRefine((given, context) => {
    const isJoin = given.do === 'join';
    if (isJoin && given.by === undefined) context.addIssue({ code: 'custom', path: ['by'], message: `${BY}, which do: join needs` });
    for (const key of isJoin ? [] : (['by', 'within'] as const)) {
      if (given[key] !== undefined) context.addIssue({ code: 'custom', path: [key], message: 'nothing, since only do: join uses it' });
    }
  });

const MINUTE_MS = UNITS_MS.m;
/** How long an incident takes in further alerts of its join key, unless the rule says. */
export const JOIN_WITHIN_MS = 30 * MINUTE_MS;

/** Which alerts open incidents, and how long their groups are followed. */
export const alertsSchema = z
  .strictObject(
    {
      rules: z.array(rule, RULES).max(200, RULES).default([]),
      onRecovery: oneOrEach(z.enum(RECOVERY_ACTIONS, RECOVERY_ACTIONS.join(', ')), RECOVERY_ACTIONS.join(', ')).default('resolve'),
      settle: duration.default(2 * MINUTE_MS),
      reopenWithin: duration.default(24 * UNITS_MS.h),
      staleAfter: duration.default(12 * UNITS_MS.h),
    },
    'the keys rules, onRecovery, settle, reopenWithin, staleAfter',
  )
  .prefault({});
