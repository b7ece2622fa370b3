import { randomUUID } from 'node:crypto';
import { type Client, type ConnectionLike, WorkflowNotFoundError } from '@temporalio/client';
import type { AlertGroupState } from '../../incident/alert-groups/group-state';
import type { IdHint } from '../../incident/alert-groups/incident-door';
import type { CommandBase, CommandName } from '../../incident/model/commands';
import type { IncidentRules } from '../../incident/model/config-types';
import type { IncidentStats } from '../../incident/report/incident-stats';
import type { CommandInput } from '../../workflows/contract/messages';
import { closedError } from './ending';
import { NoSuchIncidentError } from './errors';
import { hearHistory } from './hear-history';
import { countIncidents, IncidentStart, type Started, type StartRequest } from './incident-start';
import { readStats } from './incident-stats';
import {
  changeMaintenance,
  type MaintenanceChanges,
  type ReadMaintenance,
  readMaintenance,
  type SentMaintenance,
} from './kept-maintenance';
import type { ListFilter } from './list-filter';
import { findStarted, type ListedIncident, listIncidents } from './list-incidents';
import { reachable } from './reachable';
import { type GroupFilter, type ListedGroup, listGroups, readGroup } from './read-groups';
import { type Look, lookAt, type Reading, readState } from './read-state';
import { resumeClosed } from './resume-closed';
import { type Sent, sendCommand } from './send-command';

export interface IncidentClientOptions {
  readonly client: Client;
  readonly address: string;
  readonly rules: IncidentRules;
  readonly now?: () => Date;
}

/** The only entry point for front ends: starts incidents, reads them, sends commands. */
export class IncidentClient {
  private readonly now: () => Date;

  constructor(readonly options: IncidentClientOptions) {
    this.now = options.now ?? (() => new Date());
  }

  /**
   * Starts an incident, or joins the open one with that id. Safe to repeat with the same start token and, if the id is
   * generated, the same `from`: the search for a free number then passes the incident that an earlier attempt has started.
   * @throws InvalidInputError before anything is started; IncidentClosedError; IdTakenError; ServiceUnreachableError;
   * NamespaceNotSetUpError.
   */
  async start(request: StartRequest, startToken: string = randomUUID(), from?: IdHint): Promise<Started> {
    const { client, address, rules } = this.options;
    const at = from === undefined ? this.now() : new Date(from.at);
    return new IncidentStart(client, address, rules, startToken, at, (incidentId) => this.read(incidentId)).start(request, from?.number);
  }

  /** How many incidents have ids that begin so, as far as the server's listings know: they lag behind. */
  async countOf(prefix: string): Promise<number> {
    return countIncidents(this.options.client, this.options.address, prefix);
  }

  /** The incident that a start with one of these tokens has made since then, as far as the server's listings know: they lag behind. */
  async findStarted(tokens: readonly string[], since: Date): Promise<string | null> {
    return findStarted(this.options.client, this.options.address, tokens, since);
  }

  /** Open incidents, or all, newest first, one row per id. @throws InvalidInputError, ServiceUnreachableError */
  async list(filter: ListFilter): Promise<readonly ListedIncident[]> {
    return listIncidents(this.options.client, this.options.address, filter, this.now());
  }

  /**
   * Counts and durations of the incidents declared since `since`, or of all that the server keeps. @throws
   * ServiceUnreachableError
   */
  async stats(since?: Date): Promise<IncidentStats> {
    return readStats(this.options.client, this.options.address, since);
  }

  /** The incident's state, from the workflow or its result; without a worker, only what the server knows. */
  async read(incidentId: string): Promise<Reading> {
    return this.readAt(await this.look(incidentId));
  }

  /** What the server knows; no worker is involved. @throws NoSuchIncidentError, ServiceUnreachableError */
  async look(incidentId: string): Promise<Look> {
    return this.orMissing(incidentId, () => lookAt(this.options.client, this.options.address, incidentId));
  }

  /** The full state of an incident, given an earlier look. @throws NoSuchIncidentError, ServiceUnreachableError */
  async readAt(look: Look): Promise<Reading> {
    return this.orMissing(look.incidentId, () => readState(this.options.client, this.options.address, look));
  }

  /** Reports every new event of the run, until the run ends or `stop` fires. Never throws. */
  async hear(look: Look, stop: AbortSignal, onEvent: (historyLength: number) => void): Promise<void> {
    return hearHistory(this.options.client, look, stop, onEvent);
  }

  /**
   * Sends a command as an update or, while no worker is answering, as a signal with the same request id. `resumeFrom` also
   * resumes a closed incident.
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
    const { actor, actorName, via, step, requestId = randomUUID() } = input;
    const outcome = await resumeClosed(client, address, { incidentId, step, actor, actorName, via, requestId, now: this.now() });
    if (outcome === 'open') {
      const sent = await this.orMissing(incidentId, () => sendCommand(client, address, 'resumeFrom', incidentId, { ...input, requestId }));
      if (sent === 'closed') throw closedError(incidentId, await this.read(incidentId));
      return sent;
    }
    // The resume applies once a worker has picked up the new run. Until then, or while that is unknown, it is pending like a
    // signal.
    const state = await this.read(incidentId).then(
      (reading) => reading.state,
      () => null,
    );
    if (state === null) return { applied: false, repeated: false, status: null, requestId };
    return { applied: true, repeated: outcome === 'joined', status: state.status, requestId };
  }

  /** Groups of alerts, the last heard of first. @throws ServiceUnreachableError */
  async groups(filter: GroupFilter): Promise<readonly ListedGroup[]> {
    return listGroups(this.options.client, this.options.address, filter);
  }

  /** The whole state of a group of alerts; null if no worker answers. @throws NoSuchGroupError, ServiceUnreachableError */
  async group(key: string): Promise<AlertGroupState | null> {
    return readGroup(this.options.client, this.options.address, key);
  }

  /** The maintenances that people added. @throws ServiceUnreachableError */
  async maintenance(): Promise<ReadMaintenance> {
    return readMaintenance(this.options.client, this.options.address);
  }

  /** Adds or ends a maintenance. @throws CommandRefusedError, ServiceUnreachableError */
  async changeMaintenance<Name extends keyof MaintenanceChanges>(
    name: Name,
    input: MaintenanceChanges[Name] & CommandBase,
  ): Promise<SentMaintenance> {
    return changeMaintenance(this.options.client, this.options.address, name, input);
  }

  /** Calls the server directly, for setup and checks. @throws ServiceUnreachableError */
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
