import { z } from 'zod';
import { REGIONS, secretName, serviceUrl } from './notify-schema';

const TYPES = ['pagerduty', 'opsgenie', 'ical'] as const;
const NAME = '1 to 60 small letters, digits, hyphens and underscores';
const ID = 'an id such as PI7DH85';
const SCHEDULE = 'the name of a schedule';
const ONE_OF = 'either schedule or escalationPolicy';

const id = z.string(ID).regex(/^[A-Za-z0-9]{1,40}$/, ID);
const schedule = z.discriminatedUnion(
  'type',
  [
    z
      .strictObject({
        type: z.literal('pagerduty'),
        secret: secretName,
        schedule: id.optional(),
        escalationPolicy: id.optional(),
        url: serviceUrl.optional(),
      })
      .superRefine((given, context) => {
        if ((given.schedule === undefined) !== (given.escalationPolicy === undefined)) return;
        context.addIssue({ code: 'custom', path: ['schedule'], message: ONE_OF });
      }),
    z.strictObject({
      type: z.literal('opsgenie'),
      secret: secretName,
      schedule: z.string(SCHEDULE).min(1, SCHEDULE).max(200, SCHEDULE),
      region: z.enum(REGIONS, REGIONS.join(', ')).default('us'),
      url: serviceUrl.optional(),
    }),
    /** The secret is the calendar's address. */
    z.strictObject({ type: z.literal('ical'), secret: secretName }),
  ],
  { error: TYPES.join(', ') },
);

/** Who is on call, by the names of `@oncall:<name>`. */
export const onCallSchema = z.record(z.string().regex(/^[a-z0-9_-]{1,60}$/, NAME), schedule, `names (${NAME}), each with a type`);
export type OnCallFile = z.output<typeof onCallSchema>;
