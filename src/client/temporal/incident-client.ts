import { randomUUID } from 'node:crypto';
import { type Client, type ConnectionLike, WorkflowNotFoundError } from '@temporalio/client';
import type { CommandName } from '../../incident/model/commands';
import type { IncidentRules } from '../../incident/model/config-types';
import type { IncidentStats } from '../../incident/report/incident-stats';
import type { CommandInput } from '../../workflows/contract/messages';
import { closedError } from './ending';
import { NoSuchIncidentError } from './errors';
import { hearHistory } from './hear-history';
import { IncidentStart, type Started, type StartRequest } from './incident-start';
import { readStats } from './incident-stats';
import type { ListFilter } from './list-filter';
import { type ListedIncident, listIncidents } from './list-incidents';
import { reachable } from './reachable';
import { type Look, lookAt, type Reading, readState } from './read-state';
import { resumeClosed } from './resume-closed';
import { type Sent, sendCommand } from './send-command';

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
    const { client, address, rules } = this.options;
    return new IncidentStart(client, address, rules, startToken, this.now(), (incidentId) => this.read(incidentId)).start(request);
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
    throw closedError(incidentId, await this.read(incidentId));
  }

  private async resume(incidentId: string, input: CommandInput<'resumeFrom'>): Promise<Sent> {
    const { client, address } = this.options;
    const { actor, via, step, requestId = randomUUID() } = input;
    const outcome = await resumeClosed(client, address, { incidentId, step, actor, via, requestId, now: this.now() });
    if (outcome === 'open') {
      const sent = await this.orMissing(incidentId, () => sendCommand(client, address, 'resumeFrom', incidentId, { ...input, requestId }));
      if (sent === 'closed') throw closedError(incidentId, await this.read(incidentId));
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
