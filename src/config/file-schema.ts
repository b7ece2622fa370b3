import { z } from 'zod';
import { SEVERITIES } from '../incident/severity';

const UNITS_MS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** `90s`, `5m`, `1h`, `7d` as milliseconds. Never zero: what repeats would repeat without end. */
const duration = z
  .string()
  .regex(/^0*[1-9]\d{0,5}[smhd]$/, 'a duration such as 90s, 5m, 1h or 7d')
  .transform((text) => Number(text.slice(0, -1)) * UNITS_MS[text.slice(-1) as keyof typeof UNITS_MS]);

const people = z.array(z.string().min(1)).max(50);
const bySeverity = <Value extends z.ZodType>(value: Value) =>
  z.strictObject(
    Object.fromEntries(SEVERITIES.map((severity) => [severity, value.optional()])) as Record<
      (typeof SEVERITIES)[number],
      z.ZodOptional<Value>
    >,
  );

/** `incident.config.yaml`, every key optional, unknown keys refused. */
export const fileSchema = z.strictObject({
  idPrefix: z
    .string()
    .regex(/^[A-Z0-9-]{1,40}$/, '1 to 40 capital letters, digits and hyphens')
    .default('PROD'),
  defaultResponders: z.union([people, bySeverity(people)]).default([]),
  teams: z.record(z.string(), people).default({}),
  /** Levels in the order in which they are called: lists of people, or `{name, users}`. */
  escalation: bySeverity(
    z.array(z.union([people.min(1), z.strictObject({ name: z.string().min(1).max(60), users: people.min(1) })])).max(10),
  ).default({}),
  acknowledgeWithin: bySeverity(duration).default({}),
  escalateEvery: bySeverity(duration).default({}),
  repeatLastLevel: z.int().min(0).max(100).default(2),
  remindAfter: bySeverity(duration).default({}),
  archiveAfter: duration.default(UNITS_MS.d),
  archiveChannel: z.boolean().default(true),
  privacy: z
    .strictObject({
      default: z.enum(['public', 'private', 'auto']).default('auto'),
      privateLabels: z
        .array(z.string())
        .default(['security', 'category=security', 'team=security', 'type=security', 'privacy=private', 'confidential']),
      privateUsers: z.array(z.string()).default(['security', 'ciso', 'security-team', 'secops', 'soc', 'csirt']),
    })
    .prefault({}),
  defaultTargets: z.array(z.string()).max(10).default([]),
  runbooks: z.array(z.string()).optional(),
  reportsDir: z.string().optional(),
  probeImage: z.string().optional(),
  probeNetworks: z.array(z.string()).default(['bridge']),
  temporalUiUrl: z.url().optional(),
  /** Open incidents that a worker keeps in memory; the others are read back from Temporal when something happens. */
  cachedIncidents: z.int().min(2).max(100_000).optional(),
});
export type ConfigFile = z.output<typeof fileSchema>;
