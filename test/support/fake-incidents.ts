import { takesAlerts } from '../../src/incident/alert-groups/group-state';
import type { IncidentDoor, OpenIncident, TellIncident, Told } from '../../src/incident/alert-groups/incident-door';
import type { ActiveMaintenance } from '../../src/incident/alert-groups/maintenance';
import type { AlertOutcome } from '../../src/incident/model/alert-outcome';
import type { ServiceIncident } from '../../src/incident/model/investigation/service';

/** Incidents in memory, behind the door that groups of alerts use. */
export class FakeIncidents implements IncidentDoor {
  readonly opened: OpenIncident[] = [];
  readonly told: TellIncident[] = [];
  readonly notes: string[] = [];
  readonly statuses = new Map<string, Told['status']>();
  maintenance: readonly ActiveMaintenance[] = [];
  /** What the listing says, whatever became of them. */
  listed: readonly ServiceIncident[] = [];
  /** Those of which only those concerned may know. */
  readonly hidden = new Set<string>();
  /** Closes just before it is told anything. */
  closeBeforeTold = '';
  /** Is resolved just before it is told anything. */
  resolveBeforeTold = '';
  /** Thrown by the next calls of `open`. */
  failures: Error[] = [];

  async hint() {
    return { at: new Date().toISOString(), number: this.opened.length + 1 };
  }

  async open(request: OpenIncident) {
    const failure = this.failures.shift();
    if (failure !== undefined) throw failure;
    const known = this.opened.findIndex(({ token }) => token === request.token);
    const number = known < 0 ? this.opened.push(request) : known + 1;
    const incidentId = `TEST-${number}`;
    this.statuses.set(incidentId, 'open');
    return { incidentId, created: true };
  }

  async tell(request: TellIncident): Promise<Told> {
    if (request.incidentId === this.closeBeforeTold) this.statuses.set(request.incidentId, 'closed');
    if (request.incidentId === this.resolveBeforeTold) this.statuses.set(request.incidentId, 'resolved');
    const status = await this.look(request.incidentId);
    if (!takesAlerts(status) || (request.onlyIfOpen === true && status !== 'open')) return { status, outcome: null };
    this.told.push(request);
    const outcome = outcomeOf(request.event.status, status);
    this.statuses.set(request.incidentId, outcome === 'resolved' ? 'resolved' : outcome === 'reopened' ? 'open' : status);
    return { status: await this.look(request.incidentId), outcome };
  }

  async note({ text }: { text: string }) {
    this.notes.push(text);
  }

  async look(incidentId: string) {
    return this.statuses.get(incidentId) ?? 'closed';
  }

  async openIncidents() {
    return this.listed;
  }

  async mayBeNamed(incidentId: string) {
    return (await this.look(incidentId)) === 'open' && !this.hidden.has(incidentId);
  }

  async join({ open }: { open: OpenIncident }) {
    return this.open(open);
  }
}

function outcomeOf(event: string, incident: Told['status']): AlertOutcome {
  if (event === 'resolved') return incident === 'resolved' ? 'alreadyResolved' : 'resolved';
  if (event !== 'firing') return 'noted';
  return incident === 'resolved' ? 'reopened' : 'updated';
}
