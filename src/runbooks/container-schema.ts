import { z } from 'zod';
import { must } from '../checked-yaml/word-issue';
import { ALLOWED_TEMPLATES, isTemplateName, templatesIn } from '../incident/investigation/queries/templates';
import { FINDING_STATUSES } from '../incident/model/finding';
import { CAUSE_KINDS, isCauseKind } from '../incident/model/investigation/cause-kind';
import type { ContainerProbe, ProbeCauses } from '../incident/model/runbook';
import { causeKind, commonKeys, portsOf, templateProblem } from './schema-parts';

const MB = 1024 * 1024;
/** Variables that the container or the result depends on. */
const RESERVED_ENV = new Set([
  'PROBE_NONCE',
  'PROBE_LOOKUP',
  'PROBE_ADDRESSES',
  'PROBE_LOOKUP_MS',
  'BLACKBOX_MODULES',
  'BLACKBOX_TARGET',
  'BLACKBOX_SECONDS',
  'PATH',
  'HOME',
  'HOSTNAME',
  'IFS',
  'ENV',
  'LD_PRELOAD',
  'LD_LIBRARY_PATH',
]);

/** What a script of busybox needs. */
export const PROBE_LIMITS: Limits = { memory: '32MB', cpus: 0.5, pids: 32 };

interface Limits {
  readonly memory: string;
  readonly cpus: number;
  readonly pids: number;
}

const megabytes = z
  .string(must('be a size such as 32MB'))
  .regex(/^\d+MB$/, { ...must('be a size such as 32MB'), abort: true })
  .refine((text) => Number.parseInt(text, 10) >= 6 && Number.parseInt(text, 10) <= 512, must('be between 6MB and 512MB'))
  .transform((text) => Number.parseInt(text, 10) * MB);

/** Variables, whose values may contain templates of these names. */
export const envWith = (isKnown: (template: string) => boolean, allowed: string) =>
  z
    .record(
      z.string().regex(/^[A-Z][A-Z0-9_]*$/, must('contain only A-Z, 0-9 and _, starting with a letter')),
      z.union([z.string(), z.number(), z.boolean()], must('be a string, a number, true or false')).transform(String),
    )
    .superRefine((variables, context) => {
      for (const [name, value] of Object.entries(variables)) {
        if (RESERVED_ENV.has(name)) context.addIssue({ code: 'custom', path: [name], message: 'is reserved: choose another name' });
        for (const template of templatesIn(value)) {
          if (isKnown(template)) continue;
          context.addIssue({ code: 'custom', path: [name], message: `{{${template}}} is unknown (allowed: ${allowed})` });
        }
      }
    });

/**
 * A template in a script would execute text from an alert. Templates belong in env, and scripts read them from there,
 * quoted.
 */
export const withoutTemplates = z
  .string()
  .min(1)
  .refine((text) => !/\{\{/.test(text), must('not contain a template: put it in env'));

/** A misspelt cause would otherwise be noticed only during an incident. */
const scriptText = withoutTemplates.superRefine((script, context) => {
  for (const [, kind = ''] of script.matchAll(/(?:^|[\s;&|({])cause ([a-z_]+)/g)) {
    if (!isCauseKind(kind))
      context.addIssue({ code: 'custom', message: `names the unknown cause ${kind} (allowed: ${CAUSE_KINDS.join(', ')})` });
  }
});

const result = z.union(
  [
    z.literal('json').transform(() => ({ from: 'json' as const })),
    z.strictObject({
      exit: z.record(z.string().regex(/^(\d|[1-9]\d|1[01]\d|12[0-7])$/, must('be an exit code from 0 to 127')), z.enum(FINDING_STATUSES)),
    }),
  ],
  must('be json, or exit codes and what they mean, such as { exit: { 0: ok, 1: warn, 2: fail } }'),
);

export const secretNames = z
  .array(z.string().regex(/^[A-Z][A-Z0-9_]{0,63}$/, must('be a name of A-Z, 0-9 and _, starting with a letter')))
  .max(10);

/** The container's limits, with their defaults. */
export const resourceKeys = (defaults: Limits) =>
  z
    .strictObject({
      memory: megabytes.prefault(defaults.memory),
      cpus: z.number().min(0.05).max(2).default(defaults.cpus),
      pids: z.int().min(4).max(256).default(defaults.pids),
    })
    .prefault({});

/** The keys of every probe that runs in a container. */
export const containerKeys = {
  ...commonKeys,
  control: z.boolean().default(false),
  image: z.string().min(1).nullable().default(null),
  network: z.string().min(1).nullable().default(null),
  nameServers: z.boolean().default(false),
  env: envWith(isTemplateName, ALLOWED_TEMPLATES).default({}),
  secrets: secretNames.default([]),
  stdin: z.enum(['none', 'incident', 'labels']).default('none'),
  resources: resourceKeys(PROBE_LIMITS),
  result: result.prefault('json'),
  causes: z.strictObject({ fail: causeKind.optional(), warn: causeKind.optional(), rulesOut: z.array(causeKind).default([]) }).prefault({}),
};
const containerObject = z.strictObject(containerKeys);
type Given = Omit<z.output<typeof containerObject>, 'result'>;

export function checkContainer(given: Given, context: z.RefinementCtx): void {
  const issue = (path: string, message: string): void => context.addIssue({ code: 'custom', path: [path], message });
  const templates = Object.values(given.env).flatMap(templatesIn);
  const problems = new Set(templates.map((name) => templateProblem(name, given.targets)).filter((problem) => problem !== null));
  for (const problem of problems) issue('env', problem);
  for (const problem of takenBySecrets(given)) issue('env', problem);
  if (given.control && given.network === null) issue('control', 'a control probe needs a network');
}

/** What is wrong with variables that have the names of those in which the paths of secrets are. */
export function takenBySecrets({ secrets, env }: Pick<Given, 'secrets' | 'env'>): readonly string[] {
  return secrets
    .filter((secret) => Object.hasOwn(env, `${secret}_FILE`))
    .map((name) => `${name}_FILE is set to the path of the secret: remove it here`);
}

export function definitionOf(given: Given & Pick<ContainerProbe, 'result'>, command: readonly string[]): ContainerProbe {
  const { timeout, resources, causes, onlyPorts, exceptPorts, ...rest } = given;
  return {
    ...rest,
    ...portsOf({ onlyPorts, exceptPorts }),
    runs: 'container',
    command,
    timeoutMs: timeout,
    resources: { memoryBytes: resources.memory, cpus: resources.cpus, pids: resources.pids },
    causes: causes as ProbeCauses,
  };
}

/** A probe that runs a script, with the prelude in front. */
export const scriptProbe = (prelude: string) =>
  z
    .strictObject({ ...containerKeys, script: scriptText })
    .superRefine(checkContainer)
    .transform(({ script, ...rest }) => definitionOf(rest, ['sh', '-c', `${prelude}\n${script}`]));

/** A probe that runs a program of the image. */
export const commandProbe = z
  .strictObject({ ...containerKeys, command: z.array(withoutTemplates).min(1) })
  .superRefine(checkContainer)
  .transform(({ command, ...rest }) => definitionOf(rest, command));
