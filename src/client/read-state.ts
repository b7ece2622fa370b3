import { type Client, QueryNotRegisteredError, ServiceError } from '@temporalio/client';
import type { IncidentState } from '../incident/state';
import { QUERIES } from '../workflows/messages';
import { reachable } from './reachable';

const QUERY_LIMIT_MS = 3_000;

/** A step that waits: what its activity met last, and when it is tried again. */
export interface Waiting {
  readonly activityId: string;
  readonly attempt: number;
  readonly lastFailure: string | null;
  readonly nextTryAt: string | null;
}
/** What was read, and from where: the workflow itself, its result, or only the server. */
export interface Reading {
  readonly state: IncidentState | null;
  readonly source: 'workflow' | 'result' | 'server';
  readonly status: string;
  readonly startedAt: string;
  readonly waiting: readonly Waiting[];
}

/** Reads an incident. @throws WorkflowNotFoundError, ServiceUnreachableError */
export async function readState(client: Client, address: string, incidentId: string): Promise<Reading> {
  const handle = client.workflow.getHandle(incidentId);
  const description = await reachable(address, () => handle.describe());
  const about = {
    status: description.status.name,
    startedAt: description.startTime.toISOString(),
    waiting: waitingOf(description.raw.pendingActivities ?? []),
  };
  if (about.status !== 'RUNNING') {
    const state = about.status === 'COMPLETED' ? ((await handle.result()) as IncidentState) : null;
    return { ...about, state, source: state === null ? 'server' : 'result' };
  }
  try {
    const state = await client.withDeadline(Date.now() + QUERY_LIMIT_MS, () => handle.query<IncidentState>(QUERIES.state));
    return { ...about, state, source: 'workflow' };
  } catch (error) {
    // No worker answers, or the workflow has not run its first task: the server's own knowledge is what there is.
    if (error instanceof ServiceError || error instanceof QueryNotRegisteredError || /deadline|Deadline|query/i.test(String(error))) {
      return { ...about, state: null, source: 'server' };
    }
    throw error;
  }
}

interface PendingActivity {
  readonly activityId?: string | null;
  readonly attempt?: number | null;
  readonly lastFailure?: { readonly message?: string | null } | null;
  readonly nextAttemptScheduleTime?: { readonly seconds?: unknown } | null;
}

function waitingOf(pending: readonly PendingActivity[]): Waiting[] {
  return pending
    .filter(({ attempt }) => (attempt ?? 1) > 1)
    .map(({ activityId, attempt, lastFailure, nextAttemptScheduleTime: next }) => ({
      activityId: activityId ?? '',
      attempt: attempt ?? 1,
      lastFailure: lastFailure?.message ?? null,
      nextTryAt: next?.seconds === undefined || next.seconds === null ? null : new Date(Number(next.seconds) * 1_000).toISOString(),
    }));
}
