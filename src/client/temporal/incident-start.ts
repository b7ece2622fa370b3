import { type Client, WorkflowExecutionAlreadyStartedError, WorkflowNotFoundError } from '@temporalio/client';
import { TypedSearchAttributes } from '@temporalio/common';
import { reduceBody } from '../../incident/alerts/reduce-body';
import { createIncident, NotFiringError } from '../../incident/declaration/create-incident';
import type { IncidentRules } from '../../incident/model/config-types';
import type { Incident, IncidentRequest } from '../../incident/model/incident';
import { incidentIdOf, incidentIdPrefixOf, readIncidentId } from '../../incident/model/incident-id';
import { urgencyOf } from '../../incident/model/severity';
import { type AlertUpdatedInput, DECLARED_AT_MEMO, START_TOKEN_MEMO, WORKFLOW_TYPE } from '../../workflows/contract/messages';
import { attributePairs, SEARCH_ATTRIBUTES } from '../../workflows/contract/search-attributes';
import { closedError } from './ending';
import { IdTakenError, IncidentClosedError } from './errors';
import { ANY_RUN } from './list-filter';
import { reachable } from './reachable';
import type { Reading } from './read-state';
import { RUN_OPTIONS } from './run-options';
import { type Sent, sendAlert } from './send-command';

const MAX_NUMBERS = 1_000;
/** A start may have taken effect although its answer was lost. */
const PERHAPS_STARTED =
  'It may have started anyway. Before you retry, see whether it is there: incident list. With --incident-id, a retry is safe.';

export type StartRequest = Omit<IncidentRequest, 'incidentId'> & { readonly incidentId?: string };
export interface Started {
  readonly incidentId: string;
  readonly runId: string;
  /** False if it was already open; it has then been sent this event. */
  readonly created: boolean;
  /** The incident as started. Null for a joined one: read it, because the request does not describe it. */
  readonly incident: Incident | null;
  /** The incident's status afterwards; null if the server does not know it. */
  readonly status: string | null;
  /** The result of sending this event to the joined incident; null if there was no event. */
  readonly delivery: Sent | null;
}

/** One request to start an incident. Safe to repeat with the same start token. */
export class IncidentStart {
  constructor(
    private readonly client: Client,
    private readonly address: string,
    private readonly rules: IncidentRules,
    private readonly startToken: string,
    private readonly at: Date,
    /** Reads a closed incident. */
    private readonly read: (incidentId: string) => Promise<Reading>,
  ) {}

  /** Starts it, or joins the open incident with that id. `from`: the first number to try. @throws as `IncidentClient.start` */
  async start(request: StartRequest, from?: number): Promise<Started> {
    const explicit = request.incidentId === undefined ? undefined : readIncidentId(request.incidentId, 'incidentId');
    const { at, rules } = this;
    const { idPrefix } = rules;
    // The request is validated before anything is started, under the first possible id.
    try {
      this.incidentOf({ ...request, incidentId: explicit ?? incidentIdOf(idPrefix, at, 1) });
    } catch (error) {
      if (explicit === undefined || !(error instanceof NotFiringError)) throw error;
      // This alert does not open an incident, but an open one may need it.
      return this.join(explicit, this.reduced(request)).catch((other: unknown) => {
        throw isNoOpenIncident(other) ? error : other;
      });
    }
    const sent = this.reduced(request);
    if (explicit !== undefined) return this.startUnder(explicit, sent);
    const first = from ?? (await countIncidents(this.client, this.address, incidentIdPrefixOf(idPrefix, at))) + 1;
    for (let number = first; number < first + MAX_NUMBERS; number += 1) {
      const incidentId = incidentIdOf(idPrefix, at, number);
      const started = await this.tryStart({ ...sent, incidentId });
      if (started !== null) return started;
    }
    throw new Error(
      `no free incident id: tried ${MAX_NUMBERS} numbers after ${incidentIdPrefixOf(idPrefix, at)}. Nothing was started. Choose an id with --incident-id`,
    );
  }

  /** The request with its event reduced to fit a Temporal payload. @throws InvalidInputError if that is not possible. */
  private reduced(request: StartRequest): StartRequest {
    const { event, source, title } = request;
    if (event === undefined) return request;
    return { ...request, event: reduceBody(event, { source, fallbackTitle: title, receivedAt: this.at.toISOString() }) };
  }

