import { isCancellation, log, proxyActivities, proxyLocalActivities, upsertSearchAttributes, uuid4 } from '@temporalio/workflow';
import type { AlertActivities, LocalAlertActivities } from '../../activities/alert-interface';
import { closesAt, quietAt, settlesAt, unmutesAt } from '../../incident/alert-groups/deadlines';
import type { AlertDelivery } from '../../incident/alert-groups/delivery';
import {
  type AlertGroupState,
  type DeliveryEffect,
  type GroupIncident,
  isUsable,
  takesAlerts,
} from '../../incident/alert-groups/group-state';
import type { IdHint, TellIncident, Told } from '../../incident/alert-groups/incident-door';
import { type GroupStep, nextStep } from '../../incident/alert-groups/next-step';
import { readDelivery } from '../../incident/alert-groups/read-delivery';
import { afterFailure, afterFiring, afterNote, afterRecovery, withDecision } from '../../incident/alert-groups/record-effects';
import { takeDelivery } from '../../incident/alert-groups/take-delivery';
import type { AlertOutcome } from '../../incident/model/alert-outcome';
import type { NormalizedEvent } from '../../incident/model/incident';
import { assertNever } from '../../incident/text/assert-never';
import { formatDuration } from '../../incident/text/durations';
import { problemOf } from '../calls/judge-failure';
import { attributePairs } from '../contract/search-attributes';
import { now } from '../state/now';
import { Alarm } from './alarm';
import { ACTIVITY_OPTIONS, LOCAL_OPTIONS } from './options';

const activities = proxyActivities<AlertActivities>(ACTIVITY_OPTIONS);
const local = proxyLocalActivities<LocalAlertActivities>(LOCAL_OPTIONS);

/** The running group: takes deliveries in, and does what follows from them, one thing at a time. */
export class AlertGroup {
  state: AlertGroupState;
  private readonly inbox: AlertDelivery[] = [];
  private readonly alarm = new Alarm();
  /** For the next incident; null until the rules have decided to open one. */
  private hint: IdHint | null = null;
  private shown = '';

  constructor(state: AlertGroupState) {
    this.state = state;
  }

  receive(payload: unknown): void {
    const delivery = readDelivery(payload);
    if (delivery === null) log.warn('a signal that is not an alert was ignored');
    else this.inbox.push(delivery);
  }

  get isWoken(): boolean {
    return this.inbox.length > 0 || (this.alarm.isSilent && this.nextDeadline() !== null);
  }

  setAlarm(): void {
    const next = this.nextDeadline();
    if (next !== null) this.alarm.setFor(next.at, next.summary);
  }

  async doWhatIsDue(): Promise<void> {
    for (;;) {
      for (const delivery of this.inbox.splice(0)) this.state = takeDelivery(this.state, delivery, now());
      const step = nextStep(this.state, now());
      if (step === null) return this.show();
      await this.perform(step);
    }
  }

  /** A step that fails for good is recorded, and never stops the group. */
  private async perform(step: GroupStep): Promise<void> {
    try {
      await this.take(step);
    } catch (error) {
      if (isCancellation(error)) throw error;
      this.state = afterFailure(this.state, step, problemOf(error).message, now());
    }
  }

  private async take(step: GroupStep): Promise<void> {
    switch (step.kind) {
      case 'judge':
        return this.judge();
      case 'look':
        return this.look();
      case 'open':
        return this.open(step);
      case 'joinDependency':
        return this.joinDependency(step);
      case 'tell':
        return this.tell(step);
      case 'keep':
        this.state = step.about === 'firing' ? afterFiring(this.state, step.effect) : afterNote(this.state, step.effect);
        return;
      case 'settle':
        this.state = afterRecovery(this.state, 'recorded', now());
        return;
      case 'fallQuiet':
        return this.fallQuiet();
      default:
        return assertNever(step);
    }
  }

  private async judge(): Promise<void> {
    const { event, instance, work, users = [] } = this.state;
    if (event === null) return;
    const { source, severity, labels } = event;
    const { value } = await local.judgeAlert({ instance, source, severity, labels, at: now(), event, users });
    this.hint = value.hint;
    this.state = withDecision({ ...this.state, work: { ...work, firing: work.firing ?? event } }, value.decision, now());
  }

  private async look(): Promise<void> {
    const { incident } = this.state;
    if (incident === null) return;
    const { value: status } = await local.lookAtIncident({ incidentId: incident.id });
    this.state = {
      ...this.state,
      incident: { ...incident, status, seenAt: now(), isToldStillFiring: incident.isToldStillFiring && status === 'resolved' },
    };
  }

