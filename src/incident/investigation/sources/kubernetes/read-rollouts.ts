import type { ChangeFact, Fact } from '../../../model/investigation/fact';
import type { Reading } from '../../../model/investigation/reading';
import { fromTrouble, isNear, type TroubleTime } from '../trouble-time';
import { cutWords, type Listed, type Place, placeWords, stateFact } from './place';
import type { Condition } from './read-fields';
import { templateChange } from './template-change';
import {
  controllerRevisions,
  type Revision,
  replicaSetRevisions,
  WORKLOAD_KINDS,
  type Workload,
  type WorkloadKind,
  workloadsOf,
  workloadWords,
} from './workload';

const MINUTE_MS = 60_000;
/** A change so long before the trouble may have caused it. */
const LOOK_BACK_MS = 2 * 60 * MINUTE_MS;
/** A rollout may take so long before it counts as stuck, unless Kubernetes itself gives up on it. */
const STUCK_MS = 5 * MINUTE_MS;
const MAX_CHANGES = 5;
const MAX_TEXT = 200;

export interface RolloutObjects {
  readonly workloads: Readonly<Record<WorkloadKind, Listed>>;
  readonly replicaSets: Listed;
  readonly controllerRevisions: Listed;
}

interface Change {
  readonly workload: Workload;
  readonly atMs: number;
  readonly text: string;
}

type Progress = 'done' | 'progressing' | 'failed';

/** How far the rollouts of a service's workloads are, and what changed before the trouble. */
export function readRollouts(place: Place, objects: RolloutObjects, time: TroubleTime): Reading {
  const workloads = WORKLOAD_KINDS.flatMap((kind) => workloadsOf(kind, objects.workloads[kind].items, place.selector));
  const revisions = [...replicaSetRevisions(objects.replicaSets.items), ...controllerRevisions(objects.controllerRevisions.items)];
  const changes = workloads.flatMap((workload) => changesOf(workload, revisions));
  changes.sort((a, b) => b.atMs - a.atMs || (a.workload.name < b.workload.name ? -1 : 1));
  const startMs = time.startedAt.getTime();
  const before = changes.filter(({ atMs }) => atMs <= startMs && isNear(atMs, time, LOOK_BACK_MS)).slice(0, MAX_CHANGES);
  const after = changes.filter(({ atMs }) => atMs > startMs).slice(0, MAX_CHANGES);
  const states = workloads.map((workload) => ({ workload, progress: progressOf(workload, changes, time) }));
  const failed = states.filter(({ progress }) => progress === 'failed');
  const progressing = states.filter(({ progress }) => progress === 'progressing');
  const idle = workloads.filter(({ desired, kind }) => desired === 0 && kind !== 'DaemonSet');
  const lists = [...Object.values(objects.workloads), objects.replicaSets, objects.controllerRevisions];
  return {
    fields: {
      workloads: workloads.length,
      changes: before.length,
      minutesBefore: before[0] === undefined ? null : Math.round((startMs - before[0].atMs) / MINUTE_MS),
      changesAfter: after.length,
      failed: failed.length,
      progressing: progressing.length,
      scaledToZero: idle.length,
      last: before[0] === undefined ? null : told(before[0], time),
    },
    evidence: [
      ...(workloads.length === 0 ? [`no deployment, stateful set or daemon set in ${placeWords(place)}`] : []),
      ...failed.map(({ workload }) => `the rollout of ${workloadWords(workload)} has failed: ${failureOf(workload)}`),
      ...before.map((change) => told(change, time)),
      ...progressing.map(({ workload }) => `${workloadWords(workload)} is being rolled out: ${countsOf(workload)}`),
      ...idle.map((workload) => `${workloadWords(workload)} is scaled to 0`),
      ...after.map((change) => `after the trouble began: ${told(change, time)}`),
      ...lists.flatMap((list) => cutWords(list, 'objects of one kind')),
    ],
    facts: [
      ...before.map((change) => changeFact(place, change)),
      ...factsOf(
        place,
        { workloads, failed: failed.map(({ workload }) => workload), idle, changes, before, after },
        time,
        lists.every(({ complete }) => complete),
      ),
    ],
    series: [],
  };
}

interface Seen {
  readonly workloads: readonly Workload[];
  readonly failed: readonly Workload[];
  readonly idle: readonly Workload[];
  readonly changes: readonly Change[];
  readonly before: readonly Change[];
  readonly after: readonly Change[];
}

