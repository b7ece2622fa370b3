import { CancellationScope, condition, log } from '@temporalio/workflow';
import type { Activities } from '../activities/interface';
import { buildReport } from '../incident/build-report';
import type { AlertUpdate, Command, ReadAlert, Refusal } from '../incident/commands';
import { later } from '../incident/escalation';
import type { Finding, SelectedProbe } from '../incident/finding';
import { headlineOf } from '../incident/headline';
import type { IncidentRequest } from '../incident/incident';
import { troubleOfCall, whyMoot } from '../incident/moot-call';
import { invitationOf, notInvited, type RefusedInvitation, refusedPeople } from '../incident/refused-invitations';
import type { Responder, UnresolvedReference } from '../incident/responders';
import type { RoomMessage } from '../incident/room-message';
import { LATEST_REPORT, withDegradation, withoutDegradation } from '../incident/standing-degradations';
import type { IncidentState, Problem, WarRoom } from '../incident/state';
import { topicOf } from '../incident/topic';
import { unknownFinding } from '../incident/unknown-finding';
import { awaitsParse, mustWait } from '../incident/unparsed';
import { callActivity } from './activity-calls';
import type { ActivityName } from './activity-options';
import { type CallChore, type Carried, type Chore, NOTHING_KNOWN, NOTHING_SAID } from './carried';
import { ChoreQueue } from './chore-queue';
import { GraphRun, type NodeChange, type Verdict } from './graph-run';
import { IncidentRecord } from './incident-record';
import { judgeFailure, problemOf, wasCancelled } from './judge-failure';
import { now } from './now';
import { performChore } from './perform-chore';
import { RESPONSE_PLAN } from './plan';
import type { About, Place, ResponseContext } from './response-context';
import { RESPONSE_GRAPH } from './response-graph';
import { RoomVoice } from './room-voice';
import type { NodeRun } from './step-graph';

/** What a person must mend takes minutes; a call is worth asking that often whether it is mended. */
const CALL_AGAIN_MS = 60_000;

/** Messages that a further investigation posts anew instead of editing those of the one before. */
const OF_THE_ROUND = new Set(['postProgress', 'postFindings', 'postVerdict', 'postSummary']);

/**
 * One open incident in one run of the workflow: its record, what it says in the room, what is still to be done, and the
 * run of the response graph, whose nodes work with it. What commands and deadlines do stands in `IncidentLife`, the
 * story in `respondToIncident`.
 */
export class OpenIncident implements ResponseContext {
  readonly record: IncidentRecord;
  readonly voice: RoomVoice;
  readonly chores: ChoreQueue;
  private readonly graph: GraphRun<ResponseContext>;
  /** Whatever the graph starts, however much later, belongs to it: that is what the end of the incident cancels. */
  private readonly response = new CancellationScope({ cancellable: true });
  /** Findings of an investigation that the end of an earlier run interrupted. */
  private readonly standing: Set<string>;
  /** Set by the life of the incident, which applies alerts once they are read. */
  onAlertRead: (update: AlertUpdate, read: readonly ReadAlert[] | Refusal) => void = () => {};
  /** Likewise, of commands that had to wait. */
  onCommandReady: (command: Command) => void = () => {};
  private interrupted = false;
  private count: number;

