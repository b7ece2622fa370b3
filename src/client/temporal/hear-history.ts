import type { Client } from '@temporalio/client';
import type { Look } from './read-state';

/**
 * Long-polls the server for the events of a run, page by page; each poll lasts up to about twenty seconds. No worker is
 * involved. Ends with the run, when stopped, or when the server stops answering; callers notice that when they next look at
 * the incident.
 */
export async function hearHistory(
  client: Client,
  { incidentId, runId }: Pick<Look, 'incidentId' | 'runId'>,
  stop: AbortSignal,
  onEvent: (historyLength: number) => void,
): Promise<void> {
  let nextPageToken: Uint8Array | null | undefined;
  const page = () =>
    client.workflowService.getWorkflowExecutionHistory({
      namespace: client.options.namespace,
      execution: { workflowId: incidentId, runId },
      waitNewEvent: true,
      ...(nextPageToken ? { nextPageToken } : {}),
    });
  try {
    do {
      stop.throwIfAborted();
      const answer = await untilStopped(client, stop, page);
      const newest = answer.history?.events?.at(-1)?.eventId;
      if (newest !== undefined && newest !== null) onEvent(Number(newest));
      nextPageToken = answer.nextPageToken;
    } while (nextPageToken && nextPageToken.length > 0);
  } catch {}
}

/** The client leaves its listener on the signal it is given, so each call gets its own signal. */
async function untilStopped<Result>(client: Client, stop: AbortSignal, call: () => Promise<Result>): Promise<Result> {
  const own = new AbortController();
  const abort = (): void => own.abort();
  stop.addEventListener('abort', abort, { once: true });
  try {
    return await client.withAbortSignal(own.signal, call);
  } finally {
    stop.removeEventListener('abort', abort);
  }
}
