import { randomUUID } from 'node:crypto';
import { type Client, type ConnectionLike, WorkflowExecutionAlreadyStartedError, WorkflowNotFoundError } from '@temporalio/client';
import { reduceBody } from '../../incident/alerts/reduce-body';
import { createIncident, NotFiringError } from '../../incident/declaration/create-incident';
import type { CommandName } from '../../incident/model/commands';
import type { IncidentRules } from '../../incident/model/config-types';
import type { Incident, IncidentRequest } from '../../incident/model/incident';
import { incidentIdOf, incidentIdPrefixOf, readIncidentId } from '../../incident/model/incident-id';
import { urgencyOf } from '../../incident/model/severity';
import type { IncidentState } from '../../incident/model/state';
import type { IncidentStats } from '../../incident/report/incident-stats';
import {
  type AlertUpdatedInput,
  type CommandInput,
  DECLARED_AT_MEMO,
  SEARCH_ATTRIBUTES,
  START_TOKEN_MEMO,
  WORKFLOW_TYPE,
} from '../../workflows/contract/messages';
import { endingOf } from './ending';
import { IdTakenError, IncidentClosedError, NoSuchIncidentError } from './errors';
import { hearHistory } from './hear-history';
import { readStats } from './incident-stats';
import { ANY_RUN, type ListFilter } from './list-filter';
import { type ListedIncident, listIncidents } from './list-incidents';
import { reachable } from './reachable';
import { type Look, lookAt, type Reading, readState } from './read-state';
import { resumeClosed } from './resume-closed';
import { RUN_OPTIONS } from './run-options';
import { type Sent, sendAlert, sendCommand } from './send-command';
import { detailsOf, summaryOf } from './start-texts';

const MAX_NUMBERS = 1_000;
/** A start whose answer is lost may have taken effect. */
const PERHAPS_STARTED =
  'It may have been started all the same. Check with incident list before you repeat it; a start with --incident-id is safe to repeat.';

export type StartRequest = Omit<IncidentRequest, 'incidentId'> & { readonly incidentId?: string };
export interface Started {
  readonly incidentId: string;
  readonly runId: string;
  /** False: it was open already, and has been told of this event. */
  readonly created: boolean;
  /** As it was started; of one that was joined the request says nothing, so that `read` must be asked. */
  readonly incident: Incident | null;
  /** Of the incident, after it was told; null when the server does not know it. */
  readonly status: string | null;
  /** What has come of telling an incident that was joined of this event; null: there was nothing to tell. */
  readonly told: Sent | null;
}
export interface IncidentClientOptions {
  readonly client: Client;
  readonly address: string;
  readonly rules: IncidentRules;
  readonly now?: () => Date;
}

/** The one way in for every front end: starts incidents, reads them, sends commands. */
export class IncidentClient {
  private readonly now: () => Date;

  constructor(readonly options: IncidentClientOptions) {
    this.now = options.now ?? (() => new Date());
  }

  /**
   * Starts an incident, or joins the open one of that id. Safe to repeat under one start token.
   * @throws InvalidInputError before anything is started; IncidentClosedError; IdTakenError; ServiceUnreachableError;
   *   NamespaceNotSetUpError.
   */
  async start(request: StartRequest, startToken: string = randomUUID()): Promise<Started> {
    const explicit = request.incidentId === undefined ? undefined : readIncidentId(request.incidentId, 'incidentId');
    const at = this.now();
    const { idPrefix } = this.options.rules;
    // Checked before anything is started, under the first id there may be.
    try {
      this.incidentOf({ ...request, incidentId: explicit ?? incidentIdOf(idPrefix, at, 1) }, at);
    } catch (error) {
      if (explicit === undefined || !(error instanceof NotFiringError)) throw error;
      // Such an alert opens no incident, but one that is open may want to know of it.
      return this.join(explicit, this.reduced(request, at), startToken, at).catch((other: unknown) => {
        throw isNoOpenIncident(other) ? error : other;
      });
    }
    const sent = this.reduced(request, at);
    if (explicit !== undefined) return this.startUnder(explicit, sent, startToken, at);
    const first = (await this.countOf(incidentIdPrefixOf(idPrefix, at))) + 1;
    for (let number = first; number < first + MAX_NUMBERS; number += 1) {
      const incidentId = incidentIdOf(idPrefix, at, number);
      const started = await this.tryStart({ ...sent, incidentId }, startToken, at);
      if (started !== null) return started;
    }
    throw new Error(`no free number among ${MAX_NUMBERS} for ${incidentIdPrefixOf(idPrefix, at)}`);
  }

