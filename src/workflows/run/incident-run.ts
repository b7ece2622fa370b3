import { CancellationScope, condition, log } from '@temporalio/workflow';
import { severityAsked } from '../../incident/declaration/severity-asked';
import type { CallReason } from '../../incident/model/call-reason';
import { lateCall } from '../../incident/model/effects';
import type { IncidentRequest } from '../../incident/model/incident';
import type { Resolution } from '../../incident/model/responders';
import type { HeadlineMessage, RoomMessage } from '../../incident/model/room-message';
import type { IncidentState } from '../../incident/model/state';
import { boundedState } from '../../incident/response/bounded-state';
import { nodesToGoOnWith } from '../../incident/response/initial-state';
import { headlineOf } from '../../incident/war-room/headline';
import { purposeOf } from '../../incident/war-room/purpose';
import { topicOf } from '../../incident/war-room/topic';
import { ActionRuns } from '../actions/action-runs';
import { ActivityCaller } from '../calls/activity-calls';
import { judgeFailure, wasCancelled } from '../calls/judge-failure';
import { deliveryLogOf, isIncoming, type RunHandover } from '../contract/run-handover';
import { GraphRun } from '../graph/graph-run';
import type { NodeChange, NodeFailure } from '../graph/reduce-graph';
import type { FollowUps, IncidentAccess } from '../incident-access';
import { Elsewhere } from '../outbox/elsewhere';
import { laneOf } from '../outbox/lanes';
import { BY_BYTES, BY_ESTIMATE } from '../outbox/merge-rule';
import { Outbox } from '../outbox/outbox';
import { Pages } from '../outbox/pages';
import type { ResponseContext } from '../response/response-context';
import { type NodeName, RESPONSE_GRAPH } from '../response/response-graph';
import { ResponseWork } from '../response/response-work';
import { messageKey } from '../room/message-key';
import { RoomMessenger } from '../room/room-messenger';
import { IncidentRecord } from '../state/incident-record';
import { now } from '../state/now';
import { isFindable } from '../state/searchable';
import { NO_FOLLOW_UPS } from './before-settle';
import { CommandHandler } from './command-handler';
import { outboxHost } from './outbox-host';
import { readPatches } from './patches';

/**
 * One open incident in one run of the workflow: its record, its messages, its outstanding work, and the run of the response
 * graph, whose nodes do `ResponseWork`. `CommandHandler` applies commands and deadlines; `respondToIncident` is the main
 * sequence.
 */
export class IncidentRun implements IncidentAccess {
  readonly activities: ActivityCaller;
  readonly record: IncidentRecord;
  readonly messenger: RoomMessenger;
  readonly outbox: Outbox;
  readonly pages = new Pages(this);
  readonly elsewhere = new Elsewhere(this);
  readonly actions = new ActionRuns(this, { adopt: (applied, origin) => this.commands.adopt(applied, origin) });
  readonly commands: CommandHandler;
  readonly byHand: FollowUps;
  private readonly graph: GraphRun<ResponseContext, NodeName>;
  /** Everything that the graph starts, however late, belongs to this scope, which the end of the incident cancels. */
  private readonly response = new CancellationScope({ cancellable: true });
  readonly patches = readPatches();
  /** The state that `settle` saw last. */
  private settled: IncidentState | null = null;
  isInterrupted = false;
  private count: number;

  constructor(
    readonly request: IncidentRequest,
    declared: IncidentState,
    private readonly handover?: RunHandover,
  ) {
    const state = handover === undefined ? declared : { ...handover.state, nodes: nodesToGoOnWith(handover.state.nodes, declared.nodes) };
    const chores = handover?.chores ?? [];
    this.record = new IncidentRecord(state, this.patches.countsAlerts ? boundedState : (given) => given, this.patches);
    this.activities = new ActivityCaller(request.incidentId, () => this.state().incident?.severity ?? severityAsked(request));
    this.messenger = new RoomMessenger(this.activities, deliveryLogOf(handover), this.patches);
    this.outbox = new Outbox(
      outboxHost(
        this,
        (name) => this.graph.statusOf(name),
        () => this.commands.inbox.has('readAlert'),
      ),
      chores.filter((item) => !isIncoming(item)),
      this.patches.countsAlerts ? BY_BYTES : BY_ESTIMATE,
    );
    this.commands = new CommandHandler(this, chores.filter(isIncoming));
    this.count = handover?.count ?? 0;
    this.byHand = this.patches.settles ? NO_FOLLOW_UPS : this.followUps();
    this.graph = new GraphRun<ResponseContext, NodeName>(
      RESPONSE_GRAPH,
      new ResponseWork(this, handover === undefined ? [] : state.findings.map(({ key }) => key)),
      {
        nodes: () => this.state().nodes,
        changed: (change) => this.noteChange(change),
        judge: (error, node) => this.judge(error, node),
        exclusionReason: (name) => this.exclusionReason(name),
      },
    );
  }

  /** Starts outstanding work, or continues it. */
  begin(): void {
    this.withGraph((graph) => graph.advance());
    if (this.patches.settles) void this.keepSettled();
    // In the order in which the earlier run left it.
    for (const item of this.handover?.chores ?? []) {
      if (isIncoming(item)) this.commands.inbox.goOnWith(item);
      else this.outbox.goOnIn(laneOf(item));
    }
    this.actions.goOn();
    this.byHand.refreshHeadline();
  }

