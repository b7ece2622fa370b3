import { CancellationScope, condition, log } from '@temporalio/workflow';
import { awaitsParse, mustWait } from '../../incident/commands/command-preconditions';
import { troubleOfCall, whyMoot } from '../../incident/escalation/call-relevance';
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
import { type CallChore, type Carried, type Chore, NOTHING_KNOWN, NOTHING_SAID } from '../contract/run-handover';
import { GraphRun, type NodeChange, type Verdict } from '../graph/graph-run';
import { performChore } from '../outbox/deliver';
import { ChoreQueue } from '../outbox/outbox';
import type { ResponseContext } from '../response/response-context';
import { RESPONSE_GRAPH } from '../response/response-graph';
import { ResponseWork } from '../response/response-work';
import { RoomVoice } from '../room/room-messenger';
import { IncidentRecord } from '../state/incident-record';
import { now } from '../state/now';

/** What a person must mend takes minutes; a call is worth asking that often whether it is mended. */
const CALL_AGAIN_MS = 60_000;

/** Messages that a further investigation posts anew instead of editing those of the one before. */
const OF_THE_ROUND = new Set(['postProgress', 'postFindings', 'postVerdict', 'postSummary']);

/**
 * One open incident in one run of the workflow: its record, what it says in the room, what is still to be done, and the
 * run of the response graph, whose nodes do `ResponseWork`. What commands and deadlines do stands in `IncidentLife`, the
 * story in `respondToIncident`.
 */
export class OpenIncident {
  readonly activities: ActivityCaller;
  readonly record: IncidentRecord;
  readonly voice: RoomVoice;
  readonly chores: ChoreQueue;
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
    carried?: Carried,
  ) {
    const state = carried?.state ?? declared;
    this.record = new IncidentRecord(state);
    this.activities = new ActivityCaller(request.incidentId, () => this.state().incident?.severity ?? severityAsked(request));
    this.voice = new RoomVoice(this.activities, carried === undefined ? NOTHING_SAID : (carried.said ?? NOTHING_KNOWN));
    this.chores = new ChoreQueue(
      {
        perform: (chore) => performChore(this, chore),
        isReady: (chore) => this.isReady(chore),
        isMoot: ({ kind }) => (kind === 'say' || kind === 'remind') && this.graph.statusOf('announceIncident') === 'skipped',
        isBegun: (key) => this.voice.isBegun(key),
        failed: (chore, error) => this.putOff(chore, problemOf(error)),
      },
      carried?.chores ?? [],
    );
    this.count = carried?.count ?? 0;
    this.graph = new GraphRun<ResponseContext>(
      RESPONSE_GRAPH,
      new ResponseWork(this, carried === undefined ? [] : state.findings.map(({ key }) => key)),
      {
        changed: (name, change) => this.noteChange(name, change),
        judge: (error, node) => this.judge(error, node),
        leftOut: (node) => (node.name === 'createChannel' && request.createChannel === false ? 'not requested' : null),
      },
      carried === undefined ? [] : state.nodes,
    );
  }

  /** Starts what is to be done, or goes on with it. */
  begin(): void {
    this.withGraph((graph) => graph.advance());
    this.chores.goOn();
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
    return this.chores.isIdle() && this.voice.headline.isCurrent;
  }

  /** Ends what runs, so that the next run does it; resolves when nothing runs any more. */
  async interrupt(): Promise<void> {
    this.interrupted = true;
    this.voice.headline.interrupt();
    this.chores.interrupt();
    this.response.cancel();
    await condition(() => this.graph.isStill() && this.chores.isStill() && this.voice.headline.isCurrent);
  }

  carry(): Carried {
    return { state: this.state(), said: this.voice.remember(), chores: this.chores.left(), count: this.count };
  }

  get isInterrupted(): boolean {
    return this.interrupted;
  }

  state(): IncidentState {
    return this.record.state;
  }

  refreshHeadline(): void {
    this.voice.headline.refresh(
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
    this.chores.add({ kind: 'say', key: this.keyOf(name, item), message });
  }

  /** Goes on looking for those whom the look-up for the call `of` could not decide about. */
  callLate(found: Resolution, of: CallReason | null): void {
    const call = lateCall(found, of);
    if (call !== null) this.chores.add({ kind: 'call', key: this.keyOf('call', String(this.nextNumber())), call });
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
  private isReady(chore: Chore): boolean {
    const { kind } = chore;
    if (kind === 'call' && this.isPutOff(chore)) return false;
    if (kind === 'readAlert') return !awaitsParse(this.state());
    if (kind === 'applyCommand') return !mustWait(this.state(), chore.command.name);
    if (kind === 'writeReport') return this.graph.statusOf('writeReport') !== 'running';
    if (kind === 'sweep' || kind === 'checkPeople' || kind === 'checkActor') return true;
    if (this.state().headlineTs !== null) return true;
    return kind === 'call' && this.graph.statusOf('announceIncident') === 'skipped';
  }

  /** One that has become moot need not wait: its turn is when that is found. */
  private isPutOff({ notBefore, call }: CallChore): boolean {
    return notBefore !== undefined && notBefore > now() && whyMoot(this.state(), call.why) === null;
  }

  /** A call is tried again later; anything else is given up. */
  private putOff(chore: Chore, problem: Problem): Chore | null {
    if (chore.kind !== 'call') {
      this.record.degrade(chore.kind === 'writeReport' ? LATEST_REPORT : chore.kind, problem);
      return null;
    }
    this.record.degrade(troubleOfCall(chore.call), { ...problem, message: `${problem.message}; it is retried every minute` }, true);
    return { ...chore, notBefore: later(now(), CALL_AGAIN_MS) };
  }

  private judge(error: unknown, node: { optional: boolean }): Verdict {
    return this.interrupted && wasCancelled(error) ? { kind: 'interrupted' } : judgeFailure(error, node);
  }

  private noteChange(name: string, change: NodeChange): void {
    this.record.changeNode(name, change, now());
    // What waited for it gets it no more, and is refused or done without it.
    if (change.status === 'skipped' || change.status === 'failed') this.chores.goOn();
    if (name === 'writeReport' && change.status !== 'running') this.chores.goOn();
    if (change.problem === null) return;
    const node = this.state().nodes.find((other) => other.name === name);
    log.warn('node did not succeed', { step: node?.step, node: name, status: change.status, code: change.problem.code });
    if (change.status !== 'blocked' || node === undefined) {
      this.record.mend(name);
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
