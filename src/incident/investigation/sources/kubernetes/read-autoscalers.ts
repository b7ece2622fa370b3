import type { Reading } from '../../../model/investigation/reading';
import { cutWords, type Listed, type Place, stateFact } from './place';
import { quantityOf } from './quantity';
import { at, conditionsOf, listAt, nameAt, numberAt } from './read-fields';

interface Autoscaler {
  readonly name: string;
  readonly current: number;
  readonly max: number;
  /** Metrics above their target, in words. */
  readonly above: readonly string[];
  /** It wants more pods than it may have. */
  readonly isLimited: boolean;
  /** Why it cannot scale; null if it can. */
  readonly blind: string | null;
}

/**
 * Whether the autoscalers of a service are at their limit while they want more.
 * @param targets Kind and name of the service's workloads, as `Deployment/web`; null for all in the namespace.
 */
export function readAutoscalers(place: Place, autoscalers: Listed, targets: readonly string[] | null): Reading {
  const own = autoscalers.items
    .filter(
      (object) =>
        targets === null ||
        targets.includes(`${nameAt(object, 'spec', 'scaleTargetRef', 'kind')}/${nameAt(object, 'spec', 'scaleTargetRef', 'name')}`),
    )
    .map(autoscalerOf);
  const limited = own.filter(({ isLimited }) => isLimited);
  const blind = own.filter((one) => one.blind !== null);
  const [first] = limited;
  return {
    fields: {
      autoscalers: own.length,
      atLimit: limited.length,
      blind: blind.length,
      replicas: own.reduce((sum, { current }) => sum + current, 0),
      first: first === undefined ? null : told(first),
    },
    evidence: [
      ...limited.map(told),
      ...blind.map(({ name, blind: why }) => `${name} cannot scale: ${why}`),
      ...own.filter(({ isLimited }) => !isLimited).map(({ name, current, max }) => `${name}: ${current} of at most ${max} replicas`),
      ...cutWords(autoscalers, 'autoscalers'),
    ],
    facts:
      first !== undefined
        ? [stateFact(place, 'at_scaling_limit', true, told(first))]
        : own.length > 0 && blind.length === 0 && autoscalers.complete
          ? [
              stateFact(
                place,
                'at_scaling_limit',
                false,
                own.map(({ name, current, max }) => `${name}: ${current} of at most ${max} replicas`).join(', '),
              ),
            ]
          : [],
    series: [],
  };
}

function autoscalerOf(object: unknown): Autoscaler {
  const conditions = conditionsOf(object);
  const current = numberAt(object, 'status', 'currentReplicas') ?? 0;
  const max = numberAt(object, 'spec', 'maxReplicas') ?? Number.POSITIVE_INFINITY;
  const above = listAt(object, 'spec', 'metrics').flatMap((metric) => aboveTarget(metric, listAt(object, 'status', 'currentMetrics')));
  const wantsMore = conditions.some(
    ({ type, status, reason }) => type === 'ScalingLimited' && status === 'True' && reason === 'TooManyReplicas',
  );
  const inactive = conditions.find(({ type, status }) => (type === 'ScalingActive' || type === 'AbleToScale') && status === 'False');
  return {
    name: nameAt(object, 'metadata', 'name'),
    current,
    max,
    above,
    isLimited: current >= max && (wantsMore || above.length > 0),
    // One that is switched off by a person has no replicas to scale.
    blind: inactive === undefined || inactive.reason === 'ScalingDisabled' ? null : `${inactive.reason}: ${inactive.message}`,
  };
}

/** The metric in words if it is above its target. */
function aboveTarget(metric: unknown, current: readonly unknown[]): readonly string[] {
  const type = nameAt(metric, 'type');
  const field = `${type.slice(0, 1).toLowerCase()}${type.slice(1)}`;
  const name = nameOf(metric, field);
  const now = current.find((one) => nameAt(one, 'type') === type && nameOf(one, field) === name);
  return ['averageUtilization', 'averageValue', 'value'].flatMap((measure) => {
    const target = quantityOf(at(metric, field, 'target', measure));
    const value = quantityOf(at(now, field, 'current', measure));
    if (target === null || value === null || value <= target) return [];
    const unit = measure === 'averageUtilization' ? ' %' : '';
    return [`${name} is ${value}${unit}, with a target of ${target}${unit}`];
  });
}

function nameOf(metric: unknown, field: string): string {
  return nameAt(metric, field, 'name') || nameAt(metric, field, 'metric', 'name');
}

function told({ name, max, above }: Autoscaler): string {
  return `${name} is at its limit of ${max} replicas${above.length === 0 ? ', and wants more' : `: ${above.join(', ')}`}`;
}
