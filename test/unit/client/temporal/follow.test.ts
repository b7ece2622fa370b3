import { getEventListeners } from 'node:events';
import { ServiceUnreachableError } from '../../../../src/client/temporal/errors';
import { type Followable, follow } from '../../../../src/client/temporal/follow';
import type { Look, Reading } from '../../../../src/client/temporal/read-state';
import { wordedState } from '../../../../src/incident/timeline-words/worded-state';
import { newState } from '../../../support/sample-state';

const reading = (changes: Partial<Reading> = {}): Reading => ({
  incidentId: 'A-1',
  runId: 'first',
  historyLength: 5,
  state: wordedState(newState()),
  source: 'workflow',
  status: 'RUNNING',
  startedAt: '2026-01-01T10:00:00Z',
  waiting: [],
  known: { severity: null, status: null, source: null, channel: null, blockedStep: null, responders: [], title: null, owner: null },
  failure: null,
  ...changes,
});

/** Gives these one after the other, the last one again and again, and counts what it is asked. */
function incidentsAnswering(...answers: (Reading | Error)[]) {
  const asked = { looks: 0, reads: 0 };
  const stops: AbortSignal[] = [];
  const tell: ((historyLength: number) => void)[] = [];
  const incidents: Followable = {
    look: async () => {
      asked.looks += 1;
      const [next] = answers;
      if (next instanceof Error) {
        answers.shift();
        throw next;
      }
      return next as Look;
    },
    readAt: async (look) => {
      asked.reads += 1;
      const next = (answers.length > 1 ? answers.shift() : answers[0]) as Reading;
      return { ...next, historyLength: look.historyLength };
    },
    hear: async (_look, stop, onEvent) => {
      tell.push(onEvent);
      stops.push(stop);
      await new Promise<void>((resolve) => stop.addEventListener('abort', () => resolve(), { once: true }));
    },
  };
  return { incidents, asked, stops, grow: (historyLength: number) => tell.at(-1)?.(historyLength) };
}
const quiet = { lookEveryMs: 20, onReading: () => {}, onTrouble: () => {} };
const isComplete = ({ state }: Reading) => state?.responseComplete === true;

describe('follow', () => {
  it('reads once more when the history has grown, and ends when it is over', async () => {
    const { incidents, grow, asked } = incidentsAnswering(reading(), reading({ state: wordedState(newState({ responseComplete: true })) }));
    const followed = await follow(incidents, 'A-1', {
      ...quiet,
      lookEveryMs: 60_000,
      onReading: () => {
        // All events of one change, which are told one by one.
        for (const length of [6, 7, 8]) grow(length);
      },
      isOver: isComplete,
    });
    expect(followed).toMatchObject({ isOver: true, reading: { state: { responseComplete: true } } });
    expect(asked).toEqual({ looks: 1, reads: 2 });
  });

  it('lets the other events of a change come before it reads', async () => {
    const { incidents, grow } = incidentsAnswering(reading(), reading({ state: wordedState(newState({ responseComplete: true })) }));
    const { readAt } = incidents;
    let length = 5;
    const readAtLengths: number[] = [];
    Object.assign(incidents, {
      readAt: (look: Look) => {
        readAtLengths.push(length);
        return readAt(look);
      },
    });
    const tellOfTheNext = (): void => {
      length += 1;
      grow(length);
      if (length < 8) setImmediate(tellOfTheNext);
    };
    const onReading = (read: Reading): void => {
      if (!isComplete(read)) tellOfTheNext();
    };
    await follow(incidents, 'A-1', { ...quiet, lookEveryMs: 60_000, onReading, isOver: isComplete });
    expect(readAtLengths).toEqual([5, 8]);
  });

  it('ends when the workflow has, whatever its state', async () => {
    const { incidents } = incidentsAnswering(reading({ status: 'FAILED', state: null }));
    const followed = await follow(incidents, 'A-1', { ...quiet, isOver: () => false });
    expect(followed).toMatchObject({ isOver: true, reading: { status: 'FAILED' } });
  });

  it('asks for the whole state once while the history stays as it is', async () => {
    const { incidents, asked, grow } = incidentsAnswering(reading());
    await follow(incidents, 'A-1', {
      ...quiet,
      // What the server tells from the beginning is nothing new.
      onReading: () => grow(5),
      isOver: () => asked.looks === 3,
    });
    expect(asked).toEqual({ looks: 3, reads: 1 });
  });

  it('leaves no listener behind for each time that it waits', async () => {
    const { incidents, asked, stops } = incidentsAnswering(reading());
    let most = 0;
    const onReading = (): void => {
      for (const stop of stops) most = Math.max(most, getEventListeners(stop, 'abort').length);
    };
    await follow(incidents, 'A-1', { ...quiet, lookEveryMs: 1, onReading, isOver: () => asked.looks === 15 });
    expect(most).toBeLessThanOrEqual(3);
  });

  it('asks again for a state that no worker has given', async () => {
    const { incidents, asked } = incidentsAnswering(reading({ state: null, source: 'server' }), reading());
    await follow(incidents, 'A-1', { ...quiet, isOver: ({ state }) => state !== null });
    expect(asked.reads).toBe(2);
  });

  it('reads and listens anew when the incident goes on in another run', async () => {
    const next = reading({ runId: 'second', historyLength: 3, state: wordedState(newState({ responseComplete: true })) });
    const { incidents, asked } = incidentsAnswering(reading(), next);
    expect(await follow(incidents, 'A-1', { ...quiet, isOver: isComplete })).toMatchObject({ reading: { runId: 'second' } });
    expect(asked).toEqual({ looks: 2, reads: 2 });
  });

  it('gives what was read last when the time is over, even while an answer is outstanding', async () => {
    const { incidents, asked, grow } = incidentsAnswering(reading());
    const readAt = incidents.readAt;
    Object.assign(incidents, { readAt: (look: Look) => (asked.reads === 1 ? new Promise(() => {}) : readAt(look)) });
    const followed = await follow(incidents, 'A-1', { ...quiet, onReading: () => grow(6), timeoutMs: 600, isOver: () => false });
    expect(followed).toMatchObject({ isOver: false, reading: { incidentId: 'A-1' } });
  });

  it('tells of trouble once, and once of its end', async () => {
    const down = new ServiceUnreachableError("couldn't reach Temporal at x: timed out");
    const told: (string | null)[] = [];
    const { incidents } = incidentsAnswering(down, down, reading({ status: 'COMPLETED' }));
    await follow(incidents, 'A-1', { ...quiet, onTrouble: (message) => told.push(message), isOver: () => false });
    expect(told).toEqual(["couldn't reach Temporal at x: timed out", null]);
  });
});
