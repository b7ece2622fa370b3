import { applyCommand, hasActed, recordRefusal } from '../incident/apply-command';
import { applyDeadline } from '../incident/apply-deadline';
import type { Effect } from '../incident/command-change';
import { type AlertUpdate, type Command, isRefusal, type ReadAlert, type ReadAlertUpdate, type Refusal } from '../incident/commands';
import type { Deadline } from '../incident/deadlines';
import { outcomeLines } from '../incident/outcome-lines';
import type { StepName } from '../incident/plan';
import type { NodeStatus } from '../incident/state';
import { now } from './now';
import type { OpenIncident } from './open-incident';

/** What commands and deadlines do to an open incident: the state changes at once, what follows in the world is put on the list. */
export class IncidentLife {
  /** Alerts that were taken and are not read yet. */
  private readonly unread = new Set<AlertUpdate>();

  constructor(private readonly incident: OpenIncident) {
    incident.onAlertRead = (update, read) => this.takeAlert(update, read);
  }

  state() {
    return this.incident.state();
  }

  /** Applies a command that could be read; a refusal is put on the timeline and returned. */
  apply(command: Command | ReadAlertUpdate): { repeated: boolean } | Refusal {
    const { record } = this.incident;
    if (command.requestId !== undefined && hasActed(record.state, command.requestId)) return { repeated: true };
    const outcome = applyCommand(record.state, command, now());
    if (isRefusal(outcome)) {
      this.refuse(command, outcome);
      return outcome;
    }
    record.replace(outcome.state);
    this.carryOut(outcome.effects);
    if (record.state.status === 'cancelled') this.incident.stopResponse();
    record.publish();
    return { repeated: false };
  }

  /** Does what is due. */
  meet(deadline: Deadline): void {
    const { record } = this.incident;
    const outcome = applyDeadline(record.state, deadline, now());
    record.replace(outcome.state);
    this.carryOut(outcome.effects);
    record.publish();
  }

  refuse(command: { name: string; actor: string; via?: string; requestId?: string }, refusal: Refusal): void {
    this.incident.record.replace(recordRefusal(this.state(), command, refusal, now()));
  }

  /** An alert is read by an activity first; what it says is applied then. */
  readLater(update: AlertUpdate): void {
    this.unread.add(update);
    this.incident.chores.add({ kind: 'readAlert', update });
  }

  /** Whether an alert still waits to be read; when a run ends, the next one reads it. */
  isUnread(update: AlertUpdate): boolean {
    return this.unread.has(update) && !this.incident.isInterrupted;
  }

  private takeAlert(update: AlertUpdate, read: readonly ReadAlert[] | Refusal): void {
    const { event: _event, source: _source, ...base } = update;
    if (isRefusal(read)) this.refuse({ ...base, name: 'alertUpdated' }, read);
    else for (const [index, alert] of read.entries()) this.apply({ ...base, ...partOf(base, index), ...alert, name: 'alertUpdated' });
    this.unread.delete(update);
  }

  private carryOut(effects: readonly Effect[]): void {
    for (const effect of effects) this.do(effect);
  }

  private do(effect: Effect): void {
    const { incident } = this;
    switch (effect.kind) {
      case 'editHeadline':
        incident.refreshHeadline();
        break;
      case 'postNews':
        this.sayNews();
        break;
      case 'writeReport':
        incident.chores.add({ kind: 'writeReport' });
        break;
      case 'postOutcome':
        this.sayOutcome();
        break;
      case 'postReminder':
        incident.chores.add({ kind: 'remind', key: incident.keyOf('reminder', String(incident.nextNumber())) });
        break;
      case 'callPeople':
        incident.chores.add({ kind: 'call', key: incident.keyOf('call', String(incident.nextNumber())), call: effect });
        break;
      case 'investigate':
        incident.withGraph((graph) => graph.rerun(['selectProbes']));
        break;
      case 'resumeFrom':
        incident.withGraph((graph) => graph.rerun(this.nodesOf(effect.step)));
        break;
      case 'retryStep':
        incident.withGraph((graph) => graph.rerun(this.nodesOf(effect.step, ['blocked', 'failed'])));
        break;
      case 'skipStep':
        incident.withGraph((graph) => {
          for (const name of this.nodesOf(effect.step, ['blocked'])) graph.skip(name, effect.reason);
        });
    }
  }

  private sayNews(): void {
    const entry = this.state().timeline.at(-1);
    if (entry === undefined) return;
    const { actor, kind, text } = entry;
    this.incident.say('news', { kind: 'news', entries: [{ actor, kind, text }] });
  }

  private sayOutcome(): void {
    const { incidentId, archiveDueAt } = this.state();
    this.incident.say('outcome', { kind: 'outcome', incidentId, lines: outcomeLines(this.state()), reopenUntil: archiveDueAt });
  }

  private nodesOf(step: StepName, statuses?: readonly NodeStatus[]): string[] {
    return this.state()
      .nodes.filter((node) => node.step === step && (statuses?.includes(node.status) ?? true))
      .map(({ name }) => name);
  }
}

/** One delivery may hold several alerts; each acts once. */
function partOf({ requestId }: { readonly requestId?: string }, index: number): { requestId?: string } {
  return requestId === undefined || index === 0 ? {} : { requestId: `${requestId}#${index + 1}` };
}
