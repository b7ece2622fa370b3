import type { CauseKind } from '../../../model/investigation/cause-kind';
import type { Fact } from '../../../model/investigation/fact';
import type { Reading } from '../../../model/investigation/reading';
import { times } from '../../../text/number-words';
import { signatureOf } from '../log-signature';
import { fromTrouble, isNear, type TroubleTime } from '../trouble-time';
import { cutWords, type Listed, type Place, stateFact } from './place';
import { nameAt, numberAt, textAt, timeAt } from './read-fields';

/** Reasons of events that name a cause by themselves, and how often one must occur: some occur once in every start of a pod. */
const CAUSES: ReadonlyMap<string, { readonly cause: CauseKind; readonly atLeast: number }> = new Map([
  ['OOMKilling', { cause: 'out_of_memory_kill', atLeast: 1 }],
  ['SystemOOM', { cause: 'out_of_memory_kill', atLeast: 1 }],
  ['Evicted', { cause: 'node_unhealthy', atLeast: 1 }],
  ['NodeNotReady', { cause: 'node_unhealthy', atLeast: 1 }],
  ['FailedCreatePodSandBox', { cause: 'node_unhealthy', atLeast: 3 }],
  ['FailedMount', { cause: 'misconfigured', atLeast: 3 }],
  ['FailedAttachVolume', { cause: 'misconfigured', atLeast: 3 }],
  ['FailedCreate', { cause: 'misconfigured', atLeast: 3 }],
]);

/** Names of workloads: the service's own, and all of the namespace. */
export interface EventNames {
  readonly own: readonly string[];
  readonly all: readonly string[];
}

interface Group {
  readonly reason: string;
  readonly kind: string;
  count: number;
  /** When it occurred first. */
  firstMs: number;
  last: { readonly name: string; readonly message: string; readonly ms: number };
}

/**
 * Warnings near the trouble, grouped by what they say: those that began near it first, and among these the most frequent.
 * @param names Null for all in the namespace.
 */
export function readEvents(place: Place, events: Listed, names: EventNames | null, time: TroubleTime): Reading {
  const groups = new Map<string, Group>();
  for (const event of events.items) {
    const last = timeOf(event);
    const name = nameAt(event, 'involvedObject', 'name') || nameAt(event, 'regarding', 'name');
    if (nameAt(event, 'type') !== 'Warning' || last === null || !isNear(last, time) || !isOf(name, names)) continue;
    const [reason, message] = [nameAt(event, 'reason'), textAt(event, 'message') || textAt(event, 'note')];
    const kind = nameAt(event, 'involvedObject', 'kind') || nameAt(event, 'regarding', 'kind');
    const key = `${reason} ${kind} ${signatureOf(message.replaceAll(name, ''))}`;
    const count = numberAt(event, 'series', 'count') ?? numberAt(event, 'count') ?? numberAt(event, 'deprecatedCount') ?? 1;
    const group = groups.get(key);
    const seen = { name, message, ms: last };
    const firstMs = timeAt(event, 'firstTimestamp') ?? timeAt(event, 'eventTime') ?? timeAt(event, 'metadata', 'creationTimestamp') ?? last;
    if (group === undefined) groups.set(key, { reason, kind, count, firstMs, last: seen });
    else {
      group.count += count;
      group.firstMs = Math.min(group.firstMs, firstMs);
      if (last > group.last.ms || (last === group.last.ms && name < group.last.name)) group.last = seen;
    }
  }
  const isNew = ({ firstMs }: Group): boolean => isNear(firstMs, time);
  const sorted = [...groups.values()].sort(
    (a, b) => Number(isNew(b)) - Number(isNew(a)) || b.count - a.count || b.last.ms - a.last.ms || (a.reason < b.reason ? -1 : 1),
  );
  return {
    fields: {
      events: sorted.reduce((sum, { count }) => sum + count, 0),
      kinds: sorted.length,
      newKinds: sorted.filter(isNew).length,
      first: sorted[0] === undefined ? null : told(sorted[0], time),
    },
    evidence: [...sorted.map((group) => told(group, time)), ...cutWords(events, 'events')],
    facts: factsOf(place, sorted, time),
    series: [],
  };
}

/** Newer events have a series, the oldest ones only the time at which they were made. */
function timeOf(event: unknown): number | null {
  return (
    timeAt(event, 'series', 'lastObservedTime') ??
    timeAt(event, 'lastTimestamp') ??
    timeAt(event, 'deprecatedLastTimestamp') ??
    timeAt(event, 'eventTime') ??
    timeAt(event, 'metadata', 'creationTimestamp')
  );
}

/**
 * Pods and ReplicaSets bear the name of their workload in front, also those that are gone. If several fit, the longest is
 * meant: `web-admin-7f9c6` belongs to `web-admin`, not to `web`.
 */
function isOf(name: string, names: EventNames | null): boolean {
  if (names === null) return true;
  const fitting = names.all.filter((one) => name === one || name.startsWith(`${one}-`));
  const longest = fitting.reduce((long, one) => (one.length > long.length ? one : long), '');
  return names.own.includes(longest);
}

function factsOf(place: Place, groups: readonly Group[], time: TroubleTime): readonly Fact[] {
  const seen = new Set<CauseKind>();
  return groups.flatMap((group) => {
    const known = CAUSES.get(group.reason);
    if (known === undefined || group.count < known.atLeast || seen.has(known.cause)) return [];
    // What has gone on for days is not the cause of what began just now.
    if (!isNear(group.firstMs, time) && known.atLeast > 1) return [];
    seen.add(known.cause);
    return [stateFact(place, known.cause, true, told(group, time))];
  });
}

function told({ reason, kind, count, firstMs, last }: Group, time: TroubleTime): string {
  const since = isNear(firstMs, time) ? '' : ` since ${fromTrouble(firstMs, time)}`;
  return `${reason} ${times(count)}${since}, last of ${kind.toLowerCase()} ${last.name} ${fromTrouble(last.ms, time)}: ${last.message}`;
}
