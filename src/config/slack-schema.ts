import { z } from 'zod';
import { SEVERITIES } from '../incident/model/severity';

const COMMAND = 'a slash and 1 to 31 lower-case letters, digits, hyphens and underscores, such as /incident';
const CHANNEL = 'the name of a public channel, such as incidents, or its id';
const SEVERITY = `${SEVERITIES.join(', ')}, or a list of them`;
const severity = z.enum(SEVERITIES, SEVERITY);

/** How Slack shows us: the slash command, and the channel with a card for each incident. */
export const slackSchema = z
  .strictObject(
    {
      // Slack allows 32 characters in all.
      command: z
        .string(COMMAND)
        .regex(/^\/[a-z0-9_-]{1,31}$/, COMMAND)
        .default('/incident'),
      broadcast: z
        .strictObject(
          {
            channel: z
              .string(CHANNEL)
              .transform((text) => text.trim().replace(/^#/, ''))
              .refine((text) => /^(?:[\p{Ll}\p{Lo}\p{N}_-]{1,80}|C[A-Z0-9]{6,20})$/u.test(text), CHANNEL),
            severities: z
              .union([severity, z.array(severity, SEVERITY).min(1, SEVERITY)], SEVERITY)
              .transform((one) => (typeof one === 'string' ? [one] : one))
              .default(['critical', 'high']),
          },
          'the keys channel, severities',
        )
        .optional(),
    },
    'the keys command, broadcast',
  )
  .prefault({});