  private async startUnder(incidentId: string, request: StartRequest): Promise<Started> {
    const started = await this.tryStart({ ...request, incidentId });
    if (started !== null) return started;
    return this.join(incidentId, request);
  }

  /** Sends the event to the open incident with that id. @throws IdTakenError, IncidentClosedError, WorkflowNotFoundError */
  private async join(incidentId: string, request: StartRequest): Promise<Started> {
    const { client, address } = this;
    const { status, runId, type, typedSearchAttributes } = await reachable(address, () => client.workflow.getHandle(incidentId).describe());
    if (type !== WORKFLOW_TYPE) throw new IdTakenError(incidentId, type);
    if (status.name !== 'RUNNING') throw closedError(incidentId, await this.read(incidentId));
    const known = typedSearchAttributes.get(SEARCH_ATTRIBUTES.status) ?? null;
    const delivery = request.event === undefined ? null : await this.deliver(incidentId, request);
    return { incidentId, runId, created: false, incident: null, status: delivery?.status ?? known, delivery };
  }

  private async deliver(incidentId: string, request: StartRequest): Promise<Sent> {
    const { client, address } = this;
    const { actor, actorName, via, event, source, title } = request;
    const input: AlertUpdatedInput = {
      actor,
      at: this.at.toISOString(),
      requestId: this.startToken,
      event,
      ...(actorName === undefined ? {} : { actorName }),
      ...(via === undefined ? {} : { via }),
      ...(source === undefined ? {} : { source }),
      ...(title === undefined ? {} : { title }),
    };
    return sendAlert(client, address, incidentId, input);
  }

  /** Null if another start has taken the id. */
  private async tryStart(request: IncidentRequest): Promise<Started | null> {
    const { client, address } = this;
    const { incidentId } = request;
    const incident = this.incidentOf(request);
    const start = () =>
      client.workflow.start(WORKFLOW_TYPE, {
        workflowId: incidentId,
        ...RUN_OPTIONS,
        args: [request],
        workflowIdConflictPolicy: 'FAIL',
        workflowIdReusePolicy: 'REJECT_DUPLICATE',
        memo: { [START_TOKEN_MEMO]: this.startToken, [DECLARED_AT_MEMO]: this.at.toISOString() },
        staticSummary: summaryOf(incident),
        staticDetails: detailsOf(incident),
        priority: { priorityKey: urgencyOf(incident.severity) },
        typedSearchAttributes: new TypedSearchAttributes().updateCopy(
          attributePairs({ severity: incident.severity, status: 'triggered', source: incident.source }),
        ),
      });
    try {
      const handle = await reachable(address, start, PERHAPS_STARTED);
      return { incidentId, runId: handle.firstExecutionRunId, created: true, incident, status: 'triggered', delivery: null };
    } catch (error) {
      if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
      // A workflow that carries our token was started by this very request; the answer to that start was lost.
      const { memo, runId } = await reachable(address, () => client.workflow.getHandle(incidentId).describe());
      return memo?.[START_TOKEN_MEMO] === this.startToken
        ? { incidentId, runId, created: true, incident, status: 'triggered', delivery: null }
        : null;
    }
  }

  private incidentOf(request: IncidentRequest): Incident {
    return createIncident({ request, rules: this.rules, receivedAt: this.at.toISOString() });
  }
}

/** How many of the ids with this prefix exist. This is only a hint of where to begin, because visibility lags behind. */
export async function countIncidents(client: Client, address: string, prefix: string): Promise<number> {
  const { count } = await reachable(address, () => client.workflow.count(`${ANY_RUN} AND WorkflowId STARTS_WITH '${prefix}'`));
  return count;
}

/** True if the id belongs to something else, to a closed incident, or to nothing. */
function isNoOpenIncident(error: unknown): boolean {
  return error instanceof IdTakenError || error instanceof IncidentClosedError || error instanceof WorkflowNotFoundError;
}

/**
 * Texts for the Temporal UI's list and the top of the run's page. They can never change and are never encrypted, and the
 * starter may not know the configuration that makes the incident private. So they quote nothing from the event: the title
 * follows in the memo and the current details once a worker has read the event.
 */
export function summaryOf({ severity, id }: Pick<Incident, 'severity' | 'id'>): string {
  return `${severity}: ${id}`;
}

export function detailsOf({ severity, id }: Pick<Incident, 'severity' | 'id'>): string {
  return `Incident ${id}, declared with severity ${severity}. The current details show its status.`;
}
