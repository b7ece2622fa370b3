import { CancellationScope, condition, log } from '@temporalio/workflow';
import { awaitsParse, mustWait } from '../../incident/commands/command-preconditions';
import { troubleOfCall, whyObsolete } from '../../incident/escalation/call-relevance';
import { later } from '../../incident/escalation/escalation';
import type { CallReason } from '../../incident/model/call-reason';
import type { AlertUpdate, Command, ReadAlert, Refusal } from '../../incident/model/commands';
import { lateCall } from '../../incident/model/effects';
import type { IncidentRequest } from '../../incident/model/incident';
import type { Resolution } from '../../incident/model/responders';
import type { RoomMessage } from '../../incident/model/room-message';
import { DEFAULT_SEVERITY, isSeverity, type Severity } from '../../incident/model/severity';
import type { IncidentState, Problem } from '../../incident/model/state';
import type { PeopleCheck } from '../../incident/people/check-people';
import { LATEST_REPORT } from '../../incident/response/standing-degradations';
import { limitedId } from '../../incident/text/limited-text';
import { headlineOf } from '../../incident/war-room/headline';
import { topicOf } from '../../incident/war-room/topic';
import { ActivityCaller } from '../calls/activity-calls';
import { judgeFailure, problemOf, wasCancelled } from '../calls/judge-failure';
import { type CallItem, EMPTY_DELIVERY_LOG, type OutboxItem, type RunHandover, UNKNOWN_DELIVERY_LOG } from '../contract/run-handover';
import { GraphRun, type NodeChange, type NodeFailure } from '../graph/graph-run';
import { deliver } from '../outbox/deliver';
import { Outbox } from '../outbox/outbox';
import type { ResponseContext } from '../response/response-context';
import { RESPONSE_GRAPH } from '../response/response-graph';
import { ResponseWork } from '../response/response-work';
import { RoomMessenger } from '../room/room-messenger';
import { IncidentRecord } from '../state/incident-record';
import { now } from '../state/now';

/** What a person must mend takes minutes; a call is worth asking that often whether it is mended. */
const CALL_AGAIN_MS = 60_000;

/** Messages that a further investigation posts anew instead of editing those of the one before. */
const OF_THE_ROUND = new Set(['postProgress', 'postFindings', 'postVerdict', 'postSummary']);

/**
 * One open incident in one run of the workflow: its record, what it says in the room, what is still to be done, and the
 * run of the response graph, whose nodes do `ResponseWork`. What commands and deadlines do stands in `CommandHandler`, the
 * story in `respondToIncident`.
 */
export class IncidentRun {
  readonly activities: ActivityCaller;
  readonly record: IncidentRecord;
  readonly messenger: RoomMessenger;
  readonly outbox: Outbox;
  private readonly graph: GraphRun<ResponseContext>;
  /** Whatever the graph starts, however much later, belongs to it: that is what the end of the incident cancels. */
  private readonly response = new CancellationScope({ cancellable: true });
  /** Set by the life of the incident, which applies alerts once they are read. */
  onAlertRead: (update: AlertUpdate, read: readonly ReadAlert[] | Refusal) => void = () => {};
  /** Likewise, of commands that had to wait. */
  onCommandReady: (command: Command, check?: PeopleCheck) => void = () => {};
  private interrupted = false;
  private count: number;

  constructor(
    readonly request: IncidentRequest,
    declared: IncidentState,
    handover?: RunHandover,
  ) {
    const state = handover?.state ?? declared;
    this.record = new IncidentRecord(state);
    this.activities = new ActivityCaller(request.incidentId, () => this.state().incident?.severity ?? severityAsked(request));
    this.messenger = new RoomMessenger(
      this.activities,
      handover === undefined ? EMPTY_DELIVERY_LOG : (handover.said ?? UNKNOWN_DELIVERY_LOG),
    );
    this.outbox = new Outbox(
      {
        perform: (item) => deliver(this, item),
        isReady: (item) => this.isReady(item),
        isObsolete: ({ kind }) => (kind === 'say' || kind === 'remind') && this.graph.statusOf('announceIncident') === 'skipped',
        isBegun: (key) => this.messenger.isBegun(key),
        failed: (item, error) => this.putOff(item, problemOf(error)),
      },
      handover?.chores ?? [],
    );
    this.count = handover?.count ?? 0;
    this.graph = new GraphRun<ResponseContext>(
      RESPONSE_GRAPH,
      new ResponseWork(this, handover === undefined ? [] : state.findings.map(({ key }) => key)),
      {
        changed: (name, change) => this.noteChange(name, change),
        judge: (error, node) => this.judge(error, node),
        exclusionReason: (node) => (node.name === 'createChannel' && request.createChannel === false ? 'not requested' : null),
      },
      handover === undefined ? [] : state.nodes,
    );
  }

  /** Starts what is to be done, or goes on with it. */
  begin(): void {
    this.withGraph((graph) => graph.advance());
    this.outbox.goOn();
    this.refreshHeadline();
  }

  /** Changes the run of the graph within the scope of the response. */
  withGraph(change: (graph: GraphRun<ResponseContext>) => void): void {
    void this.response.run(async () => change(this.graph));
  }

  /** Ends the response: what runs is cancelled, and counts as skipped. */
  stopResponse(): void {
    this.response.cancel();
  }

  hasSettled(): boolean {
    return this.graph.isSettled() && this.isIdle();
  }

