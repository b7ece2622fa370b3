import { z } from 'zod';
import { must } from '../checked-yaml/word-issue';
import { isNamespace, isObjectName } from '../incident/actions/steps/kubernetes-names';
import { ALLOWED_ACTION_TEMPLATES, isActionTemplate, parameterOf } from '../incident/actions/steps/templates';
import { templatesIn } from '../incident/investigation/queries/templates';
import type { ActionDefinition, ContainerStep, StepDefinition } from '../incident/model/actions/action';
import { TARGET_KINDS } from '../incident/model/investigation/target-kind';
import { envWith, PROBE_LIMITS, resourceKeys, secretNames, takenBySecrets, withoutTemplates } from './container-schema';
import { oneOfForms } from './one-of-forms';
import { duration, id, sentence, templateProblem } from './schema-parts';

const MAX_REPLICAS = 1_000;
const RESTORE = 'restore';

const stepTimeout = duration('1s', '10m');
const containerKeys = {
  image: z.string().min(1).nullable().default(null),
  network: z.string().min(1).nullable().default(null),
  env: envWith(isActionTemplate, ALLOWED_ACTION_TEMPLATES).default({}),
  secrets: secretNames.default([]),
  resources: resourceKeys(PROBE_LIMITS),
  timeout: stepTimeout.prefault('1m'),
};
const containerObject = z.strictObject(containerKeys);
type Container = z.output<typeof containerObject>;

const argument = z
  .string()
  .refine((text) => !text.includes('\0'), must('not contain a NUL character'))
  .superRefine((text, context) => {
    for (const template of templatesIn(text).filter((name) => !isActionTemplate(name))) {
      context.addIssue({ code: 'custom', message: `{{${template}}} is unknown (allowed: ${ALLOWED_ACTION_TEMPLATES})` });
    }
  });
const command = z
  .array(argument, must('be a list: the program, then its arguments'))
  .min(1)
  .refine(([program = '']) => program !== '' && !program.includes('{{'), must('begin with the name of a program, not with a template'));

/** Without a template, the name is checked while the runbook is read, and otherwise once it is filled in. */
const name = (isName: (text: string) => boolean) =>
  argument.refine((text) => templatesIn(text).length > 0 || isName(text), must('be a name that Kubernetes allows (RFC 1123)'));
const replicas = z
  .union([z.int().min(0).max(MAX_REPLICAS).transform(String), argument.regex(/^\{\{[^{}]*\}\}$/)], {
    error: must(`be a whole number from 0 to ${MAX_REPLICAS}, or one template`).error,
  })
  .optional();
const changeKeys = {
  source: argument.min(1).nullable().default(null),
  verb: z.enum(['restart', 'scale', 'undo']),
  namespace: name(isNamespace),
  deployment: name(isObjectName),
  replicas,
};
const change = z.strictObject(changeKeys).superRefine(({ verb, replicas }, context) => {
  if (verb === 'scale' && replicas === undefined)
    context.addIssue({ code: 'custom', path: ['replicas'], message: 'is missing (scale needs it)' });
  if (verb !== 'scale' && replicas !== undefined)
    context.addIssue({ code: 'custom', path: ['replicas'], message: `is only for scale, not for ${verb}` });
});
const changeTimeout = stepTimeout.prefault('30s');

function containerStep({ timeout, resources, ...rest }: Container, words: readonly string[]): ContainerStep {
  const { memory, cpus, pids } = resources;
  return { ...rest, runs: 'container', command: words, resources: { memoryBytes: memory, cpus, pids }, timeoutMs: timeout };
}
function kubernetesStep({ replicas, ...rest }: z.output<typeof change>, timeoutMs: number): StepDefinition {
  return { ...rest, runs: 'kubernetes', ...(replicas === undefined ? {} : { replicas }), timeoutMs };
}
function checkSecrets(given: Pick<Container, 'secrets' | 'env'>, context: z.RefinementCtx): void {
  for (const message of takenBySecrets(given)) context.addIssue({ code: 'custom', path: ['env'], message });
}

/** `restores`: the time limit of a step that restores what was there before; the rest of it is known from the action's own step. */
type Rollback = StepDefinition | { readonly restores: number };
export const rollbackForms = {
  script: z
    .strictObject({ ...containerKeys, script: withoutTemplates })
    .superRefine(checkSecrets)
    .transform(({ script, ...rest }): Rollback => containerStep(rest, ['sh', '-c', script])),
  command: z
    .strictObject({ ...containerKeys, command })
    .superRefine(checkSecrets)
    .transform(({ command: words, ...rest }): Rollback => containerStep(rest, words)),
  kubernetes: z
    .strictObject({
      kubernetes: z.union([z.literal(RESTORE), change], must('be restore, or a change with a verb')),
      timeout: changeTimeout,
    })
    .transform(
      ({ kubernetes, timeout }): Rollback => (kubernetes === RESTORE ? { restores: timeout } : kubernetesStep(kubernetes, timeout)),
    ),
};

