import {
  type Client,
  QueryNotRegisteredError,
  ServiceError,
  type WorkflowExecutionDescription,
  WorkflowFailedError,
} from '@temporalio/client';
import type { IncidentState } from '../../incident/model/state';
import { type WordedState, wordedState } from '../../incident/timeline-words/worded-state';
import { OWNER_MEMO, QUERIES, TITLE_MEMO, WORKFLOW_TYPE } from '../../workflows/contract/messages';
import { SEARCH_ATTRIBUTES } from '../../workflows/contract/search-attributes';
import { NoSuchIncidentError } from './errors';
import { reachable } from './reachable';

const QUERY_LIMIT_MS = 3_000;

/** A waiting step: the last failure of its activity, and the time of the next attempt. */
export interface Waiting {
  readonly activityId: string;
  readonly attempt: number;
  readonly lastFailure: string | null;
  readonly nextTryAt: string | null;
}

/** What the server knows about an incident without a worker; null where it knows nothing. */
export interface Known {
  readonly severity: string | null;
  readonly status: string | null;
  readonly source: string | null;
  readonly channel: string | null;
  readonly blockedStep: string | null;
  /** Slack user ids; empty for a private incident. */
  readonly responders: readonly string[];
  /** Null for a private incident, and until a worker has read the event. */
  readonly title: string | null;
  /** Who owns it; null in the same cases. */
  readonly owner: string | null;
}

/** What the server says about an incident without a worker. */
export interface Look {
  readonly incidentId: string;
  readonly runId: string;
  /** Status of the workflow: `RUNNING`, `COMPLETED`, `FAILED`, `TERMINATED`… */
  readonly status: string;
  /** Number of events in this run. While it is unchanged, so is the state. */
  readonly historyLength: number;
  readonly startedAt: string;
  readonly waiting: readonly Waiting[];
  readonly known: Known;
}

/** What was read, and its source: the workflow itself, its result, or only the server. */
export interface Reading extends Look {
  readonly state: WordedState | null;
  readonly source: 'workflow' | 'result' | 'server';
  /** Why the workflow failed, if it did. */
  readonly failure: string | null;
}

/** Looks at an incident; this is cheap. @throws NoSuchIncidentError, WorkflowNotFoundError, ServiceUnreachableError */
export async function lookAt(client: Client, address: string, incidentId: string): Promise<Look> {
  const description = await reachable(address, () => client.workflow.getHandle(incidentId).describe());
  if (description.type !== WORKFLOW_TYPE) throw new NoSuchIncidentError(incidentId);
  return {
    incidentId,
    runId: description.runId,
    status: description.status.name,
    historyLength: description.historyLength,
    startedAt: description.startTime.toISOString(),
    waiting: waitingOf(description.raw.pendingActivities ?? []),
    known: knownOf(description),
  };
}

/**
 * Reads the full state of an incident, given an earlier look, from a worker where one is needed. @throws
 * ServiceUnreachableError
 */
export async function readState(client: Client, address: string, look: Look): Promise<Reading> {
  const handle = client.workflow.getHandle(look.incidentId);
  if (look.status === 'COMPLETED') {
    const state = (await reachable(address, () => handle.result())) as IncidentState;
    // Text is generated where it is displayed; a stored result has none.
    return { ...look, failure: null, state: wordedState(state), source: 'result' };
  }
  // A worker can still replay a failed or terminated workflow and read its state.
  const failure = look.status === 'FAILED' ? await failureOf(handle.result()) : null;
  try {
    const state = await client.withDeadline(Date.now() + QUERY_LIMIT_MS, () => handle.query<WordedState>(QUERIES.state));
    return { ...look, failure, state, source: 'workflow' };
  } catch (error) {
    // No worker is answering, or the workflow has not run its first task: only the server's knowledge is left.
    if (error instanceof ServiceError || error instanceof QueryNotRegisteredError) {
      return { ...look, failure, state: null, source: 'server' };
    }
    throw error;
  }
}

function knownOf({ typedSearchAttributes: attributes, memo }: WorkflowExecutionDescription): Known {
  return {
    severity: attributes.get(SEARCH_ATTRIBUTES.severity) ?? null,
    status: attributes.get(SEARCH_ATTRIBUTES.status) ?? null,
    source: attributes.get(SEARCH_ATTRIBUTES.source) ?? null,
    channel: attributes.get(SEARCH_ATTRIBUTES.channel) ?? null,
    blockedStep: attributes.get(SEARCH_ATTRIBUTES.blockedStep) ?? null,
    responders: attributes.get(SEARCH_ATTRIBUTES.responders) ?? [],
    title: memoText(memo, TITLE_MEMO),
    owner: memoText(memo, OWNER_MEMO),
  };
}

/** A text from the memo; null if there is none. */
export function memoText(memo: Readonly<Record<string, unknown>> | undefined, key: string): string | null {
  const value = memo?.[key];
  return typeof value === 'string' ? value : null;
}

async function failureOf(result: Promise<unknown>): Promise<string | null> {
  try {
    await result;
    return null;
  } catch (error) {
    return error instanceof WorkflowFailedError ? (error.cause?.message ?? error.message) : null;
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
