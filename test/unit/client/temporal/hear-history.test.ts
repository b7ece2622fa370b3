import { getEventListeners } from 'node:events';
import type { Client } from '@temporalio/client';
import { hearHistory } from '../../../../src/client/temporal/hear-history';

interface Page {
  readonly newest?: number;
  readonly isLast?: boolean;
}

interface Asked {
  readonly nextPageToken?: Uint8Array;
  readonly waitNewEvent?: boolean;
}

/** A server that gives these pages one after the other, and then none. The client leaves a listener on each call's signal, as the real one does. */
function serverOf(pages: readonly Page[], seen: (asked: Asked) => void = () => {}): Client {
  const left = [...pages];
  return {
    options: { namespace: 'default' },
    withAbortSignal: async (signal: AbortSignal, call: () => Promise<unknown>) => {
      const aborted = new Promise<never>((_, reject) => {
        signal.addEventListener('abort', () => reject(new Error('cancelled')));
      });
      return Promise.race([call(), aborted]);
    },
    workflowService: {
      getWorkflowExecutionHistory: async (request: Asked) => {
        seen(request);
        const page = left.shift();
        if (page === undefined) return new Promise(() => {});
        const events = page.newest === undefined ? [] : [{ eventId: page.newest }];
        return { history: { events }, nextPageToken: page.isLast ? new Uint8Array() : new Uint8Array([left.length]) };
      },
    },
  } as unknown as Client;
}
const RUN = { incidentId: 'A-1', runId: 'r' };

describe('hearHistory', () => {
  it('tells how far the history has grown, page by page, and ends with the run', async () => {
    const heard: number[] = [];
    const tokens: (number | undefined)[] = [];
    const pages = [{ newest: 5 }, {}, { newest: 9 }, { newest: 12, isLast: true }];
    const waits: unknown[] = [];
    const client = serverOf(pages, ({ nextPageToken, waitNewEvent }) => {
      tokens.push(nextPageToken?.[0]);
      waits.push(waitNewEvent);
    });
    await hearHistory(client, RUN, new AbortController().signal, (length) => heard.push(length));
    expect(heard).toEqual([5, 9, 12]);
    expect(tokens).toEqual([undefined, 3, 2, 1]);
    // The server answers when there is something: it is not asked again and again.
    expect(waits).toEqual([true, true, true, true]);
  });

  it('ends when it is to stop, and leaves nothing behind however long it has listened', async () => {
    const stop = new AbortController();
    const listening = hearHistory(serverOf(Array(30).fill({})), RUN, stop.signal, () => {});
    await new Promise((resolve) => setImmediate(resolve));
    expect(getEventListeners(stop.signal, 'abort').length).toBeLessThanOrEqual(1);
    stop.abort();
    await listening;
    expect(getEventListeners(stop.signal, 'abort')).toEqual([]);
  });

  it('ends quietly when the server does not answer', async () => {
    const client = serverOf([{ newest: 5 }], ({ nextPageToken }) => {
      if (nextPageToken !== undefined) throw new Error('unavailable');
    });
    const heard: number[] = [];
    await hearHistory(client, RUN, new AbortController().signal, (length) => heard.push(length));
    expect(heard).toEqual([5]);
  });
});
