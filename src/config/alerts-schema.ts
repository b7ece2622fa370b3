import { z } from 'zod';
import { RECOVERY_ACTIONS, RULE_ACTIONS } from '../incident/alert-groups/rules';
import { SEVERITIES } from '../incident/model/severity';
import { recurrenceProblem } from '../maintenance/active-maintenance';
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

const WINDOW = 'a maintenance: {name, when, from, to} or {name, when, rrule, for, timezone}';
const WINDOWS = 'a list of at most 200 maintenances';
const TIME = 'a time with its zone, such as 2026-01-04T02:00:00+01:00';
const time = z.iso.datetime({ offset: true, error: TIME }).transform((text) => new Date(text).toISOString());
const DAY = 'a day, such as 2026-01-04';
const RRULE =
  'a recurrence rule of RFC 5545, such as FREQ=WEEKLY;BYDAY=SU;BYHOUR=2, with COUNT below 10,000, and with fewer than 10,000 occurrences within "for"';
const TIMEZONE = 'a time zone, such as Europe/Berlin';

/** The first day of recurrences that name none: a Monday, the first of its month and year. */
const SINCE = '2024-01-01';

const about = { name, when: alertCondition.default({}) };
const oneOff = z.strictObject({ ...about, from: time, to: time }, WINDOW);
const recurring = z.strictObject(
  {
    ...about,
    rrule: z.string(RRULE).max(500, RRULE),
    for: duration,
    timezone: z.string(TIMEZONE).default('UTC'),
    since: z.iso.date(DAY).default(SINCE),
  },
  WINDOW,
);

/** When alerts are only recorded. */
export const maintenanceSchema = z
  .array(
    z.union([oneOff, recurring], WINDOW).superRefine((given, context) => {
      if ('rrule' in given) {
        const { rrule, for: forMs, timezone, since } = given;
        const problem = recurrenceProblem({ rrule, forMs, timezone, since }, new Date());
        const allowed = { rrule: RRULE, timezone: TIMEZONE };
        if (problem !== null) context.addIssue({ code: 'custom', path: [problem], message: allowed[problem] });
      } else if (given.to <= given.from) {
        context.addIssue({ code: 'custom', path: ['to'], message: 'a time after from' });
      }
    }),
    WINDOWS,
  )
  .max(200, WINDOWS)
  .default([]);
