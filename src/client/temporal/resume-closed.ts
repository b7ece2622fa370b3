import { type Client, WorkflowExecutionAlreadyStartedError, WorkflowFailedError } from '@temporalio/client';
import { TypedSearchAttributes } from '@temporalio/common';
import { decodeArrayFromPayloads } from '@temporalio/common/lib/internal-non-workflow';
import type { IncidentRequest } from '../../incident/model/incident';
import type { StepName } from '../../incident/model/plan';
import { DEFAULT_SEVERITY, urgencyOf } from '../../incident/model/severity';
import type { IncidentState } from '../../incident/model/state';
import { listingOf } from '../../incident/people/listing';
import { resumedState } from '../../incident/response/resume-closed';
import { DECLARED_AT_MEMO, OWNER_MEMO, START_TOKEN_MEMO, TITLE_MEMO, WORKFLOW_TYPE } from '../../workflows/contract/messages';
import { attributePairs } from '../../workflows/contract/search-attributes';
import { RESPONSE_PLAN } from '../../workflows/response/plan';
import { searchable } from '../../workflows/state/searchable';
import { CommandRefusedError } from './errors';
import { summaryOf } from './incident-start';
import { reachable } from './reachable';
import { RUN_OPTIONS } from './run-options';

export interface ResumeRequest {
  readonly incidentId: string;
  readonly step: StepName;
  readonly actor: string;
  readonly actorName: string | undefined;
  readonly via: string | undefined;
  /** Distinguishes our own retried resume from someone else's. */
  readonly requestId: string;
  readonly now: Date;
}

/** `joined`: the same request already resumed it. `open`: someone else did, and nothing was done. */
export type ResumeOutcome = 'started' | 'joined' | 'open';

/**
 * Starts a new run of a closed incident from its final state. The run repeats the step and all steps that depend on it, and
 * reuses what still exists in Slack.
 * @throws CommandRefusedError if it was cancelled or left no state; ServiceUnreachableError.
 */
export async function resumeClosed(client: Client, address: string, request: ResumeRequest): Promise<ResumeOutcome> {
  const { incidentId, step, actor, actorName, via, requestId, now } = request;
  const latest = await latestRun(client, address, incidentId);
  if (latest.isOpen) return joinedOrOpen(latest, requestId);
  const closed = await finalState(client, address, incidentId, latest.runId);
  if (closed.status === 'cancelled') throw refused('a cancelled incident cannot be resumed: start a new one with start-incident');
  const state = resumedState(closed, { plan: RESPONSE_PLAN, step, actor, actorName, via, requestId, nowIso: now.toISOString() });
  const severity = state.incident?.severity ?? DEFAULT_SEVERITY;
  const input = await startInput(client, address, incidentId, latest.runId);
  const start = () =>
    client.workflow.start(WORKFLOW_TYPE, {
      workflowId: incidentId,
      ...RUN_OPTIONS,
      // The new run numbers its keys from the current time, so that no key repeats one of the closed run or of an earlier
      // resume.
      args: [input, { state, said: null, chores: [], count: now.getTime() }],
      workflowIdConflictPolicy: 'FAIL',
      workflowIdReusePolicy: 'ALLOW_DUPLICATE',
      memo: { [START_TOKEN_MEMO]: requestId, [DECLARED_AT_MEMO]: state.createdAt, ...listedMemo(state) },
      staticSummary: `${summaryOf({ id: incidentId, severity })}, resumed from ${step}`,
      priority: { priorityKey: urgencyOf(severity) },
      typedSearchAttributes: searchAttributesOf(state),
    });
  try {
    await reachable(address, start, `It may have been resumed anyway. A retry with --request-id ${requestId} is safe.`);
    return 'started';
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    return joinedOrOpen(await latestRun(client, address, incidentId), requestId);
  }
}

interface LatestRun {
  readonly runId: string;
  readonly isOpen: boolean;
  readonly token: unknown;
}

/** The run id is pinned from here on: if someone resumes the incident in the meantime, the new run has no result to read. */
async function latestRun(client: Client, address: string, incidentId: string): Promise<LatestRun> {
  const { runId, status, memo } = await reachable(address, () => client.workflow.getHandle(incidentId).describe());
  return { runId, isOpen: status.name === 'RUNNING', token: memo?.[START_TOKEN_MEMO] };
}

function joinedOrOpen({ token }: LatestRun, requestId: string): ResumeOutcome {
  return token === requestId ? 'joined' : 'open';
}

/** The closed run has read the incident, so its privacy is known. */
function listedMemo(state: IncidentState): Record<string, string | null> {
  const listing = listingOf(state, { byHand: true });
  return listing === null ? {} : { [TITLE_MEMO]: listing.title, [OWNER_MEMO]: listing.owner };
}

/** All attributes are set here: until a worker picks up the run, listings and statistics have nothing else. */
function searchAttributesOf(state: IncidentState): TypedSearchAttributes {
  const { blockedStep: _, ...rest } = searchable(state);
  return new TypedSearchAttributes().updateCopy(attributePairs(rest));
}

async function finalState(client: Client, address: string, incidentId: string, runId: string): Promise<IncidentState> {
  try {
    return (await reachable(address, () => client.workflow.getHandle(incidentId, runId).result())) as IncidentState;
  } catch (error) {
    if (!(error instanceof WorkflowFailedError)) throw error;
    throw refused(`the incident ended without a result (${error.cause?.message ?? error.message}): start a new one with start-incident`);
  }
}

/** The input that the incident was started with. The raw event is stored nowhere else. */
async function startInput(client: Client, address: string, incidentId: string, runId: string): Promise<IncidentRequest> {
  const { history } = await reachable(address, () =>
    client.workflowService.getWorkflowExecutionHistory({
      namespace: client.options.namespace,
      execution: { workflowId: incidentId, runId },
      maximumPageSize: 1,
    }),
  );
  const started = history?.events?.[0]?.workflowExecutionStartedEventAttributes;
  const [input] = await decodeArrayFromPayloads(client.options.loadedDataConverter, started?.input?.payloads);
  return input as IncidentRequest;
}

function refused(message: string): CommandRefusedError {
  return new CommandRefusedError({ code: 'closed', message });
}
