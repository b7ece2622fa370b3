import { CommandRefusedError, NoSuchIncidentError } from '../../src/client/temporal/errors';
import type { Started, StartRequest } from '../../src/client/temporal/incident-start';
import type { ListedIncident } from '../../src/client/temporal/list-incidents';
import type { ListedGroup } from '../../src/client/temporal/read-groups';
import type { Look, Reading } from '../../src/client/temporal/read-state';
import type { Sent } from '../../src/client/temporal/send-command';
import type { AlertGroupState } from '../../src/incident/alert-groups/group-state';
import { applyCommand, hasActed } from '../../src/incident/commands/apply-command';
import { readCommand } from '../../src/incident/commands/read-command';
import type { CommandName } from '../../src/incident/model/commands';
import { publicTitleOf } from '../../src/incident/model/incident';
import type { IncidentState } from '../../src/incident/model/state';
import { isRefusal } from '../../src/incident/text/refusal';
import { wordedState } from '../../src/incident/timeline-words/worded-state';
import type { Incidents } from '../../src/mcp/call';

/** Incidents in memory, which take commands by the project's own rules. */
export class StagedIncidents implements Incidents {
  readonly commands: { readonly name: CommandName; readonly incidentId: string; readonly input: Readonly<Record<string, unknown>> }[] = [];
  readonly started: { readonly request: StartRequest; readonly token: string }[] = [];
  /** How often somebody has begun to listen. */
  heard = 0;
  rows: readonly ListedGroup[] = [];
  groupStates: Readonly<Record<string, AlertGroupState>> = {};
  private readonly states = new Map<string, IncidentState>();

  constructor(
    private readonly now: () => number,
    ...states: readonly IncidentState[]
  ) {
    for (const state of states) this.states.set(state.incidentId, state);
  }

  state(id: string): IncidentState {
    const state = this.states.get(id);
    if (state === undefined) throw new NoSuchIncidentError(id);
    return state;
  }

  change(id: string, changes: Partial<IncidentState>): void {
    this.states.set(id, { ...this.state(id), ...changes });
  }

  async look(id: string): Promise<Look> {
    const { incident, status, timeline } = this.state(id);
    const title = incident === null ? null : publicTitleOf(incident);
    const known = {
      severity: incident?.severity ?? null,
      status,
      source: null,
      channel: null,
      blockedStep: null,
      responders: [],
      title,
      owner: null,
    };
    return {
      incidentId: id,
      runId: 'run',
      status: 'RUNNING',
      historyLength: timeline.length,
      startedAt: this.state(id).createdAt,
      waiting: [],
      known,
    };
  }

  async read(id: string): Promise<Reading> {
    return this.readAt(await this.look(id));
  }

  async readAt(look: Look): Promise<Reading> {
    return { ...look, state: wordedState(this.state(look.incidentId)), source: 'workflow', failure: null };
  }

  async hear(_: Look, stop: AbortSignal): Promise<void> {
    this.heard += 1;
    await new Promise((resolve) => stop.addEventListener('abort', resolve, { once: true }));
  }

  async command(name: CommandName, incidentId: string, input: object): Promise<Sent> {
    const command = readCommand(name, input);
    if (isRefusal(command)) throw new CommandRefusedError(command);
    this.commands.push({ name, incidentId, input: input as Readonly<Record<string, unknown>> });
    const { requestId = '' } = command;
    const state = this.state(incidentId);
    if (hasActed(state, requestId)) return { applied: true, repeated: true, status: state.status, requestId };
    const applied = applyCommand(state, command, new Date(this.now()).toISOString());
    if (isRefusal(applied)) throw new CommandRefusedError(applied);
    this.states.set(incidentId, { ...applied.state, revision: (state.revision ?? 0) + 1 });
    return { applied: true, repeated: false, status: applied.state.status, requestId };
  }

  async list(): Promise<readonly ListedIncident[]> {
    return [...this.states.values()].map(({ incidentId, incident, status, createdAt }) => {
      const title = incident === null ? null : publicTitleOf(incident);
      const severity = incident?.severity ?? null;
      const wire = { incident_title: title, incident_severity: severity, slack_channel_name: null, created_at: createdAt };
      const flags = { blocked_step: null, open: true, closed: false, started_at: createdAt, age_seconds: 0 };
      return { incident_id: incidentId, title, owner: null, severity, status, source: null, channel: null, ...flags, ...wire };
    });
  }

  async start(request: StartRequest, token = ''): Promise<Started> {
    this.started.push({ request, token });
    const incidentId = `TEST-${this.started.length}`;
    const [some] = this.states.values();
    const privacy = request.labels?.security === undefined ? 'public' : 'private';
    const incident = some?.incident == null ? null : ({ ...some.incident, id: incidentId, privacy } as const);
    if (some !== undefined) this.states.set(incidentId, { ...some, incidentId, incident, timeline: [], seenRequestIds: [] });
    return { incidentId, runId: 'run', created: true, incident: null, status: 'triggered', delivery: null };
  }

  async findStarted(tokens: readonly string[]): Promise<string | null> {
    const at = this.started.findIndex(({ token }) => tokens.includes(token));
    return at < 0 ? null : `TEST-${at + 1}`;
  }

  async countOf(): Promise<number> {
    return this.started.length;
  }

  async groups(): Promise<readonly ListedGroup[]> {
    return this.rows;
  }

  async group(key: string): Promise<AlertGroupState | null> {
    return this.groupStates[key] ?? null;
  }
}