  private async open({ event, join }: GroupStep & { kind: 'open' }): Promise<void> {
    const { hint } = this;
    // The decision is from an earlier run.
    if (hint === null) return this.judgeAgain();
    this.hint = null;
    const { key, counts, incident, users = [] } = this.state;
    const number = counts.incidents + 1;
    const open = { from: hint, token: `${key}/${number}`, event, actor: this.actor, group: key, previous: incident?.id ?? null, users };
    const { value } = join === undefined ? await activities.openIncident(open) : await activities.joinIncident({ ...join, open });
    this.state = { ...this.state, counts: { ...counts, incidents: number }, trouble: null };
    if (value.created) {
      this.knows(value.incidentId, 'open', null);
      this.state = afterFiring(this.state, 'opened', 'updated');
    } else {
      await this.tell({ kind: 'tell', incidentId: value.incidentId, event, about: 'firing' }, 'joined');
    }
  }

  /** If it has been resolved or closed since the rules decided, it is as if it had never been found. */
  private async joinDependency({ incidentId, event }: GroupStep & { kind: 'joinDependency' }): Promise<void> {
    const { status, outcome } = await this.send(incidentId, event, { onlyIfOpen: true });
    if (status !== 'open') return this.judgeAgain();
    this.knows(incidentId, status, outcome);
    this.state = afterFiring(this.state, 'joined', outcome ?? 'updated');
    const { incident, counts } = this.state;
    if (incident === null) return;
    const joined: GroupIncident = { ...incident, isOfDependency: true };
    this.state = { ...this.state, incident: joined, counts: { ...counts, incidents: counts.incidents + 1 }, trouble: null };
  }

  private async tell({ incidentId, event, about }: GroupStep & { kind: 'tell' }, effect?: DeliveryEffect): Promise<void> {
    const { status, outcome } = await this.send(incidentId, event);
    this.knows(incidentId, status, outcome);
    switch (about) {
      case 'firing':
        // It takes in no more alerts, so the rules decide about a new one.
        if (!takesAlerts(status)) return this.judgeAgain();
        this.state = afterFiring(this.state, effect ?? outcome ?? 'updated', outcome ?? 'updated');
        return;
      case 'note':
        this.state = afterNote(this.state, outcome ?? 'recorded');
        return;
      case 'recovery':
        this.state = afterRecovery(this.state, outcome ?? 'recorded', now());
        return;
      default:
        return assertNever(about);
    }
  }

  private async send(incidentId: string, event: NormalizedEvent, only: Pick<TellIncident, 'onlyIfOpen'> = {}): Promise<Told> {
    const { key: group, lastAt, decision } = this.state;
    const message = { incidentId, event, actor: this.actor, at: lastAt ?? now(), requestId: uuid4(), group, ...only };
    const { value } = await activities.tellIncident({ ...message, onRecovery: decision?.onRecovery ?? 'resolve' });
    return value;
  }

  /** Silence is not a recovery: the sender may have lost the alert, or someone has silenced it. */
  private async fallQuiet(): Promise<void> {
    const { incident, instance, event, decision } = this.state;
    this.state = { ...this.state, status: 'quiet' };
    if (!isUsable(incident) || event === null || decision === null) return;
    const text = `${instance} went quiet: it has reported nothing about "${event.title}" for ${formatDuration(decision.staleAfterMs)}. This is not a recovery, so the incident stays open. Check the alert at its source.`;
    await activities.noteOnIncident({ incidentId: incident.id, text, actor: this.actor, at: now(), requestId: uuid4() });
  }

  private judgeAgain(): void {
    this.state = { ...this.state, work: { ...this.state.work, judge: true } };
  }

  private knows(id: string, status: GroupIncident['status'], outcome: AlertOutcome | null): void {
    const { counts, incident: last } = this.state;
    const kept = last?.id === id && last.isOfDependency === true ? { isOfDependency: true as const } : {};
    const incident = { id, status, seenAt: now(), episode: counts.episodes, isToldStillFiring: outcome === 'stillFiring', ...kept };
    this.state = { ...this.state, incident };
  }

  private get actor(): string {
    return `alert:${this.state.instance}`;
  }

  private nextDeadline(): { readonly at: string; readonly summary: string } | null {
    const { state } = this;
    const deadlines = [
      { at: settlesAt(state), summary: 'the recovery counts' },
      { at: quietAt(state), summary: 'the source counts as quiet' },
      { at: unmutesAt(state), summary: 'the maintenance may have ended' },
      { at: closesAt(state), summary: 'the group is forgotten' },
    ].flatMap(({ at, summary }) => (at === null ? [] : [{ at, summary }]));
    return deadlines.sort((a, b) => (a.at < b.at ? -1 : 1))[0] ?? null;
  }

  /** Search attributes hold what listings show, without the alert's words. */
  private show(): void {
    const { status, event } = this.state;
    const attributes = { status, severity: event?.severity ?? null };
    const shown = JSON.stringify(attributes);
    if (shown === this.shown) return;
    this.shown = shown;
    upsertSearchAttributes(attributePairs(attributes));
  }
}
