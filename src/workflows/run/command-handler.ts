import { type Applied, applyCommand, hasActed, recordRefusal } from '../../incident/commands/apply-command';
import { applyDeadline } from '../../incident/commands/apply-deadline';
import { awaitsParse, needsIncident } from '../../incident/commands/command-preconditions';
import { type Check, peopleCheck } from '../../incident/commands/decisions';
import { endOfConfirmed } from '../../incident/commands/move-proposal';
import { refuseGroupInRole } from '../../incident/commands/people-commands';
import { needsVouching } from '../../incident/commands/proposals';
import { withRevision } from '../../incident/commands/revision';
import { cancelInTemporal } from '../../incident/commands/temporal-cancel';
import type { Deadline } from '../../incident/escalation/deadlines';
import type { AlertUpdate, Command, ReadAlert, ReadAlertUpdate } from '../../incident/model/commands';
import type { Effect } from '../../incident/model/effects';
import type { StepName } from '../../incident/model/plan';
import type { NodeStatus } from '../../incident/model/state';
import { peopleToCheck } from '../../incident/people/check-people';
import { assertNever } from '../../incident/text/assert-never';
import { invalid, isRefusal, type Refusal } from '../../incident/text/refusal';
import { newsOf } from '../../incident/war-room/news';
import { outcomeOf } from '../../incident/war-room/outcome';
import { vouchFor } from '../actions/vouch';
import type { InboxItem, VouchedCommand, VouchedItem } from '../contract/run-handover';
import { Inbox, type Outcome, type Receipt } from '../inbox/inbox';
import type { IncidentAccess } from '../incident-access';
import type { NodeName } from '../response/response-graph';
import { now } from '../state/now';
import { type AlertBase, summedUp, updatesOf } from './alert-parts';
import { headlineEditByHand, NO_FOLLOW_UPS } from './before-settle';

const NO_ALERT = invalid('event', 'contains no alert', 'at least one alert');

/** Applies commands and deadlines to an open incident: the state changes at once, and the effects go to the outbox. */
export class CommandHandler {
  readonly inbox: Inbox;
  /** The receipt of a command that has just been confirmed: whoever confirmed it is told what became of that. */
  private confirmed: Receipt | null = null;

  constructor(
    private readonly incident: IncidentAccess,
    left: readonly InboxItem[],
  ) {
    const host = {
      applyCommand: (command: Command, check?: Check) => this.apply(command, check),
      vouchFor: (item: VouchedItem) => vouchFor(incident, item),
      applyAlert: (update: AlertUpdate, read: readonly ReadAlert[] | Refusal) => this.applyUpdate(update, read),
    };
    this.inbox = new Inbox(incident, host, left);
  }

  state = () => this.incident.state();

  /**
   * Applies a command at once, unless it waits: for the parse, for the lookup of people, or for the worker that may run an action.
   * Commands that wait for the same thing keep their order of arrival.
   */
  take(command: Command): Receipt {
    const receipt: Receipt = {};
    const check = this.checkBefore(command);
    if (this.mustBeVouched(command)) this.inbox.add({ kind: 'vouch', command, since: now() }, receipt);
    else if (check !== null) this.inbox.add({ kind: check, command }, receipt);
    else if (this.hasToWait(command)) this.inbox.add({ kind: 'applyCommand', command }, receipt);
    else return this.applyNow(command, receipt);
    return receipt;
  }

  /** Takes an alert, which an activity reads before it is applied. */
  takeAlert(update: AlertUpdate): Receipt {
    const receipt: Receipt = {};
    this.inbox.add({ kind: 'readAlert', update }, receipt);
    return receipt;
  }

  /** Applies a readable command. A refusal is recorded on the timeline and returned. */
  apply(command: Command | ReadAlertUpdate, check?: Check): Outcome {
    const outcome = this.decide(command, check);
    const confirmed = endOfConfirmed(this.state(), command, isRefusal(outcome) ? outcome : null, now());
    if (confirmed !== null) this.adopt(confirmed, `${command.requestId}.applied`);
    return outcome;
  }

  private applyNow(command: Command, receipt: Receipt): Receipt {
    this.confirmed = null;
    receipt.outcome = this.apply(command);
    return this.confirmed ?? receipt;
  }

  private decide(command: Command | ReadAlertUpdate, check?: Check): Outcome {
    const { record } = this.incident;
    if (command.requestId !== undefined && hasActed(record.state, command.requestId)) return { repeated: true };
    const refused = this.incident.patches.countsAlerts ? refuseGroupInRole(record.state, command, peopleCheck(check)) : null;
    const outcome = refused ?? applyCommand(record.state, command, now(), check);
    if (isRefusal(outcome)) {
      this.refuse(command, outcome);
      return outcome;
    }
    this.adopt(outcome, command.requestId ?? String(this.incident.nextNumber()));
    const { outcome: alert, notFound, unchecked } = outcome;
    return {
      repeated: false,
      ...(alert === undefined ? {} : { alert }),
      ...(notFound === undefined ? {} : { notFound }),
      ...(unchecked === undefined ? {} : { unchecked }),
    };
  }

  /** Cancelling in the Temporal UI ends the incident, unless it is already closed or cancelled. */
  endByTemporal(): void {
    const outcome = cancelInTemporal(this.state(), now());
    if (!isRefusal(outcome)) this.adopt(outcome, 'cancelledInTemporal');
  }

  /** Handles the deadlines that are due. */
  meet(deadline: Deadline): void {
    this.adopt(applyDeadline(this.state(), deadline, now()), `${deadline.kind}.${deadline.at}`);
  }

  refuse(command: Parameters<typeof recordRefusal>[1], refusal: Refusal): void {
    this.incident.record.replace(recordRefusal(this.state(), command, refusal, now()));
  }

