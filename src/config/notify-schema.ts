import { z } from 'zod';
import { SEVERITIES } from '../incident/model/severity';
import { secrecyOf } from './clear-text';

const TYPES = ['pagerduty-events', 'opsgenie', 'webhook', 'ntfy', 'email'] as const;
export const REGIONS = ['us', 'eu'] as const;
const TLS = ['implicit', 'starttls', 'none'] as const;
const USUAL_PORTS = { implicit: 465, starttls: 587, none: 25 } as const;

const NAME = 'a name of 1 to 60 letters, digits, dots, hyphens and underscores';
const VARIABLE = 'the name of an environment variable, such as PD_ROUTING_KEY';
const URL_TEXT = 'an https URL without a user name or password; http only for this machine or a private network';
const SEVERITY = `${SEVERITIES.join(', ')}, or a list of them`;
const TOPIC = '1 to 64 letters, digits, hyphens and underscores';
const ADDRESS = 'an email address';
const FROM = 'an email address, or a name with one such as Incidents <incidents@example.com>';
const TO = 'a list of at most 50 email addresses';
const HOST = 'the name or the address of a mail server';
const PORT = 'a whole number from 1 to 65535';
const USER = 'a user name';
const LOGIN = 'both user and secret, or neither';

const variable = z.string(VARIABLE).regex(/^[A-Za-z_][A-Za-z0-9_]{0,127}$/, VARIABLE);
/** A secret or a page is sent there, or the answer is relied on: on the open internet, only TLS protects that. */
export const serviceUrl = z
  .url({ protocol: /^https?$/, error: URL_TEXT })
  .refine((text) => !URL.canParse(text) || (!/^[^:]*:\/\/[^/?#]*@/.test(text) && secrecyOf(text) !== 'published'), URL_TEXT);
export const secretName = variable;
const severity = z.enum(SEVERITIES, SEVERITY);
const when = z
  .strictObject(
    {
      severity: z
        .union([severity, z.array(severity, SEVERITY).min(1, SEVERITY)], SEVERITY)
        .transform((given) => (Array.isArray(given) ? given : [given]))
        .default([...SEVERITIES]),
    },
    'the key severity',
  )
  .prefault({});
const shared = {
  name: z
    .string(NAME)
    .regex(/^[\w.-]{1,60}$/, NAME)
    .optional(),
  when,
};
const email = z.string(ADDRESS).regex(/^[^\s<>@,;]{1,64}@[^\s<>@,;]{1,255}$/, ADDRESS);

const pager = z.discriminatedUnion(
  'type',
  [
    z.strictObject({ ...shared, type: z.literal('pagerduty-events'), secret: variable, url: serviceUrl.optional() }),
    z.strictObject({
      ...shared,
      type: z.literal('opsgenie'),
      secret: variable,
      region: z.enum(REGIONS, REGIONS.join(', ')).default('us'),
      /** For Jira Service Management. */
      url: serviceUrl.optional(),
    }),
    z.strictObject({ ...shared, type: z.literal('webhook'), secret: variable, url: serviceUrl }),
    z.strictObject({
      ...shared,
      type: z.literal('ntfy'),
      secret: variable.optional(),
      url: serviceUrl.optional(),
      topic: z.string(TOPIC).regex(/^[-_A-Za-z0-9]{1,64}$/, TOPIC),
    }),
    z
      .strictObject({
        ...shared,
        type: z.literal('email'),
        host: z.string(HOST).regex(/^[A-Za-z0-9.:-]{1,255}$/, HOST),
        port: z.int(PORT).min(1, PORT).max(65_535, PORT).optional(),
        tls: z.enum(TLS, TLS.join(', ')).default('starttls'),
        from: z.string(FROM).regex(/^(?:[^<>@,;\r\n]{1,100}<)?[^\s<>@,;]{1,64}@[^\s<>@,;]{1,255}>?$/, FROM),
        to: z.array(email, TO).max(50, TO).default([]),
        user: z.string(USER).min(1, USER).optional(),
        secret: variable.optional(),
      })
      .superRefine(({ user, secret, tls }, context) => {
        const refuse = (key: string, message: string): void => context.addIssue({ code: 'custom', path: [key], message });
        if ((user === undefined) !== (secret === undefined)) refuse(user === undefined ? 'user' : 'secret', LOGIN);
        if (tls === 'none' && secret !== undefined) refuse('tls', 'implicit or starttls, because the secret would be sent unencrypted');
      })
      .transform((given) => ({ ...given, port: given.port ?? USUAL_PORTS[given.tls] })),
  ],
  { error: TYPES.join(', ') },
);

const PAGERS = 'a list of at most 20 services, each with a type';
/** The services that page people outside Slack. */
export const notifySchema = z
  .array(pager, PAGERS)
  .max(20, PAGERS)
  .transform((pagers) => pagers.map((one) => ({ ...one, name: one.name ?? one.type })))
  .superRefine((pagers, context) => {
    for (const [index, { name }] of pagers.entries()) {
      if (pagers.findIndex((other) => other.name === name) === index) continue;
      context.addIssue({ code: 'custom', path: [index, 'name'], message: 'a name that no other service of the list has' });
    }
  });
export type NotifyFile = z.output<typeof notifySchema>;
