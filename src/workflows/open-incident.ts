import { condition, isCancellation, log } from '@temporalio/workflow';
import type { Activities } from '../activities/interface';
import { applyCommand, hasActed, recordRefusal } from '../incident/apply-command';
import { buildReport } from '../incident/build-report';
import { type AlertUpdate, type Command, isRefusal, type ReadAlertUpdate, type Refusal } from '../incident/commands';
import type { Finding, SelectedProbe } from '../incident/finding';
import { headlineOf } from '../incident/headline';
import type { IncidentRequest } from '../incident/incident';
import type { StepName } from '../incident/plan';
import type { RoomMessage } from '../incident/room-message';
import type { IncidentState, Problem } from '../incident/state';
import { unknownFinding } from '../incident/unknown-finding';
import { callActivity } from './activity-calls';
import type { ActivityName } from './activity-options';
import { GraphRun, type NodeChange } from './graph-run';
import type { IncidentRecord } from './incident-record';
import { judgeFailure, problemOf } from './judge-failure';
import { RESPONSE_PLAN } from './plan';
import { type About, type Place, RESPONSE_GRAPH, type ResponseContext } from './response-graph';
import { RoomVoice } from './room-voice';
import type { NodeRun } from './step-graph';

/** Work that follows from a command or a blocked step and takes an activity. */
type Chore =
  | { readonly kind: 'say'; readonly key: string; readonly message: RoomMessage }
  | { readonly kind: 'writeReport' }
  | { readonly kind: 'readAlert'; readonly update: AlertUpdate };

/**
 * One open incident: its record, what it says in the room, and the run of the response graph. It is what the graph's
 * nodes work with; the story itself is told by `respondToIncident`.
 */
export class OpenIncident implements ResponseContext {
  readonly graph: GraphRun<ResponseContext>;
  private readonly voice = new RoomVoice();
  private readonly chores: Chore[] = [];
  private busy = false;
  private count = 0;

  constructor(
    readonly request: IncidentRequest,
    readonly record: IncidentRecord,
  ) {
    this.graph = new GraphRun<ResponseContext>(RESPONSE_GRAPH, this, {
      changed: (name, change) => this.noteChange(name, change),
      judge: (error, node) => judgeFailure(error, node),
      leftOut: (node) => (node.name === 'createChannel' && request.createChannel === false ? 'not asked for' : null),
    });
  }

  state(): IncidentState {
    return this.record.state;
  }

  // What the nodes of the response call.