  /** With an event that fits into a payload of Temporal's. @throws InvalidInputError when it cannot be made to. */
  private reduced(request: StartRequest, at: Date): StartRequest {
    const { event, source, title } = request;
    if (event === undefined) return request;
    return { ...request, event: reduceBody(event, { source, fallbackTitle: title, receivedAt: at.toISOString() }) };
  }

  private async startUnder(incidentId: string, request: StartRequest, startToken: string, at: Date): Promise<Started> {
    const started = await this.tryStart({ ...request, incidentId }, startToken, at);
    if (started !== null) return started;
    return this.join(incidentId, request, startToken, at);
  }

  /** Tells the open incident of that id of the event. @throws IdTakenError, IncidentClosedError, WorkflowNotFoundError */
  private async join(incidentId: string, request: StartRequest, startToken: string, at: Date): Promise<Started> {
    const { client, address } = this.options;
    const { status, runId, type, typedSearchAttributes } = await reachable(address, () => client.workflow.getHandle(incidentId).describe());
    if (type !== WORKFLOW_TYPE) throw new IdTakenError(incidentId, type);
    if (status.name !== 'RUNNING') throw await this.closed(incidentId);
    const known = typedSearchAttributes.get(SEARCH_ATTRIBUTES.status) ?? null;
    const told = request.event === undefined ? null : await this.tell(incidentId, request, startToken, at);
    return { incidentId, runId, created: false, incident: null, status: told?.status ?? known, told };
  }

  private async tell(incidentId: string, request: StartRequest, requestId: string, at: Date): Promise<Sent> {
    const { client, address } = this.options;
    const { actor, via, event, source, title } = request;
    const input: AlertUpdatedInput = {
      actor,
      at: at.toISOString(),
      requestId,
      event,
      ...(via === undefined ? {} : { via }),
      ...(source === undefined ? {} : { source }),
      ...(title === undefined ? {} : { title }),
    };
    return sendAlert(client, address, incidentId, input);
  }

  /** Null when the id is taken by somebody else's start. */
  private async tryStart(request: IncidentRequest, startToken: string, at: Date): Promise<Started | null> {
    const { client, address } = this.options;
    const { incidentId } = request;
    const incident = this.incidentOf(request, at);
    const start = () =>
      client.workflow.start(WORKFLOW_TYPE, {
        workflowId: incidentId,
        ...RUN_OPTIONS,
        args: [request],
        workflowIdConflictPolicy: 'FAIL',
        workflowIdReusePolicy: 'REJECT_DUPLICATE',
        memo: { [START_TOKEN_MEMO]: startToken, [DECLARED_AT_MEMO]: at.toISOString() },
        staticSummary: summaryOf(incident),
        staticDetails: detailsOf(incident),
        priority: { priorityKey: urgencyOf(incident.severity) },
        typedSearchAttributes: [
          { key: SEARCH_ATTRIBUTES.severity, value: incident.severity },
          { key: SEARCH_ATTRIBUTES.status, value: 'triggered' },
          { key: SEARCH_ATTRIBUTES.source, value: incident.source },
        ],
      });
    try {
      const handle = await reachable(address, start, PERHAPS_STARTED);
      return { incidentId, runId: handle.firstExecutionRunId, created: true, incident, status: 'triggered', told: null };
    } catch (error) {
      if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
      // Our own start whose answer was lost bears our token.
      const { memo, runId } = await reachable(address, () => client.workflow.getHandle(incidentId).describe());
      return memo?.[START_TOKEN_MEMO] === startToken
        ? { incidentId, runId, created: true, incident, status: 'triggered', told: null }
        : null;
    }
  }

  private incidentOf(request: IncidentRequest, at: Date): Incident {
    return createIncident({ request, rules: this.options.rules, receivedAt: at.toISOString() });
  }

  /** How many ids of today there are: a hint where to begin, since visibility lags behind. */
  private async countOf(prefix: string): Promise<number> {
    const { client, address } = this.options;
    const { count } = await reachable(address, () => client.workflow.count(`${ANY_RUN} AND WorkflowId STARTS_WITH '${prefix}'`));
    return count;
  }

