import type { IncidentState } from '../../src/incident/model/state';
import { isKill, isLimit, LATE_COMMIT_MS } from '../support/fault-proxy';
import { inspectHeadline, inspectRoom } from './inspect-room';
import { type FaultCase, type Outcome, outcomeLine } from './outcome-table';
import { type Scene, type Slot, startSlot, unfinished } from './slot';

/** Cases that share one worker, at once. */
const SHARED_AT_ONCE = 6;
/** A commit takes the emulator no longer. */
const COMMITTED_WITHIN_MS = 1_000;
const STRIKES_WITHIN_MS = 60_000;

export const nameOf = ({ point, fault }: FaultCase): string => `${fault} at ${point.name}`;

/**
 * Starts all cases: those that kill or limit, or whose call cannot be told from others', on slots of their own, the rest side by
 * side on one worker. Resolves each case's promise when it is over, and `finish` when all slots are down.
 */
export function runCases(cases: readonly FaultCase[], ownSlots: number, scene?: Scene) {
  // A worker that was told of a limit slows the method down for all its incidents.
  const needsOwn = ({ point, fault }: FaultCase): boolean => point.alone || isKill(fault) || isLimit(fault);
  const outcomes = new Map<string, PromiseWithResolvers>();
  for (const one of cases) outcomes.set(nameOf(one), withResolvers());
  const own = cases.filter(needsOwn);
  const shared = cases.filter((one) => !needsOwn(one));
  const runAll = async (queue: FaultCase[], atOnce: number, run: (slot: Slot, one: FaultCase) => Promise<Outcome>): Promise<void> => {
    if (queue.length === 0) return;
    const slot = await startSlot(cases.length, scene);
    if (atOnce > 1) slot.startWorker();
    try {
      const lane = async (): Promise<void> => {
        for (let one = queue.shift(); one !== undefined; one = queue.shift()) {
          const { resolve, reject } = outcomes.get(nameOf(one)) as PromiseWithResolvers;
          await run(slot, one).then((outcome) => {
            process.stdout.write(`${outcomeLine(outcome)}\n`);
            resolve(outcome);
          }, reject);
        }
      };
      await Promise.all(Array.from({ length: atOnce }, lane));
    } finally {
      await slot.stop();
    }
  };
  const ownQueue = [...own];
  const finished = Promise.all([
    ...Array.from({ length: Math.min(ownSlots, own.length) }, () => runAll(ownQueue, 1, runAlone)),
    runAll([...shared], SHARED_AT_ONCE, runShared),
  ]);
  // Whoever waits for a case must learn that its slot did not come up.
  finished.catch((error: unknown) => {
    for (const { reject } of outcomes.values()) reject(error);
  });
  return { outcomeOf: (one: FaultCase) => (outcomes.get(nameOf(one)) as PromiseWithResolvers).promise, finished };
}

/** The worker is fresh: it asks Slack who it is, once to see whether Slack is there, and once for the incident. */
async function runAlone(slot: Slot, one: FaultCase): Promise<Outcome> {
  const { point } = one;
  await slot.stack.endWorker('SIGKILL');
  const subject = slot.newSubject();
  if (point.name === 'auth.test') void slot.slackProxy.arm({ fault: '500', matches: point.matches(subject), kill: async () => {} });
  const struck = slot.slackProxy.arm({ fault: one.fault, matches: point.matches(subject), kill: () => slot.crashWorker() });
  await slot.declare(subject);
  slot.startWorker();
  return observe(slot, one, subject, struck);
}

async function runShared(slot: Slot, one: FaultCase): Promise<Outcome> {
  const subject = slot.newSubject();
  const struck = slot.slackProxy.arm({ fault: one.fault, matches: one.point.matches(subject), kill: async () => {} });
  await slot.declare(subject);
  return observe(slot, one, subject, struck);
}

async function observe(slot: Slot, one: FaultCase, subject: ReturnType<Slot['newSubject']>, struck: Promise<number>): Promise<Outcome> {
  const at = await orNull(struck, STRIKES_WITHIN_MS);
  if (at === null) {
    const problem = `the fault never struck: ${unfinished(await slot.stateOf(subject))}`;
    return { ...one, problems: [problem], cleanAfterMs: 0, mendedAfterMs: null };
  }
  const commitsAt = one.fault === 'late commit' ? at + LATE_COMMIT_MS : at;
  const inspect = async (state: IncidentState): Promise<string[]> => {
    if (Date.now() < commitsAt + COMMITTED_WITHIN_MS) return ['the call may still be committed'];
    // What commits after the worker has looked can only be removed; everything else must never have been said twice.
    const twice = one.fault === 'late commit' ? [] : slot.slackProxy.doneTwice(subject);
    const { slack } = slot.stack;
    const room = [...(await inspectRoom(slack, subject, slot.scene.besides)), ...(await inspectHeadline(slack, subject, state))];
    return [...room, ...twice.map((deed) => `done twice: ${deed}`)];
  };
  const problems = await slot.untilClean(subject, at, inspect);
  const now = Date.now();
  return { ...one, problems, cleanAfterMs: now - at, mendedAfterMs: isKill(one.fault) ? now - slot.workerStartedAt : null };
}

interface PromiseWithResolvers {
  readonly promise: Promise<Outcome>;
  readonly resolve: (outcome: Outcome) => void;
  readonly reject: (error: unknown) => void;
}
function withResolvers(): PromiseWithResolvers {
  let resolve: (outcome: Outcome) => void = () => {};
  let reject: (error: unknown) => void = () => {};
  const promise = new Promise<Outcome>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  promise.catch(() => undefined);
  return { promise, resolve, reject };
}

async function orNull<Value>(work: Promise<Value>, withinMs: number): Promise<Value | null> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), withinMs);
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
}