  /** Everything that follows from the current state, whatever changed it. Each part does nothing if nothing is due. */
  private settle(): void {
    this.pages.end();
    this.elsewhere.settle();
    this.settled = this.state();
    const { goOn, publish, refreshHeadline, show } = this.followUps();
    goOn();
    if (isFindable(this.state())) publish();
    refreshHeadline();
    show();
  }

  /** Changes the graph run within the scope of the response. */
  withGraph(change: (graph: GraphRun<ResponseContext, NodeName>) => void): void {
    void this.response.run(async () => change(this.graph));
  }

  /** Ends the response: running work is cancelled and counts as skipped. */
  stopResponse(): void {
    this.response.cancel();
  }

  hasSettled(): boolean {
    return this.graph.isSettled() && this.isIdle();
  }

  /** True if everything that can be applied, posted and written now is done. */
  isIdle(): boolean {
    if (this.patches.settles && this.settled !== this.state()) return false;
    return this.commands.inbox.isIdle() && this.outbox.isIdle() && this.messenger.headline.isCurrent;
  }

  /** Stops running work, so that the next run does it. Resolves once nothing is running. */
  async interrupt(): Promise<void> {
    this.isInterrupted = true;
    this.messenger.headline.interrupt();
    this.outbox.interrupt();
    this.commands.inbox.interrupt();
    this.actions.interrupt();
    this.response.cancel();
    await condition(() => this.graph.isStill() && this.commands.isStill && this.actions.isStill && this.messenger.headline.isCurrent);
  }

  carry(): RunHandover {
    return {
      state: this.state(),
      said: this.messenger.remember(),
      chores: [...this.commands.inbox.left(), ...this.outbox.left()],
      count: this.count,
    };
  }

  state = (): IncidentState => this.record.state;

  headline(): HeadlineMessage {
    return headlineOf(this.state(), { showsRounds: this.patches.byHand });
  }

  refreshHeadline(): void {
    this.messenger.headline.refresh(
      () => {
        const { warRoom, headlineTs } = this.state();
        if (warRoom === null || headlineTs === null) return null;
        const { channelId } = warRoom;
        const key = this.keyOf('announceIncident');
        const purpose = purposeOf(this.request.incidentId);
        return { channelId, ts: headlineTs, key, message: this.headline(), topic: topicOf(this.state()), purpose };
      },
      (problem) => this.record.degrade('editHeadline', problem),
    );
  }

  /** Adds an item to the outbox under its own key. */
  say(name: string, message: RoomMessage, item: string): void {
    this.outbox.add({ kind: 'say', key: this.keyOf(name, item), message });
  }

  /** Keeps looking for people whom the lookup for the page `of` had neither found nor ruled out. */
  callLate(found: Resolution, of: CallReason | null): void {
    const call = lateCall(found, of);
    if (call !== null) this.outbox.add({ kind: 'call', key: this.keyOf('call', String(this.nextNumber())), call });
  }

  keyOf = (name: string, item?: string): string => messageKey(this.state(), name, item);

  nextNumber(): number {
    this.count += 1;
    return this.count;
  }

  private exclusionReason(name: NodeName): string | null {
    if (this.patches.laterNodes.includes(name)) return 'this part of the response was added after the incident started';
    return name === 'createChannel' && this.request.createChannel === false ? 'not requested' : null;
  }

  private judge(error: unknown, node: { optional: boolean }): NodeFailure {
    return this.isInterrupted && wasCancelled(error) ? { kind: 'interrupted' } : judgeFailure(error, node);
  }

  private noteChange(change: NodeChange): void {
    const { name, status, problem, round } = change;
    this.record.changeNode(change, now());
    // Work that waited for the incident is now refused, or done without it.
    if (status === 'skipped' || status === 'failed') this.byHand.goOn();
    if (name === 'writeReport' && status !== 'running') this.byHand.goOn();
    if (problem === null) return;
    const node = this.state().nodes.find((other) => other.name === name);
    log.warn('node did not succeed', { step: node?.step, node: name, status, code: problem.code });
    if (status !== 'blocked' || node === undefined) {
      this.record.clearDegradation(name);
      this.record.degrade(name, problem);
      return;
    }
    const { step } = node;
    this.record.tell({ kind: 'blocked', step, problem });
    this.byHand.publish();
    this.byHand.refreshHeadline();
    this.say('blocked', { kind: 'blocked', incidentId: this.request.incidentId, step, problem }, `${name}/${round}`);
  }

  private followUps(): FollowUps {
    return {
      publish: () => this.record.publish(),
      show: () => this.record.show(),
      refreshHeadline: () => this.refreshHeadline(),
      goOn: () => {
        this.commands.inbox.goOn();
        this.outbox.goOn();
      },
    };
  }

  /** Runs alongside the main sequence; settles each time everything that arrived together has been handled. */
  private async keepSettled(): Promise<never> {
    for (;;) {
      await condition(() => this.settled !== this.state());
      this.settle();
    }
  }
}