  learn<Key extends keyof IncidentState>(key: Key, value: NonNullable<IncidentState[Key]>): NonNullable<IncidentState[Key]> {
    this.record.change({ [key]: value });
    if (key === 'warRoom') this.noteWarRoom();
    if (key === 'incident' || key === 'warRoom') this.record.publish();
    if (key === 'headlineTs' || key === 'people' || key === 'investigation') this.refreshHeadline();
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

  async probe(run: NodeRun, probe: SelectedProbe): Promise<Finding> {
    const { incident } = this.state();
    if (incident === null) throw new Error('a probe runs after the incident is parsed');
    const startedAt = now();
    let finding: Finding;
    try {
      const summary = probe.target === null ? probe.title : `${probe.title} ${probe.target}`;
      finding = await this.call(run, 'runProbe', { incident, probe, round: run.round }, { item: probe.key, summary });
    } catch (error) {
      if (isCancellation(error)) throw error;
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
    return this.voice.edit({
      channelId,
      ts,
      key: this.keyOf(run.name),
      message,
      activityId: idOf(run, about.item),
      summary: about.summary,
    });
  }

  headline(): RoomMessage {
    return headlineOf(this.state());
  }

  sweep(): Promise<number> {
    this.count += 1;
    return this.voice.sweep(String(this.count));
  }

  until(predicate: () => boolean): Promise<void> {
    return condition(predicate);
  }

  async writeReport(run: NodeRun): Promise<readonly string[]> {
    const { files } = await this.call(run, 'writeReport', { report: buildReport(this.state(), RESPONSE_PLAN) });
    return files;
  }

  // What commands do.

  /** Applies a command that could be read; a refusal is put on the timeline and returned. */
  apply(command: Command | ReadAlertUpdate): { repeated: boolean } | Refusal {
    const { state } = this.record;
    if (command.requestId !== undefined && hasActed(state, command.requestId)) return { repeated: true };
    const outcome = applyCommand(state, command, now());
    if (isRefusal(outcome)) {
      this.refuse(command.name, command.actor, outcome);
      return outcome;
    }
    this.record.replace(outcome.state);
    for (const effect of outcome.effects) {
      if (effect.kind === 'postNews') this.sayNews();
      if (effect.kind === 'editHeadline') this.refreshHeadline();
      if (effect.kind === 'writeReport') this.chores.push({ kind: 'writeReport' });
      if (effect.kind === 'retryStep') this.graph.rerun(this.nodesOf(effect.step, ['blocked', 'failed']));
      if (effect.kind === 'skipStep') {
        for (const name of this.nodesOf(effect.step, ['blocked'])) this.graph.skip(name, effect.reason);
      }
    }
    this.record.publish();
    return { repeated: false };
  }

  refuse(command: string, actor: string, refusal: Refusal): void {
    this.record.replace(recordRefusal(this.state(), { name: command, actor }, refusal, now()));
  }

  readLater(update: AlertUpdate): void {
    this.chores.push({ kind: 'readAlert', update });
  }

  /** Does chores one after the other, in order, as long as the incident lives. */
  async doChores(): Promise<void> {
    for (;;) {
      await condition(() => this.nextChore() !== undefined);
      const chore = this.nextChore();
      if (chore === undefined) continue;
      this.chores.splice(this.chores.indexOf(chore), 1);
      this.busy = true;
      try {
        await this.do(chore);
      } catch (error) {
        this.degrade(chore.kind, problemOf(error));
      }
      this.busy = false;
    }
  }

  /** True when everything that can be said and written now has been. */
  isIdle(): boolean {
    return !this.busy && this.nextChore() === undefined && this.voice.headlineIsCurrent;
  }

  get hasUnclearMessages(): boolean {
    return this.voice.hasUnclear;
  }

  refreshHeadline(): void {
    this.voice.refreshHeadline(
      () => {
        const { warRoom, headlineTs } = this.state();
        if (warRoom === null || headlineTs === null) return null;
        return { channelId: warRoom.channelId, ts: headlineTs, key: this.keyOf('announceIncident'), message: this.headline() };
      },
      (problem) => this.degrade('editHeadline', problem),
    );
  }

  private async do(chore: Chore): Promise<void> {
    this.count += 1;
    const activityId = `${chore.kind}.${this.count}`;
    if (chore.kind === 'writeReport') {
      await callActivity('writeReport', { report: buildReport(this.state(), RESPONSE_PLAN) }, { activityId });
    } else if (chore.kind === 'say') {
      const { warRoom, headlineTs } = this.state();
      if (warRoom === null || headlineTs === null) return;
      const { key, message } = chore;
      const place = { channelId: warRoom.channelId, threadTs: headlineTs };
      await this.voice.post({ activity: 'postReply', ...place, key, message, activityId, summary: undefined, onAttempt: () => {} });
    } else {
      await this.readAlert(chore.update, activityId);
    }
  }

  private async readAlert(update: AlertUpdate, activityId: string): Promise<void> {
    const { event, source, ...base } = update;
    const input = { event, receivedAt: now(), ...(source === undefined ? {} : { source }) };
    try {
      const { value: events } = await callActivity('readAlertUpdate', input, { activityId });
      for (const read of events) this.apply({ ...base, name: 'alertUpdated', event: read });
    } catch (error) {
      const { message } = problemOf(error);
      this.refuse('alertUpdated', base.actor, { code: 'invalid', message });
    }
  }

  /** Messages wait until there is a headline to reply to; everything else goes ahead. */
  private nextChore(): Chore | undefined {
    const canSpeak = this.state().headlineTs !== null;
    return this.chores.find((chore) => chore.kind !== 'say' || canSpeak);
  }

  private noteChange(name: string, change: NodeChange): void {
    this.record.changeNode(name, change, now());
    if (change.problem === null) return;
    const node = this.state().nodes.find((other) => other.name === name);
    log.warn('node did not come off', { node: name, status: change.status, code: change.problem.code });
    if (change.status !== 'blocked' || node === undefined) {
      this.degrade(name, change.problem);
      return;
    }
    this.sayBlocked(node.step, change.problem, `${name}/${change.round}`);
  }

  private sayBlocked(step: StepName, problem: Problem, item: string): void {
    this.record.tell({ at: now(), actor: 'worker', kind: 'blocked', text: `${step} is blocked: ${problem.message}` });
    this.record.publish();
    this.refreshHeadline();
    const message: RoomMessage = { kind: 'blocked', incidentId: this.request.incidentId, step, problem };
    this.chores.push({ kind: 'say', key: this.keyOf('blocked', item), message });
  }

  private sayNews(): void {
    const entry = this.state().timeline.at(-1);
    if (entry === undefined) return;
    this.count += 1;
    this.chores.push({ kind: 'say', key: this.keyOf('news', String(this.count)), message: { kind: 'news', entry } });
  }

  private noteWarRoom(): void {
    const { warRoom, createdAt, metrics } = this.state();
    if (warRoom === null) return;
    const at = now();
    if (metrics.timeToWarRoomMs === null) {
      this.record.change({ metrics: { ...metrics, timeToWarRoomMs: Date.parse(at) - Date.parse(createdAt) } });
    }
    const text = `${warRoom.created ? 'opened' : 'took over'} the ${warRoom.privacy} war room #${warRoom.name}`;
    this.record.tell({ at, actor: 'worker', kind: 'warRoom', text });
  }

  private degrade(what: string, problem: Problem): void {
    const at = now();
    this.record.change({ degradations: [...this.state().degradations, { what, problem, at }] });
    this.record.tell({ at, actor: 'worker', kind: 'degraded', text: `${what} did not come off: ${problem.message}` });
  }

  private nodesOf(step: StepName, statuses: readonly string[]): string[] {
    return this.state()
      .nodes.filter((node) => node.step === step && statuses.includes(node.status))
      .map((node) => node.name);
  }

  private keyOf(name: string, item?: string): string {
    return [this.request.incidentId, name, ...(item === undefined ? [] : [item])].join('/');
  }
}

/** Workflow time: the same in every replay. */
export function now(): string {
  return new Date().toISOString();
}

function idOf(run: NodeRun, item?: string): string {
  return [run.name, run.round, ...(item === undefined ? [] : [item])].join('.');
}