  /** True once this run is ending and accepts nothing more; the next run does. */
  get hasStopped(): boolean {
    return this.incident.isInterrupted && this.isStill;
  }

  /** True while neither incoming nor outgoing work is being done. */
  get isStill(): boolean {
    return this.inbox.isStill() && this.incident.outbox.isStill();
  }

  /** How to check a command's people before it acts; null if there is no need, or if it will not act anyway. */
  private checkBefore(command: Command): 'checkPeople' | 'checkActor' | null {
    const kind = command.name === 'acknowledge' ? 'checkActor' : 'checkPeople';
    const isBehindOthers = (command.name === 'assign' || command.name === 'addResponders') && this.inbox.has(kind);
    if (peopleToCheck(this.state(), command).length === 0) return isBehindOthers ? kind : null;
    const hasDone = command.requestId !== undefined && hasActed(this.state(), command.requestId);
    return hasDone || isRefusal(applyCommand(this.state(), command, now())) ? null : kind;
  }

  private mustBeVouched(command: Command): command is VouchedCommand {
    if (command.requestId !== undefined && hasActed(this.state(), command.requestId)) return false;
    return needsVouching(this.state(), command, this.inbox.has('vouch'), now());
  }

  /** A later command never goes ahead of a waiting one. */
  private hasToWait({ name }: Command): boolean {
    return needsIncident(name) && (awaitsParse(this.state()) || this.inbox.has('applyCommand'));
  }

  private applyUpdate(update: AlertUpdate, read: readonly ReadAlert[] | Refusal): Outcome {
    const { event: _event, source: _source, title: _title, onRecovery, group, ...base } = update;
    const about = { ...(onRecovery === undefined ? {} : { onRecovery }), ...(group === undefined ? {} : { group }) };
    return this.applyAlerts({ ...base, ...about }, isRefusal(read) || read.length > 0 ? read : NO_ALERT);
  }

  private applyAlerts(base: AlertBase, read: readonly ReadAlert[] | Refusal): Outcome {
    if (!isRefusal(read)) {
      const counts = this.incident.patches.countsAlerts ? { countsAlerts: true as const } : {};
      return summedUp(updatesOf(base, read).map((update) => this.apply({ ...update, ...counts })));
    }
    if (base.requestId !== undefined && hasActed(this.state(), base.requestId)) return { repeated: true };
    this.refuse({ ...base, name: 'alertUpdated' }, read);
    return read;
  }

  /** `origin` names the cause, the same in every run, so that a reset does not post again under another key. */
  adopt({ state: changed, effects }: Applied, origin: string): void {
    const { incident } = this;
    const state = withRevision(this.state(), changed);
    const edit = incident.byHand === NO_FOLLOW_UPS ? null : headlineEditByHand(this.state(), state, effects);
    incident.record.replace(state);
    if (edit === 'first') incident.byHand.refreshHeadline();
    for (const [index, effect] of effects.entries()) {
      const before = effects.slice(0, index).filter(({ kind }) => kind === effect.kind).length;
      this.do(effect, before === 0 ? origin : `${origin}.${before + 1}`);
    }
    if (edit === 'last') incident.byHand.refreshHeadline();
    if (state.status === 'cancelled' || state.closedAt !== null) {
      incident.stopResponse();
      incident.actions.incidentOver();
    }
    incident.byHand.publish();
  }

  private do(effect: Effect, item: string): void {
    const { incident } = this;
    switch (effect.kind) {
      case 'postNews':
        this.sayNews(item);
        break;
      case 'writeReport':
        incident.outbox.add({ kind: 'writeReport' });
        break;
      case 'postOutcome':
        incident.say('outcome', outcomeOf(this.state(), incident.patches), item);
        break;
      case 'postReminder':
        incident.outbox.add({ kind: 'remind', key: incident.keyOf('reminder', item) });
        break;
      case 'askToResolve':
        incident.outbox.add({ kind: 'remind', key: incident.keyOf('recovered', item), about: 'recovery' });
        break;
      case 'callPeople':
        incident.outbox.add({ kind: 'call', key: incident.keyOf('call', item), call: effect, ...this.sinceNow() });
        incident.pages.add(effect);
        break;
      case 'investigate':
        incident.withGraph((graph) => graph.rerun(['selectProbes']));
        break;
      case 'resumeFrom':
        incident.withGraph((graph) => graph.rerun(this.nodesOf(effect.step)));
        break;
      case 'retryStep':
        incident.withGraph((graph) => graph.rerun(this.nodesOf(effect.step, ['blocked', 'failed'])));
        incident.outbox.bringForward();
        break;
      case 'skipStep':
        incident.withGraph((graph) => {
          for (const name of this.nodesOf(effect.step, ['blocked'])) graph.skip(name, effect.reason);
        });
        break;
      case 'followProposal':
        this.follow(effect.proposalId);
        break;
      default:
        assertNever(effect);
    }
  }

  private follow(proposalId: string): void {
    const command = this.incident.actions.follow(proposalId);
    if (command !== null) this.confirmed = this.take(command);
  }

  /** How long a page has waited for the chat matters only if a service pages people outside it. */
  private sinceNow(): { since?: string } {
    return this.state().incident?.policy.pagers === undefined ? {} : { since: now() };
  }

  private sayNews(item: string): void {
    const news = newsOf(this.state());
    if (news !== null) this.incident.say('news', news, item);
  }

  private nodesOf(step: StepName, statuses?: readonly NodeStatus[]): NodeName[] {
    return this.state()
      .nodes.filter((node) => node.step === step && (statuses?.includes(node.status) ?? true))
      .map(({ name }) => name as NodeName);
  }
}