function factsOf(
  place: Place,
  { workloads, failed, idle, changes, before, after }: Seen,
  time: TroubleTime,
  complete: boolean,
): readonly Fact[] {
  if (workloads.length === 0) return [];
  const [bad] = failed;
  const isUnchanged = complete && before.length === 0 && after.length === 0 && bad === undefined;
  const last = changes[0] === undefined ? 'no change is known' : `the last change was ${fromTrouble(changes[0].atMs, time)}`;
  return [
    ...(bad === undefined
      ? []
      : [stateFact(place, 'bad_deploy', true, `the rollout of ${workloadWords(bad)} has failed: ${failureOf(bad)}`)]),
    ...(isUnchanged ? [stateFact(place, 'bad_deploy', false, `no rollout near the trouble; ${last}`)] : []),
    ...(idle.length === workloads.length
      ? [stateFact(place, 'not_ready', true, `${idle.map(workloadWords).join(', ')}: scaled to 0`)]
      : []),
  ];
}

function changeFact({ service }: Place, { text, atMs }: Change): ChangeFact {
  return { kind: 'change', service, text: [...text].slice(0, MAX_TEXT).join(''), at: new Date(atMs).toISOString(), by: null, link: null };
}

function told({ text, atMs }: Change, time: TroubleTime): string {
  return `${text}, ${fromTrouble(atMs, time)}`;
}

/** Each new template of a workload, and a return to an older one. A workload's first template is its creation. */
function changesOf(workload: Workload, all: readonly Revision[]): readonly Change[] {
  const own = all.filter(({ ownerKind, ownerName }) => ownerKind === workload.kind && ownerName === workload.name);
  const revisions = [...own].sort((a, b) => b.number - a.number);
  return revisions.flatMap((revision, index) => {
    const previous = revisions[index + 1];
    const what = previous === undefined ? 'created' : templateChange(previous.template, revision.template);
    const why = revision.changeCause === '' ? '' : ` (${revision.changeCause})`;
    // A return to an older template takes its revision along, which is older than the one before.
    const isReturn = previous !== undefined && (revision.createdMs ?? 0) < (previous.createdMs ?? 0);
    const atMs = isReturn ? (index === 0 ? progressedAt(workload) : null) : revision.createdMs;
    // Of a workload with a long past, the oldest template that is kept is not its first.
    const isKnown = previous !== undefined || revision.number === 1;
    const text = `${workloadWords(workload)}: ${isReturn ? 'returned to an earlier template, ' : ''}${what}${why}`;
    return atMs === null || !isKnown ? [] : [{ workload, atMs, text }];
  });
}

function progressedAt({ conditions }: Workload): number | null {
  return conditions.find(({ type }) => type === 'Progressing')?.changedMs ?? null;
}

/** As `kubectl rollout status` judges. A rollout that failed long before the trouble is not its cause. */
function progressOf(workload: Workload, changes: readonly Change[], time: TroubleTime): Progress {
  const { desired, updated, available, current, isObserved, paused } = workload;
  if (paused || desired === 0) return 'done';
  const startedMs = changes.find((change) => change.workload === workload)?.atMs ?? null;
  const isRecent = isNear(startedMs, time, LOOK_BACK_MS);
  const givenUp = workload.conditions.find(isGivenUp);
  if (givenUp !== undefined) return isRecent || isNear(givenUp.changedMs, time, LOOK_BACK_MS) ? 'failed' : 'progressing';
  const isRolling = !isObserved || updated < desired || current > updated;
  const isStarting = isRecent && startedMs !== null && available < desired;
  if (!isRolling && !isStarting) return 'done';
  // No more pods are available than there are of older templates, so none of the newest is.
  const isStuck = updated > 0 && available <= current - updated;
  const hasHadTime = startedMs !== null && isRecent && startedMs < time.now.getTime() - STUCK_MS;
  return isStuck && hasHadTime ? 'failed' : 'progressing';
}

function isGivenUp({ type, status, reason }: Condition): boolean {
  return type === 'ReplicaFailure'
    ? status === 'True'
    : type === 'Progressing' && status === 'False' && reason === 'ProgressDeadlineExceeded';
}

function failureOf(workload: Workload): string {
  const failure = workload.conditions.find(({ type, status }) => type === 'ReplicaFailure' && status === 'True');
  return failure === undefined ? countsOf(workload) : `${countsOf(workload)}; ${failure.reason}: ${failure.message}`;
}

function countsOf({ desired, updated, available }: Workload): string {
  return `${updated} of ${desired} pods have the new template, ${available} are available`;
}
