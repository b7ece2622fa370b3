import { serveUntilStopped } from '../../../src/worker/serve';
import { TemporalRefusedError } from '../../../src/worker/temporal-refused';

const never = new Promise<never>(() => {});

/** A worker that ends when it is asked to, in the given way; `fail` makes it end by itself. */
function fakeWorker(whenAsked: 'ends' | 'fails' | 'hangs' = 'ends') {
  let state = 'RUNNING';
  let settle: { resolve: () => void; reject: (error: Error) => void } | undefined;
  return {
    run: () =>
      new Promise<void>((resolve, reject) => {
        settle = { resolve, reject };
      }),
    getState: () => state as 'RUNNING',
    shutdown() {
      state = 'STOPPING';
      if (whenAsked === 'ends') settle?.resolve();
      if (whenAsked === 'fails') settle?.reject(new Error('its time is up'));
    },
    fail(error: Error) {
      state = 'FAILED';
      settle?.reject(error);
    },
  };
}

describe('serveUntilStopped', () => {
  afterEach(() => void jest.useRealTimers());

  it('asks every worker to end when it is stopped, and waits for them', async () => {
    const workers = [fakeWorker(), fakeWorker()];
    const onStopping = jest.fn();
    expect(await serveUntilStopped({ workers, stopped: Promise.resolve(), refused: never, onStopping })).toBe(true);
    expect(workers.map((worker) => worker.getState())).toEqual(['STOPPING', 'STOPPING']);
    expect(onStopping).toHaveBeenCalledTimes(1);
  });

  it.each(['fails', 'hangs'] as const)('says that not all work has ended when a worker %s, and ends all the same', async (how) => {
    jest.useFakeTimers();
    const served = serveUntilStopped({ workers: [fakeWorker(how)], stopped: Promise.resolve(), refused: never, onStopping: () => {} });
    await jest.advanceTimersByTimeAsync(22_000);
    expect(await served).toBe(false);
  });

  it('throws the refusal, also when a worker hangs', async () => {
    jest.useFakeTimers();
    const refusal = new TemporalRefusedError('no key');
    const served = serveUntilStopped({
      workers: [fakeWorker('hangs')],
      stopped: never,
      refused: Promise.resolve(refusal),
      onStopping: () => {},
    });
    const outcome = expect(served).rejects.toBe(refusal);
    await jest.advanceTimersByTimeAsync(5_000);
    await outcome;
  });

  it('ends the others when one fails, and throws why', async () => {
    const workers = [fakeWorker(), fakeWorker()] as const;
    const served = serveUntilStopped({ workers, stopped: never, refused: never, onStopping: () => {} });
    workers[0].fail(new Error('out of memory'));
    await expect(served).rejects.toThrow('out of memory');
    expect(workers[1].getState()).toBe('STOPPING');
  });
});
