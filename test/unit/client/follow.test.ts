import { ServiceUnreachableError } from '../../../src/client/errors';
import { follow } from '../../../src/client/follow';
import type { Reading } from '../../../src/client/read-state';
import { newState } from '../../support/sample-state';

const reading = (changes: Partial<Reading> = {}): Reading => ({
  incidentId: 'A-1',
  state: newState(),
  source: 'workflow',
  status: 'RUNNING',
  startedAt: '2026-01-01T10:00:00Z',
  waiting: [],
  known: { severity: null, status: null, source: null, channel: null, blockedStep: null, responders: [], summary: null },
  failure: null,
  ...changes,
});

/** Answers one after the other; the last one again and again. */
function answering(...answers: (Reading | Error)[]) {
  return {
    read: async () => {
      const next = answers.length > 1 ? answers.shift() : answers[0];
      if (next instanceof Error) throw next;
      return next as Reading;
    },
  };
}
const quiet = { onReading: () => {}, onTrouble: () => {} };

describe('follow', () => {
  it('ends when it is over', async () => {
    const incidents = answering(reading(), reading({ state: newState({ responseComplete: true }) }));
    const followed = await follow(incidents, 'A-1', { ...quiet, isOver: ({ state }) => state?.responseComplete === true });
    expect(followed).toMatchObject({ isOver: true, reading: { state: { responseComplete: true } } });
  });

  it('ends when the workflow has, whatever its state', async () => {
    const followed = await follow(answering(reading({ status: 'FAILED', state: null })), 'A-1', { ...quiet, isOver: () => false });
    expect(followed).toMatchObject({ isOver: true, reading: { status: 'FAILED' } });
  });

  it('gives what was read last when the time is over, even while an answer is outstanding', async () => {
    let asked = 0;
    const incidents = {
      read: () => {
        asked += 1;
        return asked === 1 ? Promise.resolve(reading()) : new Promise<Reading>(() => {});
      },
    };
    const followed = await follow(incidents, 'A-1', { ...quiet, timeoutMs: 400, isOver: () => false });
    expect(followed).toMatchObject({ isOver: false, reading: { incidentId: 'A-1' } });
    expect(asked).toBe(2);
  });

  it('tells of trouble once, and once of its end', async () => {
    const down = new ServiceUnreachableError('Temporal at x does not answer');
    const told: (string | null)[] = [];
    const incidents = answering(down, down, reading({ status: 'COMPLETED' }));
    await follow(incidents, 'A-1', { onReading: () => {}, onTrouble: (message) => told.push(message), isOver: () => false });
    expect(told).toEqual(['Temporal at x does not answer', null]);
  });
});
