import { isMoreThanValue } from '../../investigation/probe-input';
import { replaceTemplates, type TemplateSubject, templateValues } from '../../investigation/queries/templates';
import type { ActionStep, ContainerStep, KubernetesChange, KubernetesStep, StepDefinition } from '../../model/actions/action';
import { TOOLS_IMAGE } from '../../model/runbook';
import { shown } from '../../text/read-fields';
import type { Refusal } from '../../text/refusal';
import { isNamespace, isObjectName } from './kubernetes-names';
import type { Parameters } from './read-parameters';
import type { ActionSurroundings } from './surroundings';
import { parameterOf } from './templates';

const MAX_REPLICAS = 1_000;

export interface Filling {
  readonly subject: TemplateSubject;
  readonly parameters: Parameters;
  readonly surroundings: Pick<ActionSurroundings, 'sources' | 'hasToolsImage' | 'secretNames'>;
}
type Filled<Step> = { readonly step: Step } | Refusal;

/** The step with its templates filled in; or why that is impossible, or not safe. */
export function fillStep(step: StepDefinition, filling: Filling): Filled<ActionStep> {
  return step.runs === 'container' ? fillContainer(step, filling) : fillChange(step, filling);
}

function fillContainer(step: ContainerStep, filling: Filling): Filled<ContainerStep> {
  const { hasToolsImage, secretNames } = filling.surroundings;
  if (step.image === TOOLS_IMAGE && !hasToolsImage)
    return impossible(
      'it needs the tools image, which is not configured',
      'Build it with deploy/probe-image/build.sh, and set toolsImage.',
    );
  const lacking = step.secrets.find((name) => !secretNames.includes(name));
  if (lacking !== undefined)
    return impossible(`it needs the secret ${lacking}, which is not allowed`, `Add ${lacking} to probeSecrets in the configuration.`);
  const command: string[] = [];
  for (const word of step.command) {
    const values = valuesIn(word, filling);
    const bad = values.find((value) => value === '' || isMoreThanValue(value));
    if (bad !== undefined)
      return impossible(
        `its argument ${shown(word)} ${bad === '' ? 'has no value here' : `would be given ${shown(bad)}, which could be taken for an option`}`,
      );
    command.push(filled(word, filling));
  }
  const env = Object.fromEntries(Object.entries(step.env).map(([name, text]) => [name, filled(text, filling).replaceAll('\0', '')]));
  return { step: { ...step, command, env } };
}

function fillChange({ replicas: given, ...change }: KubernetesChange, filling: Filling): Filled<KubernetesStep> {
  const [first] = filling.surroundings.sources.kubernetes;
  const source = filled(change.source ?? '', filling) || (filling.subject.service?.kubernetes?.source ?? first);
  if (source === undefined)
    return impossible('it changes a Deployment, and no Kubernetes source is configured', 'Add one under dataSources.kubernetes.');
  if (!filling.surroundings.sources.kubernetes.includes(source))
    return impossible(
      `no Kubernetes source is named ${shown(source)}`,
      'Correct the source of the action, or add it under dataSources.kubernetes.',
    );
  const namespace = filled(change.namespace, filling);
  if (!isNamespace(namespace)) return impossible(`${shown(namespace)} is no name of a namespace`, SAY_PLACE);
  const deployment = filled(change.deployment, filling);
  if (!isObjectName(deployment)) return impossible(`${shown(deployment)} is no name of a Deployment`, SAY_PLACE);
  const step = { ...change, source, namespace, deployment };
  if (given === undefined) return { step };
  const text = filled(given, filling);
  const replicas = /^\d{1,4}$/.test(text) ? Number(text) : Number.NaN;
  if (!(replicas <= MAX_REPLICAS)) return impossible(`${shown(text)} is no number of replicas from 0 to ${MAX_REPLICAS}`);
  return { step: { ...step, replicas } };
}

const SAY_PLACE = 'Give the service its kubernetes entry in the services file, or name another.';

const impossible = (why: string, hint?: string): Refusal => ({
  code: 'not_possible',
  message: `the action cannot be filled in: ${why}`,
  ...(hint === undefined ? {} : { hint }),
});

function standsFor(template: string, { subject, parameters }: Filling): string {
  const named = parameterOf(template);
  return named === null ? (templateValues(template, subject)[0] ?? '') : (parameters[named] ?? '');
}

const filled = (text: string, filling: Filling): string => replaceTemplates(text, (template) => standsFor(template, filling));

function valuesIn(text: string, filling: Filling): readonly string[] {
  const values: string[] = [];
  replaceTemplates(text, (template) => {
    const value = standsFor(template, filling);
    values.push(value);
    return value;
  });
  return values;
}
