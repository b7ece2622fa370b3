import type { Client } from '@temporalio/client';
import type { Look } from './read-state';

/**
 * Waits at the server for the events of a run, page by page: it answers when there is something, or after some twenty
 * seconds. No worker is asked. Ends with the run, when it is stopped, or when the server does not answer any more, which
 * whoever looks at the incident finds out as well.
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

/** The client leaves its listener on the signal that it is given, so each call gets one of its own. */
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
