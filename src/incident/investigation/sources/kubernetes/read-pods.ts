import type { CauseKind } from '../../../model/investigation/cause-kind';
import type { Fact } from '../../../model/investigation/fact';
import type { Reading } from '../../../model/investigation/reading';
import { fromTrouble, isNear, type TroubleTime } from '../trouble-time';
import { cutWords, type Listed, type Place, placeWords, stateFact } from './place';
import { type Container, type Pod, podOf, servingPods } from './pod';

/** Why a pod is not ready, the most telling first. */
const REASONS = [
  'imageNotPulled',
  'crashing',
  'misconfigured',
  'unscheduled',
  'creating',
  'initialising',
  'readiness',
  'starting',
] as const;
type Reason = (typeof REASONS)[number];

interface Unready {
  readonly pod: Pod;
  readonly why: Reason;
  readonly text: string;
}

/** The reasons that the kubelet gives while a container waits. */
const WAITING: ReadonlyMap<string, Reason> = new Map([
  ...(
    [
      'ErrImagePull',
      'ImagePullBackOff',
      'InvalidImageName',
      'ErrImageNeverPull',
      'RegistryUnavailable',
      'ImageInspectError',
      'SignatureValidationFailed',
    ] as const
  ).map((reason) => [reason, 'imageNotPulled'] as const),
  ['CrashLoopBackOff', 'crashing'],
  ...(['CreateContainerConfigError', 'CreateContainerError', 'RunContainerError', 'PostStartHookError'] as const).map(
    (reason) => [reason, 'misconfigured'] as const,
  ),
]);
const CAUSES: Readonly<Record<Reason, CauseKind | null>> = {
  imageNotPulled: 'image_not_pulled',
  crashing: 'crash_loop',
  misconfigured: 'misconfigured',
  unscheduled: 'not_ready',
  creating: 'not_ready',
  initialising: 'not_ready',
  readiness: 'not_ready',
  starting: null,
};
const ALL_CAUSES = ['image_not_pulled', 'crash_loop', 'misconfigured', 'not_ready'] as const;
/** Within so long, a pod that is not ready yet is simply starting. */
const STARTING_MS = 60_000;

/** Which pods are not ready now, and why. */
export function readPods(place: Place, pods: Listed, time: TroubleTime): Reading {
  const serving = servingPods(pods.items);
  const unready = serving.flatMap((pod) => (pod.ready ? [] : [whyUnready(pod, time)]));
  unready.sort((a, b) => REASONS.indexOf(a.why) - REASONS.indexOf(b.why) || (a.pod.name < b.pod.name ? -1 : 1));
  const evicted = pods.items.map(podOf).filter((pod) => pod.phase === 'Failed' && pod.reason === 'Evicted' && isNear(pod.createdMs, time));
  const count = (...reasons: readonly Reason[]): number => unready.filter(({ why }) => reasons.includes(why)).length;
  return {
    fields: {
      pods: serving.length,
      ready: serving.length - unready.length,
      notReady: unready.length - count('starting'),
      starting: count('starting'),
      imageNotPulled: count('imageNotPulled'),
      crashing: count('crashing'),
      misconfigured: count('misconfigured'),
      unscheduled: count('unscheduled'),
      evicted: evicted.length,
      first: unready[0]?.text ?? null,
    },
    evidence: [
      ...(serving.length === 0 ? [`no pod in ${placeWords(place)}`] : []),
      ...unready.map(({ text }) => text),
      ...evicted.map(({ name, message }) => `${name} was evicted: ${message}`),
      ...cutWords(pods, 'pods'),
    ],
    facts: factsOf(place, serving, unready, pods.complete),
    series: [],
  };
}

function factsOf(place: Place, serving: readonly Pod[], unready: readonly Unready[], complete: boolean): readonly Fact[] {
  if (serving.length === 0) return [];
  return ALL_CAUSES.flatMap((cause) => {
    const [first, ...others] = unready.filter(({ why }) => CAUSES[why] === cause);
    if (first !== undefined) {
      return [stateFact(place, cause, true, `${others.length + 1} of ${serving.length} pods: ${first.text}`)];
    }
    // A pod that is starting may still turn out to be broken.
    const isKnown = complete && unready.length === 0;
    return isKnown ? [stateFact(place, cause, false, `all ${serving.length} pods are ready`)] : [];
  });
}

function whyUnready(pod: Pod, time: TroubleTime): Unready {
  const { name, containers, unscheduled, createdMs } = pod;
  const tell = (why: Reason, text: string): Unready => ({ pod, why, text: `${name}: ${text}` });
  if (unscheduled !== null) return tell('unscheduled', `no node takes it: ${unscheduled}`);
  for (const container of containers) {
    const why = WAITING.get(container.waiting?.reason ?? '');
    if (why !== undefined) return tell(why, `${container.name} waits: ${waitingWords(container)}`);
    if (isCrashed(container)) return tell('crashing', `${container.name} ended ${endWords(container.terminated)}`);
  }
  const since = pod.notReadySinceMs ?? createdMs;
  const isYoung =
    Math.max(createdMs ?? 0, ...containers.map(({ runningSinceMs }) => runningSinceMs ?? 0)) > time.now.getTime() - STARTING_MS;
  const when = since === null ? '' : ` since ${fromTrouble(since, time)}`;
  if (isYoung) return tell('starting', 'is starting');
  const init = containers.find(({ isInit, terminated }) => isInit && terminated === null);
  if (init !== undefined && !containers.some(({ isInit, runningSinceMs }) => !isInit && runningSinceMs !== null)) {
    return tell('initialising', `its init container ${init.name} has not ended${when}`);
  }
  const waiting = containers.find((container) => container.waiting !== null);
  if (waiting !== undefined || containers.length === 0) {
    return tell(
      'creating',
      `${waiting?.name ?? 'its first container'} is not created${when}${waiting === undefined ? '' : `: ${waitingWords(waiting)}`}`,
    );
  }
  const names = containers.filter(({ isInit, ready }) => !isInit && !ready).map(({ name }) => name);
  return tell('readiness', `${names.join(', ') || 'it'} runs but is not ready${when}: its readiness probe fails, or its node is lost`);
}

/** An init container that has ended well is done. */
function isCrashed({ terminated }: Container): boolean {
  return terminated !== null && (terminated.exitCode ?? 0) !== 0;
}

function waitingWords({ waiting, last }: Container): string {
  const message = waiting?.message ? `: ${waiting.message}` : '';
  return `${waiting?.reason || 'no reason given'}${message}${last === null ? '' : `, ended ${endWords(last)}`}`;
}

/** How a container ended: `with exit code 1 (Error)`. */
export function endWords(end: Container['last']): string {
  const code = end?.exitCode === null || end === null ? '' : ` with exit code ${end.exitCode}`;
  return `${code.trim()}${end?.reason ? ` (${end.reason})` : ''}`.trim();
}