  constructor(
    readonly request: IncidentRequest,
    declared: IncidentState,
    carried?: Carried,
  ) {
    const state = carried?.state ?? declared;
    this.record = new IncidentRecord(state);
    this.voice = new RoomVoice(carried === undefined ? NOTHING_SAID : (carried.said ?? NOTHING_KNOWN));
    this.chores = new ChoreQueue(
      {
        perform: (chore) => performChore(this, chore),
        isReady: (chore) => this.isReady(chore),
        isMoot: ({ kind }) => (kind === 'say' || kind === 'remind') && this.graph.statusOf('announceIncident') === 'skipped',
        failed: (chore, error) => this.putOff(chore, problemOf(error)),
      },
      carried?.chores ?? [],
    );
    this.count = carried?.count ?? 0;
    this.standing = new Set(carried === undefined ? [] : state.findings.map(({ key }) => key));
    this.graph = new GraphRun<ResponseContext>(
      RESPONSE_GRAPH,
      this,
      {
        changed: (name, change) => this.noteChange(name, change),
        judge: (error, node) => this.judge(error, node),
        leftOut: (node) => (node.name === 'createChannel' && request.createChannel === false ? 'not asked for' : null),
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
    return this.chores.isIdle() && this.voice.headlineIsCurrent;
  }

  /** Ends what runs, so that the next run does it; resolves when nothing runs any more. */
  async interrupt(): Promise<void> {
    this.interrupted = true;
    this.voice.interrupt();
    this.chores.interrupt();
    this.response.cancel();
    await condition(() => this.graph.isStill() && this.chores.isStill() && this.voice.headlineIsCurrent);
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

  // What the nodes of the response call.

  learn<Key extends keyof IncidentState>(key: Key, value: NonNullable<IncidentState[Key]>): NonNullable<IncidentState[Key]> {
    const before = this.state();
    const isNew = before[key] === null;
    this.record.change({ [key]: value });
    if (key === 'incident' && isNew) this.record.startClock(now());
    if (key === 'incident') this.chores.goOn();
    if (key === 'warRoom') this.noteWarRoom(before.warRoom);
    if (key === 'incident' || key === 'warRoom') this.record.publish();
    if (key === 'headlineTs' || key === 'people' || key === 'investigation') this.refreshHeadline();
    if (key === 'headlineTs') this.chores.goOn();
    return value;
  }

  async call<Name extends ActivityName>(
    run: NodeRun,
    name: Name,
    input: Parameters<Activities[Name]>[0],
    about: About = {},
  ): Promise<Awaited<ReturnType<Activities[Name]>>['value']> {
    const answer = await callActivity(name, input, { activityId: idOf(run, about.item), summary: about.summary });
    this.record.countAttempts(run.name, answer.attempt);
    return answer.value;
  }

  select(_run: NodeRun, probes: readonly SelectedProbe[]): void {
    this.standing.clear();
    this.record.change({ probes, findings: [] });
  }

  async probe(run: NodeRun, probe: SelectedProbe): Promise<Finding> {
    const { incident, findings } = this.state();
    if (incident === null) throw new Error('a probe runs after the incident is parsed');
    const standing = this.standing.has(probe.key) ? findings.find(({ key }) => key === probe.key) : undefined;
    if (standing !== undefined) return standing;
    const startedAt = now();
    let finding: Finding;
    try {
      const summary = probe.target === null ? probe.title : `${probe.title} ${probe.target}`;
      finding = await this.call(run, 'runProbe', { incident, probe, round: run.round }, { item: probe.key, summary });
    } catch (error) {
      if (wasCancelled(error)) throw error;
      finding = unknownFinding(probe, problemOf(error), startedAt, now());
    }
    this.record.change({ findings: [...this.state().findings.filter((other) => other.key !== finding.key), finding] });
    return finding;
  }

  post(run: NodeRun, place: Place, message: RoomMessage, about: About = {}): Promise<string> {
    return this.voice.post({
      activity: run.name === 'announceIncident' ? 'announceIncident' : place.threadTs === undefined ? 'postMessage' : 'postReply',
      channelId: place.warRoom.channelId,
      threadTs: place.threadTs,
      key: this.keyOf(run.name, about.item),
      message,
      activityId: idOf(run, about.item),
      summary: about.summary,
      onAttempt: (attempt) => this.record.countAttempts(run.name, attempt),
    });
  }

  edit(run: NodeRun, place: Place, ts: string, message: RoomMessage, about: About = {}): Promise<void> {
    const { channelId } = place.warRoom;
    const key = this.keyOf(run.name);
    return this.voice.edit({ channelId, ts, key, message, activityId: idOf(run, about.item), summary: about.summary });
  }

  headline(): RoomMessage {
    return headlineOf(this.state());
  }

  async describe(run: NodeRun, { channelId }: WarRoom): Promise<void> {
    const topic = topicOf(this.state());
    let attempt = 1;
    try {
      ({ attempt } = await callActivity('describeChannel', { channelId, topic, purpose: this.purpose() }, { activityId: idOf(run) }));
      this.record.countAttempts(run.name, attempt);
    } finally {
      this.voice.noteTopic(topic, attempt);
    }
    this.refreshHeadline();
  }

  async bookmark(run: NodeRun, link: { channelId: string; title: string; url: string }, item: string): Promise<void> {
    const { attempt } = await this.voice.bookmark(link, { activityId: idOf(run, item), summary: link.title });
    this.record.countAttempts(run.name, attempt);
  }

  sweep(): Promise<number> {
    return this.voice.sweep(String(this.nextNumber()));
  }

  until(predicate: () => boolean): Promise<void> {
    return condition(predicate);
  }

  async writeReport(run: NodeRun): Promise<readonly string[]> {
    // One that a command has asked for may be under way, with an older state.
    if (this.chores.isDoing('writeReport')) await condition(() => !this.chores.isDoing('writeReport'));
    this.mend(LATEST_REPORT);
    const { files } = await this.call(run, 'writeReport', { report: buildReport(this.state(), RESPONSE_PLAN) });
    return files;
  }

  /** Told once while it stands, however often it is tried. */
  degrade(what: string, problem: Problem, isTriedAgain = false): void {
    const at = now();
    const known = this.state().degradations;
    const degradations = withDegradation(known, { what, problem, at, ...(isTriedAgain ? { isTriedAgain } : {}) });
    if (degradations === known) return;
    this.record.change({ degradations });
    this.record.tell({ at, actor: 'worker', kind: 'degraded', text: `${what} did not come off: ${problem.message}` });
  }

  /** What was degraded has come off after all, or is to be tried anew. */
  mend(what: string): void {
    const known = this.state().degradations;
    const degradations = withoutDegradation(known, what);
    if (degradations !== known) this.record.change({ degradations });
  }

  noteInvitations(people: readonly Responder[], refused: readonly RefusedInvitation[]): readonly UnresolvedReference[] {
    for (const { name } of people) this.mend(invitationOf(name));
    const named = refusedPeople(refused, people);
    for (const person of named) this.degrade(invitationOf(person.reference), notInvited(person));
    return named;
  }

  // What life and chores call.

  refreshHeadline(): void {
    this.voice.refreshHeadline(
      () => {
        const { warRoom, headlineTs } = this.state();
        if (warRoom === null || headlineTs === null) return null;
        const { channelId } = warRoom;
        const key = this.keyOf('announceIncident');
        return { channelId, ts: headlineTs, key, message: this.headline(), topic: topicOf(this.state()), purpose: this.purpose() };
      },
      (problem) => this.degrade('editHeadline', problem),
    );
  }

  /** Puts something to be said on the list, under a key of its own. */
  say(name: string, message: RoomMessage, item?: string): void {
    this.chores.add({ kind: 'say', key: this.keyOf(name, item ?? String(this.nextNumber())), message });
  }

  keyOf(name: string, item?: string): string {
    const { investigationRound } = this.state();
    const round = investigationRound > 1 && OF_THE_ROUND.has(name) ? `@${investigationRound}` : '';
    return [this.request.incidentId, `${name}${round}`, ...(item === undefined ? [] : [item])].join('/');
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
    if (kind === 'sweep') return true;
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
      this.degrade(chore.kind === 'writeReport' ? LATEST_REPORT : chore.kind, problem);
      return null;
    }
    this.degrade(troubleOfCall(chore.call), { ...problem, message: `${problem.message}; it is tried again every minute` }, true);
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
    log.warn('node did not come off', { step: node?.step, node: name, status: change.status, code: change.problem.code });
    if (change.status !== 'blocked' || node === undefined) {
      this.mend(name);
      this.degrade(name, change.problem);
      return;
    }
    const { step } = node;
    const { problem } = change;
    this.record.tell({ at: now(), actor: 'worker', kind: 'blocked', text: `${step} is blocked: ${problem.message}` });
    this.record.publish();
    this.refreshHeadline();
    this.say('blocked', { kind: 'blocked', incidentId: this.request.incidentId, step, problem }, `${name}/${change.round}`);
  }

  private noteWarRoom(before: WarRoom | null): void {
    const { warRoom, createdAt, metrics } = this.state();
    if (warRoom === null || warRoom.channelId === before?.channelId) return;
    const at = now();
    // In another room nothing of this stands yet; what is to be said waits for its headline.
    if (before !== null) this.record.change({ headlineTs: null, progress: null });
    const timeToWarRoomMs = metrics.timeToWarRoomMs ?? Date.parse(at) - Date.parse(createdAt);
    this.record.change({ metrics: { ...metrics, timeToWarRoomMs } });
    const instead = before === null ? '' : ` in place of #${before.name}`;
    const text = `${warRoom.created ? 'opened' : 'took over'} the ${warRoom.privacy} war room #${warRoom.name}${instead}`;
    this.record.tell({ at, actor: 'worker', kind: 'warRoom', text });
  }

  private purpose(): string {
    return `War room of incident:${this.request.incidentId}`;
  }
}

function idOf(run: NodeRun, item?: string): string {
  return [run.name, run.round, ...(item === undefined ? [] : [item])].join('.');
}