  /** True when everything that can be said and written now has been. */
  isIdle(): boolean {
    return this.outbox.isIdle() && this.messenger.headline.isCurrent;
  }

  /** Ends what runs, so that the next run does it; resolves when nothing runs any more. */
  async interrupt(): Promise<void> {
    this.interrupted = true;
    this.messenger.headline.interrupt();
    this.outbox.interrupt();
    this.response.cancel();
    await condition(() => this.graph.isStill() && this.outbox.isStill() && this.messenger.headline.isCurrent);
  }

  carry(): RunHandover {
    return { state: this.state(), said: this.messenger.remember(), chores: this.outbox.left(), count: this.count };
  }

  get isInterrupted(): boolean {
    return this.interrupted;
  }

  state(): IncidentState {
    return this.record.state;
  }

  refreshHeadline(): void {
    this.messenger.headline.refresh(
      () => {
        const { warRoom, headlineTs } = this.state();
        if (warRoom === null || headlineTs === null) return null;
        const { channelId } = warRoom;
        const key = this.keyOf('announceIncident');
        return { channelId, ts: headlineTs, key, message: headlineOf(this.state()), topic: topicOf(this.state()), purpose: this.purpose() };
      },
      (problem) => this.record.degrade('editHeadline', problem),
    );
  }

  /** Puts something to be said on the list, under a key of its own. */
  say(name: string, message: RoomMessage, item: string): void {
    this.outbox.add({ kind: 'say', key: this.keyOf(name, item), message });
  }

  /** Goes on looking for those whom the look-up for the call `of` could not decide about. */
  callLate(found: Resolution, of: CallReason | null): void {
    const call = lateCall(found, of);
    if (call !== null) this.outbox.add({ kind: 'call', key: this.keyOf('call', String(this.nextNumber())), call });
  }

  keyOf(name: string, item?: string): string {
    const { investigationRound } = this.state();
    const round = investigationRound > 1 && OF_THE_ROUND.has(name) ? `@${investigationRound}` : '';
    return limitedId([this.request.incidentId, `${name}${round}`, ...(item === undefined ? [] : [item])].join('/'));
  }

  nextNumber(): number {
    this.count += 1;
    return this.count;
  }

  /**
   * Messages wait until there is a headline to reply to, calls also where no room will come; alerts and commands wait for
   * the incident that they change, and that says who may read of it. One report is written at a time, lest an older one
   * replace a newer. The rest goes ahead.
   */
  private isReady(item: OutboxItem): boolean {
    const { kind } = item;
    if (kind === 'call' && this.isPutOff(item)) return false;
    if (kind === 'readAlert') return !awaitsParse(this.state());
    if (kind === 'applyCommand') return !mustWait(this.state(), item.command.name);
    if (kind === 'writeReport') return this.graph.statusOf('writeReport') !== 'running';
    if (kind === 'sweep' || kind === 'checkPeople' || kind === 'checkActor') return true;
    if (this.state().headlineTs !== null) return true;
    return kind === 'call' && this.graph.statusOf('announceIncident') === 'skipped';
  }

  /** One that has become moot need not wait: its turn is when that is found. */
  private isPutOff({ notBefore, call }: CallItem): boolean {
    return notBefore !== undefined && notBefore > now() && whyObsolete(this.state(), call.why) === null;
  }

  /** A call is tried again later; anything else is given up. */
  private putOff(item: OutboxItem, problem: Problem): OutboxItem | null {
    if (item.kind !== 'call') {
      this.record.degrade(item.kind === 'writeReport' ? LATEST_REPORT : item.kind, problem);
      return null;
    }
    this.record.degrade(troubleOfCall(item.call), { ...problem, message: `${problem.message}; it is retried every minute` }, true);
    return { ...item, notBefore: later(now(), CALL_AGAIN_MS) };
  }

  private judge(error: unknown, node: { optional: boolean }): NodeFailure {
    return this.interrupted && wasCancelled(error) ? { kind: 'interrupted' } : judgeFailure(error, node);
  }

  private noteChange(name: string, change: NodeChange): void {
    this.record.changeNode(name, change, now());
    // What waited for it gets it no more, and is refused or done without it.
    if (change.status === 'skipped' || change.status === 'failed') this.outbox.goOn();
    if (name === 'writeReport' && change.status !== 'running') this.outbox.goOn();
    if (change.problem === null) return;
    const node = this.state().nodes.find((other) => other.name === name);
    log.warn('node did not succeed', { step: node?.step, node: name, status: change.status, code: change.problem.code });
    if (change.status !== 'blocked' || node === undefined) {
      this.record.clearDegradation(name);
      this.record.degrade(name, change.problem);
      return;
    }
    const { step } = node;
    const { problem } = change;
    this.record.tell({ at: now(), actor: 'worker', kind: 'blocked', text: `${step} is blocked: ${problem.message}` });
    this.record.publish();
    this.refreshHeadline();
    this.say('blocked', { kind: 'blocked', incidentId: this.request.incidentId, step, problem }, `${name}/${change.round}`);
  }

  purpose(): string {
    return `War room of incident:${this.request.incidentId}`;
  }
}

/** Until the parse has read or refused it: what stands in the request may have been typed by hand. */
function severityAsked({ severity }: IncidentRequest): Severity {
  return isSeverity(severity) ? severity : DEFAULT_SEVERITY;
}
