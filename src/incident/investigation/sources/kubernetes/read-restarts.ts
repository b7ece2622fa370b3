import type { Reading } from '../../../model/investigation/reading';
import { times } from '../../../text/number-words';
import { fromTrouble, isNear, type TroubleTime } from '../trouble-time';
import { cutWords, type Listed, type Place, placeWords, stateFact } from './place';
import { type Container, podOf, type Terminated } from './pod';
import { endWords } from './read-pods';

/** A container that restarts so often will do so again. */
const LOOP_RESTARTS = 3;

interface Ended {
  readonly pod: string;
  readonly container: Container;
  readonly end: Terminated;
}

/** Each end of a container that is still known; Kubernetes keeps the last one of each. The newest first. */
function endsIn({ items }: Listed): readonly Ended[] {
  const ended = items.map(podOf).flatMap(({ name, isOfJob, containers }) =>
    isOfJob
      ? []
      : containers.flatMap((container) => {
          const end = container.terminated ?? container.last;
          // An init container that has ended well, and a process that was asked to end, are no restarts.
          return end === null || (container.isInit && end.exitCode === 0) ? [] : [{ pod: name, container, end }];
        }),
  );
  return [...ended].sort((a, b) => (b.end.finishedMs ?? 0) - (a.end.finishedMs ?? 0) || (a.pod < b.pod ? -1 : 1));
}

/** Which containers have restarted near the trouble, and how they ended. */
export function readRestarts(place: Place, pods: Listed, time: TroubleTime): Reading {
  const ends = endsIn(pods);
  const near = ends.filter(({ end }) => isNear(end.finishedMs, time));
  const loops = near.filter(({ container }) => container.restarts >= LOOP_RESTARTS || container.waiting?.reason === 'CrashLoopBackOff');
  const [loop] = loops;
  const isKnown = pods.complete && pods.items.length > 0;
  return {
    fields: {
      pods: pods.items.length,
      restarts: near.length,
      looping: loops.length,
      exitCode: near[0]?.end.exitCode ?? null,
      first: near[0] === undefined ? null : told(near[0], time),
    },
    evidence: [
      ...(pods.items.length === 0 ? [`no pod in ${placeWords(place)}`] : []),
      ...near.map((one) => told(one, time)),
      ...cutWords(pods, 'pods'),
    ],
    facts: [
      ...(loop === undefined ? [] : [stateFact(place, 'crash_loop', true, told(loop, time))]),
      ...(near.length === 0 && isKnown ? [stateFact(place, 'crash_loop', false, 'no container has restarted near the trouble')] : []),
    ],
    series: [],
  };
}

/** Which containers were killed for their memory near the trouble. */
export function readOomKills(place: Place, pods: Listed, time: TroubleTime): Reading {
  const ends = endsIn(pods);
  const kills = ends.filter(({ end }) => end.reason === 'OOMKilled');
  const near = kills.filter(({ end }) => isNear(end.finishedMs, time));
  // 137 without that reason is a kill by a signal: by a failed liveness probe, by an eviction, or by the kernel of a child process.
  const killed = ends.filter(({ end }) => end.exitCode === 137 && end.reason !== 'OOMKilled' && isNear(end.finishedMs, time));
  const [first] = near;
  const isKnown = pods.complete && pods.items.length > 0;
  return {
    fields: {
      pods: pods.items.length,
      oomKills: near.length,
      earlier: kills.length - near.length,
      killed: killed.length,
      first: first === undefined ? null : oomWords(first, time),
    },
    evidence: [
      ...(pods.items.length === 0 ? [`no pod in ${placeWords(place)}`] : []),
      ...near.map((one) => oomWords(one, time)),
      ...killed.map((one) => `${told(one, time)}: killed for another or an unknown reason`),
      ...cutWords(pods, 'pods'),
    ],
    facts: [
      ...(first === undefined ? [] : [stateFact(place, 'out_of_memory_kill', true, oomWords(first, time))]),
      ...(first === undefined && killed.length === 0 && isKnown
        ? [stateFact(place, 'out_of_memory_kill', false, 'no container was killed for running out of memory near the trouble')]
        : []),
    ],
    series: [],
  };
}

function told({ pod, container, end }: Ended, time: TroubleTime): string {
  const when = end.finishedMs === null ? '' : ` ${fromTrouble(end.finishedMs, time)}`;
  const often = container.restarts > 0 ? `, restarted ${times(container.restarts)} in all` : '';
  return `${pod}: ${container.name} ended${when} ${endWords(end)}${often}`;
}

function oomWords({ pod, container, end }: Ended, time: TroubleTime): string {
  const limit = container.memoryLimit === null ? 'without a memory limit of its own' : `at its limit of ${container.memoryLimit}`;
  const when = end.finishedMs === null ? '' : ` ${fromTrouble(end.finishedMs, time)}`;
  return `${pod}: ${container.name} was killed for running out of memory${when}, ${limit}, restarted ${times(container.restarts)} in all`;
}
