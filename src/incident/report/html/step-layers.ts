import type { Plan } from '../../model/plan';

export type PlanStep = Plan['steps'][number];

/** A place in a layer: a step, or an arrow passing through to a later layer. */
export interface Place {
  /** Unique among all places. */
  readonly name: string;
  readonly step: PlanStep | null;
  /** Names of the places in the previous layer that lead here. */
  readonly from: readonly string[];
}

/**
 * Arranges steps in layers, each after everything it needs. A need that another need implies is not drawn. An arrow that
 * passes through a layer has a place of its own there, so that it does not cross a step.
 */
export function stepLayers(steps: readonly PlanStep[]): readonly (readonly Place[])[] {
  const depths = depthsOf(steps);
  const depthOf = (name: string): number => depths.get(name) ?? 0;
  const last = Math.max(0, ...depths.values());
  const layers: Place[][] = Array.from({ length: last + 1 }, () => []);
  for (const step of steps) {
    const depth = depthOf(step.name);
    const from = directNeeds(step, steps).map((need) => {
      let reached = need;
      for (let between = depthOf(need) + 1; between < depth; between += 1) {
        const name = `${need} to ${step.name} in ${between}`;
        layers[between]?.push({ name, step: null, from: [reached] });
        reached = name;
      }
      return reached;
    });
    layers[depth]?.push({ name: step.name, step, from });
  }
  return untangled(layers);
}

/** The length of the longest path to a step, bounded whatever the plan says. */
function depthsOf(steps: readonly PlanStep[]): ReadonlyMap<string, number> {
  const depths = new Map<string, number>(steps.map(({ name }) => [name, 0]));
  for (let round = 0; round < steps.length; round += 1) {
    for (const { name, depends } of steps) {
      const depth = Math.max(0, ...depends.map((need) => (depths.get(need) ?? -1) + 1));
      depths.set(name, Math.min(depth, steps.length - 1));
    }
  }
  return depths;
}

function directNeeds({ depends }: PlanStep, steps: readonly PlanStep[]): readonly string[] {
  return depends.filter((need) => !depends.some((other) => other !== need && allNeeds(other, steps).has(need)));
}

function allNeeds(name: string, steps: readonly PlanStep[], found: Set<string> = new Set()): ReadonlySet<string> {
  for (const need of steps.find((step) => step.name === name)?.depends ?? []) {
    if (found.has(need)) continue;
    found.add(need);
    allNeeds(need, steps, found);
  }
  return found;
}

/** Places each item at the average height of the items that lead to it, so that fewer arrows cross. */
function untangled(layers: readonly (readonly Place[])[]): readonly (readonly Place[])[] {
  let heights = new Map<string, number>();
  return layers.map((layer) => {
    const wanted = ({ from }: Place): number => from.reduce((sum, name) => sum + (heights.get(name) ?? 0), 0) / Math.max(1, from.length);
    const sorted = layer.toSorted((one, other) => wanted(one) - wanted(other));
    heights = new Map(sorted.map(({ name }, index) => [name, index - (sorted.length - 1) / 2]));
    return sorted;
  });
}
