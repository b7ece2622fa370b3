import { z } from 'zod';
import { mapProblems } from '../incident/alerts/map-fields';
import { KNOWN_SOURCES } from '../incident/alerts/vendors';
import { HEARTBEAT_SOURCE } from '../incident/model/incident';
import { serviceUrl } from './notify-schema';
import { requestLimit, SENDER_NAME, type SecretAuth, secrets, secretsProblem, senderName } from './sender-schema';

/** How a sender shows who it is. */
export const AUTHS = ['bearer', 'basic', 'token', 'signature', 'none'] as const satisfies readonly (SecretAuth | 'signature')[];
export type Auth = (typeof AUTHS)[number];

/** The vendors whose signatures the gateway can check. */
export const SIGNING_TYPES = ['cloudwatch', 'grafana', 'pagerduty', 'sentry'] as const;
export type SigningType = (typeof SIGNING_TYPES)[number];
export const isSigningType = (type: string): type is SigningType => (SIGNING_TYPES as readonly string[]).includes(type);

/** The type that reads an alert by its shape. */
export const AUTO = 'auto';
/** More than one gateway can hand over; a lower limit protects the others from a sender that runs wild. */
const DEFAULT_LIMIT = 60_000;

const NAME = `${SENDER_NAME}; "${HEARTBEAT_SOURCE}" is the source of late heartbeats`;
const TOPIC = 'the ARN of an SNS topic, such as arn:aws:sns:eu-west-1:123456789012:alarms';
const TOPICS = 'a list of 1 to 100 ARNs of SNS topics';
const HEADER = 'the name of an HTTP header, such as X-Grafana-Alerting-Timestamp';
const FIELDS = 'field names, each with a path such as $.check.name';
const KEYS = 'the keys type, auth, secrets, url, map, topics, timestampHeader, limit';

const source = z
  .strictObject(
    {
      type: z.enum([...KNOWN_SOURCES, AUTO], [...KNOWN_SOURCES, AUTO].join(', ')),
      auth: z.enum(AUTHS, AUTHS.join(', ')),
      secrets,
      /** Where the sender itself can be asked, for what was missed while the gateway was away. */
      url: serviceUrl.optional(),
      map: z.record(z.string(), z.string('a path such as $.check.name'), FIELDS).optional(),
      /** The SNS topics whose messages count: a signature proves that AWS sent a message, not who asked it to. */
      topics: z
        .array(z.string(TOPIC).regex(/^arn:aws[a-z-]{0,20}:sns:[a-z0-9-]{1,30}:\d{12}:[A-Za-z0-9_.-]{1,256}$/, TOPIC), TOPICS)
        .min(1, TOPICS)
        .max(100, TOPICS)
        .optional(),
      /** Where Grafana puts the time that it signs, if it is configured to. */
      timestampHeader: z
        .string(HEADER)
        .regex(/^[A-Za-z0-9-]{1,100}$/, HEADER)
        .optional(),
      limit: requestLimit.default(DEFAULT_LIMIT),
    },
    KEYS,
  )
  .superRefine(({ type, auth, secrets, topics, map, timestampHeader }, context) => {
    const refuse = (key: string, message: string): void => context.addIssue({ code: 'custom', path: [key], message });
    const isSigned = auth === 'signature';
    const isOfSns = isSigned && type === 'cloudwatch';
    const unfit = secretsProblem(auth, secrets);
    if (isSigned && !isSigningType(type)) refuse('auth', `bearer, basic, token or none; signature only for ${SIGNING_TYPES.join(', ')}`);
    else if (isOfSns && secrets !== undefined) refuse('secrets', 'no secrets: what SNS signs is checked with its certificate');
    else if (!isOfSns && unfit !== null) refuse('secrets', unfit);
    if (isOfSns && topics === undefined) refuse('topics', TOPICS);
    if (type !== 'cloudwatch' && topics !== undefined) refuse('topics', 'topics only for the type cloudwatch');
    if (type !== 'generic' && type !== AUTO && map !== undefined) refuse('map', 'a map only for the types generic and auto');
    for (const { field, allowed } of mapProblems(map ?? {})) context.addIssue({ code: 'custom', path: ['map', field], message: allowed });
    if (timestampHeader !== undefined && !(isSigned && type === 'grafana'))
      refuse('timestampHeader', 'a header only for the type grafana with auth: signature');
  });

const SOURCES = `source names (${SENDER_NAME}), each with ${KEYS}`;
/** The senders that the gateway listens to, by their names. */
export const sourcesSchema = z.record(
  senderName.refine((name) => name !== HEARTBEAT_SOURCE, NAME),
  source,
  SOURCES,
);
export type SourcesFile = z.output<typeof sourcesSchema>;
