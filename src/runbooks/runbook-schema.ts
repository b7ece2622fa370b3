import { z } from 'zod';
import { isTemplateName, TEMPLATE_NAMES, templatesIn } from '../incident/investigation/probe-input';
import { ASPECTS, FINDING_STATUSES } from '../incident/model/finding';
import { type ProbeDefinition, type Runbook, TARGET_KINDS } from '../incident/model/runbook';
import { SEVERITIES } from '../incident/model/severity';

const MB = 1024 * 1024;
const DEFAULT_TIMEOUT = '15s';
const MAX_TIMEOUT_MS = 45_000;
/** Variables that the container or the result depends on. */
const RESERVED_ENV = new Set([
  'PROBE_NONCE',
  'PROBE_LOOKUP',
  'PROBE_ADDRESSES',
  'PROBE_LOOKUP_MS',
  'PATH',
  'HOME',
  'HOSTNAME',
  'IFS',
  'ENV',
  'LD_PRELOAD',
  'LD_LIBRARY_PATH',
]);

const id = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, 'must be 1 to 40 characters of a-z, 0-9 and -, starting with a letter');
const sentence = z.string().trim().min(1, 'must not be empty').max(300);
const port = z.int().min(1).max(65_535);

const durationMs = z
  .string()
  .regex(/^\d+(ms|s)$/, 'must be a duration such as 500ms or 10s')
  .transform((text) => Number.parseInt(text, 10) * (text.endsWith('ms') ? 1 : 1000))
  .refine((ms) => ms >= 1000 && ms <= MAX_TIMEOUT_MS, `must be between 1s and ${MAX_TIMEOUT_MS / 1000}s`);

const megabytes = z
  .string()
  .regex(/^\d+MB$/, 'must be a size such as 32MB')
  .transform((text) => Number.parseInt(text, 10) * MB)
  .refine((bytes) => bytes >= 6 * MB && bytes <= 512 * MB, 'must be between 6MB and 512MB');

const env = z
  .record(
    z.string().regex(/^[A-Z][A-Z0-9_]*$/, 'must contain only A-Z, 0-9 and _, starting with a letter'),
    z.union([z.string(), z.number(), z.boolean()]).transform(String),
  )
  .superRefine((variables, context) => {
    for (const [name, value] of Object.entries(variables)) {
      if (RESERVED_ENV.has(name)) context.addIssue({ code: 'custom', path: [name], message: 'is reserved' });
      for (const template of templatesIn(value)) {
        if (isTemplateName(template)) continue;
        context.addIssue({ code: 'custom', path: [name], message: `{{${template}}} is unknown (allowed: ${TEMPLATE_NAMES.join(', ')})` });
      }
    }
  });

/**
 * A template in a script would execute text from an alert. Templates belong in env, and scripts read them from there,
 * quoted.
 */
const withoutTemplates = z
  .string()
  .min(1)
  .refine((text) => !/\{\{/.test(text), 'must not contain a template: put it in env');

const recommendations = z.union([
  z.array(sentence).transform((both) => ({ warn: both, fail: both })),
  z.partialRecord(z.enum(FINDING_STATUSES), z.array(sentence)),
]);

const result = z.union([
  z.literal('json').transform(() => ({ from: 'json' as const })),
  z.strictObject({
    exit: z.record(z.string().regex(/^(\d|[1-9]\d|1[01]\d|12[0-7])$/, 'must be an exit code from 0 to 127'), z.enum(FINDING_STATUSES)),
  }),
]);

const condition = z.strictObject({
  severity: z.array(z.enum(SEVERITIES)).min(1).optional(),
  labels: z.record(z.string().min(1), z.string().min(1)).optional(),
  requires: z.array(z.enum(TARGET_KINDS)).min(1).optional(),
});

const probe = (prelude: string) =>
  z
    .strictObject({
      id,
      title: sentence,
      aspect: z.enum(ASPECTS),
      kind: z.enum(['health', 'correlation']),
      component: id,
      weight: z.int().min(1).max(5),
      control: z.boolean().default(false),
      targets: z.enum(TARGET_KINDS).default('none'),
      onlyPorts: z.array(port).min(1).optional(),
      exceptPorts: z.array(port).min(1).optional(),
      image: z.string().min(1).nullable().default(null),
      network: z.string().min(1).nullable().default(null),
      env: env.default({}),
      script: withoutTemplates.optional(),
      command: z.array(withoutTemplates).min(1).optional(),
      stdin: z.enum(['none', 'incident', 'labels']).default('none'),
      timeout: durationMs.prefault(DEFAULT_TIMEOUT),
      resources: z
        .strictObject({
          memory: megabytes.prefault('32MB'),
          cpus: z.number().min(0.05).max(2).default(0.5),
          pids: z.int().min(4).max(256).default(32),
        })
        .prefault({}),
      result: result.prefault('json'),
      recommend: recommendations.default({}),
    })
    .superRefine((given, context) => {
      const issue = (path: string, message: string): void => context.addIssue({ code: 'custom', path: [path], message });
      if ((given.script === undefined) === (given.command === undefined)) issue('script', 'give exactly one of script and command');
      if (given.targets === 'none' && Object.values(given.env).some((value) => /\{\{\s*target/.test(value))) {
        issue('env', 'uses the target, but targets is none');
      }
      if (given.control && given.network === null) issue('control', 'a control probe needs a network');
    })
    .transform(({ script, command, timeout, resources, ...rest }): ProbeDefinition => {
      const { onlyPorts, exceptPorts, ...plain } = rest;
      return {
        ...plain,
        ...(onlyPorts === undefined ? {} : { onlyPorts }),
        ...(exceptPorts === undefined ? {} : { exceptPorts }),
        command: script === undefined ? (command ?? []) : ['sh', '-c', `${prelude}\n${script}`],
        timeoutMs: timeout,
        resources: { memoryBytes: resources.memory, cpus: resources.cpus, pids: resources.pids },
      };
    });

/**
 * Validates a runbook written in YAML and turns it into probe definitions; each script gets the prelude in front. Unknown
 * keys are rejected, so that a misspelled limit is not ignored.
 */
export const runbookSchema = (prelude: string) =>
  z
    .strictObject({
      id,
      title: sentence,
      when: z.union([condition.transform((one) => [one]), z.array(condition)]).default([]),
      probes: z.array(probe(prelude)).min(1, 'must contain at least one probe'),
    })
    .transform((given): Runbook => given as Runbook);
