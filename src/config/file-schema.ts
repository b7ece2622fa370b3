import { z } from 'zod';
import { readRange } from '../incident/investigation/ip-address';
import { SEVERITIES } from '../incident/model/severity';
import { alertsSchema, maintenanceSchema } from './alerts-schema';
import { dataSourcesSchema } from './data-sources/schema';
import { heartbeatsSchema } from './heartbeats-schema';
import { notifySchema } from './notify-schema';
import { onCallSchema } from './on-call-schema';
import {
  AT_LEAST_ONE,
  atLeastOne,
  bySeverity,
  DURATION,
  duration,
  durations,
  oneOrEach,
  PEOPLE,
  people,
  texts,
  UNITS_MS,
  wholeNumber,
} from './schema-parts';
import { slackSchema } from './slack-schema';
import { sourcesSchema } from './sources-schema';

const TIMES = 'a whole number from 0 to 100';
const YES_OR_NO = 'true, false';
/** Defaults for a severity that the file does not mention. */
export const FOR_ALL = { repeatLastLevel: 2, archiveAfter: UNITS_MS.d, archiveChannel: true } as const;

const LEVEL_NAME = 'a name of 1 to 60 characters';
const LEVEL = `${AT_LEAST_ONE}, or {name, users}: ${LEVEL_NAME} and ${AT_LEAST_ONE}`;
const level = z.union(
  [atLeastOne, z.strictObject({ name: z.string(LEVEL_NAME).min(1, LEVEL_NAME).max(60, LEVEL_NAME), users: atLeastOne }, LEVEL)],
  LEVEL,
);
const LEVELS = 'a list of at most 10 levels';
const LEVELS_EACH = `${LEVELS} for each severity (${SEVERITIES.join(', ')}), such as {critical: [[dba@example.com]]}`;
const PREFIX = '1 to 40 capital letters, digits and hyphens';
/** In YAML, digits alone are a number. */
const PREFIX_TEXT = `${PREFIX}, in quotes if there are only digits`;
const PRIVACIES = ['public', 'private', 'auto'] as const;
const TARGETS = 'a list of at most 10 URLs or HOST:PORT';
const RANGE = 'an address, or a range such as 10.0.0.0/8';
const RANGES = 'a list of at most 200 addresses and ranges such as 10.0.0.0/8';
const ranges = z
  .array(
    z.string(RANGE).refine((text) => readRange(text) !== null, RANGE),
    RANGES,
  )
  .max(200, RANGES);
const SECRET_NAMES = 'names of variables, such as [SHOP_DB_PASSWORD]';
const ACTIONS = 'names of actions, such as [restart-deployment], or RUNBOOK/ACTION';
const URL_TEXT = 'an http(s) URL without a user name or password';

const NEEDS_SERVICES = 'joinDependency only with the key services, which names the file that says what each service needs';

/** `incident.config.yaml`, every key optional, unknown keys refused. */
export const fileSchema = z
  .strictObject(
    {
      idPrefix: z
        .string(PREFIX_TEXT)
        .regex(/^[A-Z0-9-]{1,40}$/, PREFIX)
        .default('PROD'),
      defaultResponders: oneOrEach(people, PEOPLE).default([]),
      teams: z.record(z.string(), people, 'team names, each with a list of people').default({}),
      /** Escalation levels in the order they are paged: lists of people, or `{name, users}`. */
      escalation: bySeverity(z.array(level, LEVELS).max(10, LEVELS), LEVELS_EACH).default({}),
      acknowledgeWithin: durations.default({}),
      escalateEvery: durations.default({}),
      repeatLastLevel: oneOrEach(wholeNumber(0, 100), TIMES).default(FOR_ALL.repeatLastLevel),
      remindAfter: durations.default({}),
      archiveAfter: oneOrEach(duration, DURATION).default(FOR_ALL.archiveAfter),
      archiveChannel: oneOrEach(z.boolean(YES_OR_NO), YES_OR_NO).default(FOR_ALL.archiveChannel),
      privacy: z
        .strictObject(
          {
            default: z.enum(PRIVACIES, PRIVACIES.join(', ')).default('auto'),
            privateLabels: texts('labels: key or key=value').default([
              'security',
              'category=security',
              'team=security',
              'type=security',
              'privacy=private',
              'confidential',
            ]),
            privateUsers: texts('people').default(['security', 'ciso', 'security-team', 'secops', 'soc', 'csirt']),
          },
          'the keys default, privateLabels, privateUsers',
        )
        .prefault({}),
      defaultTargets: z.array(z.string('a URL or HOST:PORT'), TARGETS).max(10, TARGETS).default([]),
      runbooks: texts('folders').optional(),
      services: z.string('a file').min(1, 'a file').optional(),
      reportsDir: z.string('a folder').optional(),
      probeImage: z.string('an image name').optional(),
      /** The image that `deploy/probe-image/build.sh` builds, or one like it. */
      toolsImage: z.string('an image name').optional(),
      /** Secrets that a runbook may hand to a probe, by the name of their variable. */
      probeSecrets: z.array(z.string(SECRET_NAMES).regex(/^[A-Z][A-Z0-9_]{0,63}$/, SECRET_NAMES), SECRET_NAMES).default([]),
      probeNetworks: texts('network names').default(['bridge']),
      /** What probes may reach. `incident/investigation/probe-reach.ts` lists what they must never reach. */
      probes: z.strictObject({ allow: ranges.default([]), deny: ranges.default([]) }, 'the keys allow, deny').prefault({}),
      /** Actions of runbooks may be proposed only if they are named here. */
      actions: z
        .strictObject(
          { allow: z.array(z.string(ACTIONS).regex(/^(?:[a-z][a-z0-9-]{0,39}\/)?[a-z][a-z0-9-]{0,39}$/, ACTIONS), ACTIONS).default([]) },
          'the key allow',
        )
        .prefault({}),
      temporalUiUrl: z
        .url({ protocol: /^https?$/, error: URL_TEXT })
        .refine((text) => !/^[^:]*:\/\/[^/?#]*@/.test(text), URL_TEXT)
        .optional(),
      /**
       * Open incidents that a worker keeps in memory; the others are read back from Temporal when something happens to them.
       */
      cachedIncidents: wholeNumber(2, 100_000).optional(),
      alerts: alertsSchema,
      maintenance: maintenanceSchema,
      sources: sourcesSchema.default({}),
      heartbeats: heartbeatsSchema.default({}),
      slack: slackSchema,
      notify: notifySchema.default([]),
      onCall: onCallSchema.default({}),
      dataSources: dataSourcesSchema,
    },
    'keys and values, as in incident.config.example.yaml',
  )
  .superRefine(({ alerts, services }, context) => {
    for (const [index, { do: action }] of alerts.rules.entries()) {
      if (action !== 'joinDependency' || services !== undefined) continue;
      context.addIssue({ code: 'custom', path: ['alerts', 'rules', index, 'do'], message: NEEDS_SERVICES });
    }
  });
export type ConfigFile = z.output<typeof fileSchema>;