const parameter = z.strictObject({
  pattern: z.string().min(1).max(300).refine(isExpression, 'is not a regular expression'),
  default: argument.max(200).optional(),
});
const commonKeys = {
  name: id,
  title: sentence,
  effect: sentence,
  targets: z.enum(TARGET_KINDS).exclude(['services']).default('none'),
  parameters: z
    .record(
      z.string().regex(/^[a-z][a-zA-Z0-9_]{0,39}$/, must('be 1 to 40 letters, digits and _, starting with a small letter')),
      parameter,
    )
    .default({}),
  rollback: oneOfForms<Rollback>(rollbackForms, 'a step').nullable().default(null),
  checks: z.strictObject({ probes: z.array(id).max(20).default([]), within: duration('10s', '30m').prefault('2m') }).prefault({}),
};
const commonObject = z.strictObject(commonKeys);
type Common = z.output<typeof commonObject>;

function isExpression(text: string): boolean {
  try {
    new RegExp(text, 'u');
    return true;
  } catch {
    return false;
  }
}

/** The texts of a step that may contain templates, by the key that they are under. A script has none. */
function textsOf(step: StepDefinition): readonly (readonly [string, readonly string[]])[] {
  if (step.runs === 'container')
    return [
      ['command', step.command],
      ['env', Object.values(step.env)],
    ];
  return [['kubernetes', [step.source ?? '', step.namespace, step.deployment, step.replicas ?? '']]];
}

function definitionOf(common: Common, does: StepDefinition, context: z.RefinementCtx): ActionDefinition {
  const { rollback: given, checks, ...rest } = common;
  const rollback = given !== null && 'restores' in given ? restored(does, given.restores, context) : given;
  const issue = (path: readonly string[], message: string): void => context.addIssue({ code: 'custom', path: [...path], message });
  const check = (path: readonly string[], texts: readonly string[], isDefault = false): void => {
    for (const template of new Set(texts.flatMap(templatesIn))) {
      const named = parameterOf(template);
      if (named === null) {
        const problem = templateProblem(template, common.targets);
        if (problem !== null) issue(path, problem);
      } else if (isDefault || !Object.hasOwn(common.parameters, named)) {
        issue(path, isDefault ? 'the default of a parameter cannot use a parameter' : `{{${template}}} is not one of its parameters`);
      }
    }
  };
  for (const [key, texts] of textsOf(does)) check([key], texts);
  if (rollback !== null) for (const [key, texts] of textsOf(rollback)) check(['rollback', key], texts);
  check(
    ['parameters'],
    Object.values(common.parameters).map((one) => one.default ?? ''),
    true,
  );
  return {
    ...rest,
    parameters: common.parameters as ActionDefinition['parameters'],
    does,
    rollback,
    checks: { probes: checks.probes, withinMs: checks.within },
  };
}

function restored(does: StepDefinition, timeoutMs: number, context: z.RefinementCtx): StepDefinition | null {
  if (does.runs === 'kubernetes') {
    const { replicas: _, ...rest } = does;
    return { ...rest, verb: RESTORE, timeoutMs };
  }
  context.addIssue({
    code: 'custom',
    path: ['rollback', 'kubernetes'],
    message: 'restore is only for an action with kubernetes: give the change',
  });
  return null;
}

/** The actions by the key that says what they do. */
export const actionForms = {
  script: z
    .strictObject({ ...commonKeys, ...containerKeys, script: withoutTemplates })
    .superRefine(checkSecrets)
    .transform(({ script, ...given }, context) => ofContainer(given, ['sh', '-c', script], context)),
  command: z
    .strictObject({ ...commonKeys, ...containerKeys, command })
    .superRefine(checkSecrets)
    .transform(({ command: words, ...given }, context) => ofContainer(given, words, context)),
  kubernetes: z
    .strictObject({ ...commonKeys, kubernetes: change, timeout: changeTimeout })
    .transform(({ kubernetes, timeout, ...common }, context) => definitionOf(common, kubernetesStep(kubernetes, timeout), context)),
};

function ofContainer(given: Common & Container, words: readonly string[], context: z.RefinementCtx): ActionDefinition {
  const { image, network, env, secrets, resources, timeout, ...common } = given;
  return definitionOf(common, containerStep({ image, network, env, secrets, resources, timeout }, words), context);
}

/** An action in the form that its key says. */
export const actionSchema = oneOfForms<ActionDefinition>(actionForms, 'an action');