  /** Open incidents, or all, newest first, one row an id. @throws InvalidInputError, ServiceUnreachableError */
  async list(filter: ListFilter): Promise<readonly ListedIncident[]> {
    return listIncidents(this.options.client, this.options.address, filter, this.now());
  }

  /** Counts, and how long it took; of those declared since then, or of all that the server keeps. @throws ServiceUnreachableError */
  async stats(since?: Date): Promise<IncidentStats> {
    return readStats(this.options.client, this.options.address, since);
  }

  /** The incident's state, from the workflow, its result, or, without a worker, as far as the server knows it. */
  async read(incidentId: string): Promise<Reading> {
    return this.readAt(await this.look(incidentId));
  }

  /** What the server itself knows; no worker is asked. @throws NoSuchIncidentError, ServiceUnreachableError */
  async look(incidentId: string): Promise<Look> {
    return this.orMissing(incidentId, () => lookAt(this.options.client, this.options.address, incidentId));
  }

  /** The state of an incident that was looked at. @throws NoSuchIncidentError, ServiceUnreachableError */
  async readAt(look: Look): Promise<Reading> {
    return this.orMissing(look.incidentId, () => readState(this.options.client, this.options.address, look));
  }

  /** Tells of every event of the run that was looked at as it comes, until the run ends or it is to stop. Never throws. */
  async hear(look: Look, stop: AbortSignal, onEvent: (historyLength: number) => void): Promise<void> {
    return hearHistory(this.options.client, look, stop, onEvent);
  }

  /**
   * Sends a command: as an update, or, while no worker answers, as a signal of the same request id. `resumeFrom` also
   * takes a closed incident up again.
   * @throws CommandRefusedError, IncidentClosedError, NoSuchIncidentError, ServiceUnreachableError
   */
  async command<Name extends CommandName>(name: Name, incidentId: string, input: CommandInput<Name>): Promise<Sent> {
    const { client, address } = this.options;
    const sent = await this.orMissing(incidentId, () => sendCommand(client, address, name, incidentId, input));
    if (sent !== 'closed') return sent;
    if (name === 'resumeFrom') return this.resume(incidentId, input as CommandInput<'resumeFrom'>);
    throw await this.closed(incidentId);
  }

  private async resume(incidentId: string, input: CommandInput<'resumeFrom'>): Promise<Sent> {
    const { client, address } = this.options;
    const { actor, via, step, requestId = randomUUID() } = input;
    const outcome = await resumeClosed(client, address, { incidentId, step, actor, via, requestId, now: this.now() });
    if (outcome === 'open') {
      const sent = await this.orMissing(incidentId, () => sendCommand(client, address, 'resumeFrom', incidentId, { ...input, requestId }));
      if (sent === 'closed') throw await this.closed(incidentId);
      return sent;
    }
    // It has acted only once a worker has taken the new run up; until then, or when nobody can tell, it waits as a signal does.
    const state = await this.read(incidentId).then(
      (reading) => reading.state,
      () => null,
    );
    if (state === null) return { applied: false, repeated: false, status: null, requestId };
    return { applied: true, repeated: outcome === 'joined', status: state.status, requestId };
  }

  private async closed(incidentId: string): Promise<IncidentClosedError> {
    const { state, status, failure } = await this.read(incidentId);
    if (state !== null) return new IncidentClosedError(incidentId, endingOf(state));
    return new IncidentClosedError(incidentId, failure ?? (status === 'COMPLETED' ? null : `its workflow was ${status.toLowerCase()}`));
  }

  /** Asks the server itself something, for set-up and checks. @throws ServiceUnreachableError */
  async onServer<Result>(ask: (connection: ConnectionLike) => Promise<Result>): Promise<Result> {
    return reachable(this.options.address, () => ask(this.options.client.connection));
  }

  private async orMissing<Result>(incidentId: string, work: () => Promise<Result>): Promise<Result> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) throw new NoSuchIncidentError(incidentId);
      throw error;
    }
  }
}

export type { IncidentState };

/** The id is taken by something else, closed, or unknown. */
function isNoOpenIncident(error: unknown): boolean {
  return error instanceof IdTakenError || error instanceof IncidentClosedError || error instanceof WorkflowNotFoundError;
}
