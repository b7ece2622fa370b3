import { type WorkSigns, workProblem } from '../../../src/worker/work-problem';

const NOW = 1_000_000_000;
const working: WorkSigns = { now: NOW, servingSince: NOW - 600_000, isStopping: false, seenAt: NOW - 60_000, runningActivities: 0 };

describe('workProblem', () => {
  it.each<[string, Partial<WorkSigns>, string | null]>([
    ['Temporal has just seen it', {}, null],
    ['it has not begun', { servingSince: null }, 'the worker has not started to serve its queues'],
    ['it is stopping', { isStopping: true }, 'the worker is stopping'],
    ['Temporal cannot be asked', { seenAt: null }, null],
    ['Temporal has not seen it for long', { seenAt: NOW - 200_000 }, 'the worker has not asked Temporal for work for 200 s'],
    ['its slots are taken, so it does not ask', { seenAt: NOW - 200_000, runningActivities: 8 }, null],
    ['Temporal has never seen it', { seenAt: 0 }, 'the worker has not asked Temporal for work for 600 s'],
    ['it has begun a moment ago and was not seen yet', { seenAt: 0, servingSince: NOW - 1_000 }, null],
  ])('when %s', (_, signs, problem) => {
    expect(workProblem({ ...working, ...signs })).toBe(problem);
  });
});
