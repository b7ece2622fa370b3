import type { Reading } from '../../../model/investigation/reading';
import { fromTrouble, type TroubleTime } from '../trouble-time';
import { type Listed, type Place, placeWords, stateFact } from './place';
import { servingPods } from './pod';
import { at, conditionsOf } from './read-fields';

/** Conditions that are trouble if they are true. */
const PRESSURES = ['MemoryPressure', 'DiskPressure', 'PIDPressure', 'NetworkUnavailable'];

export interface NodeObject {
  readonly name: string;
  /** Null if the node is no longer there. */
  readonly object: unknown;
}

/** The nodes on which a service's pods run, those with the most pods first. */
export function nodesOf(pods: Listed): readonly string[] {
  const counts = new Map<string, number>();
  for (const { node } of servingPods(pods.items)) if (node !== null) counts.set(node, (counts.get(node) ?? 0) + 1);
  return [...counts].sort(([a, some], [b, others]) => others - some || (a < b ? -1 : 1)).map(([name]) => name);
}

/** Whether the nodes are healthy on which a service's pods run. */
export function readNodes(place: Place, all: readonly string[], nodes: readonly NodeObject[], time: TroubleTime): Reading {
  const troubles = nodes.flatMap(({ name, object }) => troublesOf(name, object, time));
  const cordoned = nodes.filter(({ object }) => at(object, 'spec', 'unschedulable') === true).map(({ name }) => name);
  const unhealthy = new Set(troubles.map(({ node }) => node));
  const isKnown = nodes.length > 0 && nodes.length === all.length;
  const [first] = troubles;
  return {
    fields: {
      nodes: all.length,
      unhealthy: unhealthy.size,
      cordoned: cordoned.length,
      memoryPressure: troubles.filter(({ type }) => type === 'MemoryPressure').length,
      diskPressure: troubles.filter(({ type }) => type === 'DiskPressure').length,
      pidPressure: troubles.filter(({ type }) => type === 'PIDPressure').length,
      first: first?.text ?? null,
    },
    evidence: [
      ...(all.length === 0 ? [`no pod runs on a node in ${placeWords(place)}`] : []),
      ...troubles.map(({ text }) => text),
      ...cordoned.map((name) => `${name} takes no new pods`),
      ...(nodes.length < all.length ? [`only the ${nodes.length} nodes with the most pods, of ${all.length}, were read`] : []),
    ],
    facts:
      first === undefined
        ? isKnown
          ? [
              stateFact(
                place,
                'node_unhealthy',
                false,
                `${nodes.length === 1 ? 'its node is' : `all ${nodes.length} of its nodes are`} healthy`,
              ),
            ]
          : []
        : [stateFact(place, 'node_unhealthy', true, `${unhealthy.size} of ${all.length} nodes: ${first.text}`)],
    series: [],
  };
}

interface Trouble {
  readonly node: string;
  readonly type: string;
  readonly text: string;
}

function troublesOf(node: string, object: unknown, time: TroubleTime): readonly Trouble[] {
  if (object === null) return [{ node, type: 'gone', text: `${node} is no longer part of the cluster` }];
  return conditionsOf(object).flatMap(({ type, status, reason, message, changedMs }) => {
    const isTrouble = type === 'Ready' ? status !== 'True' : PRESSURES.includes(type) && status === 'True';
    if (!isTrouble) return [];
    const since = changedMs === null ? '' : ` since ${fromTrouble(changedMs, time)}`;
    const what = type === 'Ready' ? 'is not ready' : `has ${type}`;
    return [{ node, type, text: `${node} ${what}${since} (${[reason, message].filter(Boolean).join(': ')})` }];
  });
}
