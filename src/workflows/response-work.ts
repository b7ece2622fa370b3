import { condition } from '@temporalio/workflow';
import type { Activities } from '../activities/interface';
import { buildReport } from '../incident/build-report';
import type { Finding, SelectedProbe } from '../incident/finding';
import { headlineOf } from '../incident/headline';
import type { RefusedInvitation } from '../incident/refused-invitations';
import type { Resolution, Responder, UnresolvedReference } from '../incident/responders';
import type { RoomMessage } from '../incident/room-message';
import { LATEST_REPORT } from '../incident/standing-degradations';
import type { IncidentState, WarRoom } from '../incident/state';
import { topicOf } from '../incident/topic';
import type { ActivityName } from './activity-options';
import { now } from './now';
import type { OpenIncident } from './open-incident';
import { RESPONSE_PLAN } from './plan';
import { ProbeRuns } from './probe-runs';
import type { About, Place, ResponseContext } from './response-context';
import type { NodeRun } from './step-graph';

/** What the nodes of the response do with their incident. */
export class ResponseWork implements ResponseContext {
  /** Keys of findings of an investigation that the end of an earlier run interrupted. */
  private readonly standing: Set<string>;
  private readonly probes = new ProbeRuns((...args) => this.call(...args));

  constructor(
    private readonly incident: OpenIncident,
    standing: readonly string[],
  ) {
    this.standing = new Set(standing);
  }

  get request() {
    return this.incident.request;
  }

  state(): IncidentState {
    return this.incident.state();
  }

  learn<Key extends keyof IncidentState>(key: Key, value: NonNullable<IncidentState[Key]>): NonNullable<IncidentState[Key]> {
    const before = this.state();
    const isNew = before[key] === null;
    this.incident.record.change({ [key]: value });
    if (key === 'incident' && isNew) this.incident.record.startClock(now());
    if (key === 'incident') this.incident.chores.goOn();
    if (key === 'warRoom') this.noteWarRoom(before.warRoom);
    if (key === 'incident' || key === 'warRoom') this.incident.record.publish();
    if (key === 'headlineTs' || key === 'people' || key === 'investigation') this.incident.refreshHeadline();
    if (key === 'headlineTs') this.incident.chores.goOn();
    return value;
  }

  async call<Name extends ActivityName>(
    run: NodeRun,
    name: Name,
    input: Parameters<Activities[Name]>[0],
    about: About = {},
  ): Promise<Awaited<ReturnType<Activities[Name]>>['value']> {
    const answer = await this.incident.activities.call(name, input, { activityId: idOf(run, about.item), summary: about.summary });
    this.incident.record.countAttempts(run.name, answer.attempt);
    return answer.value;
  }

  select(_run: NodeRun, probes: readonly SelectedProbe[]): void {
    this.standing.clear();
    this.incident.record.change({ probes, findings: [] });
  }

  async probe(run: NodeRun, probe: SelectedProbe): Promise<Finding> {
    const { incident, findings } = this.state();
    if (incident === null) throw new Error('a probe runs after the incident is parsed');
    const standing = this.standing.has(probe.key) ? findings.find(({ key }) => key === probe.key) : undefined;
    if (standing !== undefined) return standing;
    const finding = await this.probes.run(run, incident, probe);
    this.incident.record.change({ findings: [...this.state().findings.filter((other) => other.key !== finding.key), finding] });
    return finding;
  }

  post(run: NodeRun, place: Place, message: RoomMessage, about: About = {}): Promise<string> {
    return this.incident.voice.post({
      activity: run.name === 'announceIncident' ? 'announceIncident' : place.threadTs === undefined ? 'postMessage' : 'postReply',
      channelId: place.warRoom.channelId,
      threadTs: place.threadTs,
      key: this.incident.keyOf(run.name, about.item),
      message,
      activityId: idOf(run, about.item),
      summary: about.summary,
      onAttempt: (attempt) => this.incident.record.countAttempts(run.name, attempt),
    });
  }

  edit(run: NodeRun, place: Place, ts: string, message: RoomMessage, about: About = {}): Promise<void> {
    const { channelId } = place.warRoom;
    const key = this.incident.keyOf(run.name);
    return this.incident.voice.edit({ channelId, ts, key, message, activityId: idOf(run, about.item), summary: about.summary });
  }

  headline(): RoomMessage {
    return headlineOf(this.state());
  }

  async describe(run: NodeRun, { channelId }: WarRoom): Promise<void> {
    const topic = topicOf(this.state());
    let attempt = 1;
    try {
      ({ attempt } = await this.incident.activities.call(
        'describeChannel',
        { channelId, topic, purpose: this.incident.purpose() },
        { activityId: idOf(run) },
      ));
      this.incident.record.countAttempts(run.name, attempt);
    } finally {
      this.incident.voice.headline.noteTopic(topic, attempt);
    }
    this.incident.refreshHeadline();
  }

  async bookmark(run: NodeRun, link: { channelId: string; title: string; url: string }, item: string): Promise<void> {
    const { attempt } = await this.incident.voice.bookmark(link, { activityId: idOf(run, item), summary: link.title });
    this.incident.record.countAttempts(run.name, attempt);
  }

  sweep(): Promise<number> {
    return this.incident.voice.sweep(String(this.incident.nextNumber()));
  }

  until(predicate: () => boolean): Promise<void> {
    return condition(predicate);
  }

  async writeReport(run: NodeRun): Promise<readonly string[]> {
    // One that a command has asked for may be under way, with an older state.
    if (this.incident.chores.isDoing('writeReport')) await condition(() => !this.incident.chores.isDoing('writeReport'));
    this.incident.record.mend(LATEST_REPORT);
    const { files } = await this.call(run, 'writeReport', { report: buildReport(this.state(), RESPONSE_PLAN) });
    return files;
  }

  callLate(found: Resolution): void {
    this.incident.callLate(found, null);
  }

  noteInvitations(people: readonly Responder[], refused: readonly RefusedInvitation[]): readonly UnresolvedReference[] {
    return this.incident.record.noteInvitations(people, refused);
  }

  private noteWarRoom(before: WarRoom | null): void {
    const { warRoom, createdAt, metrics } = this.state();
    if (warRoom === null || warRoom.channelId === before?.channelId) return;
    const at = now();
    // In another room nothing of this stands yet; what is to be said waits for its headline.
    if (before !== null) this.incident.record.change({ headlineTs: null, progress: null });
    const timeToWarRoomMs = metrics.timeToWarRoomMs ?? Date.parse(at) - Date.parse(createdAt);
    this.incident.record.change({ metrics: { ...metrics, timeToWarRoomMs } });
    const instead = before === null ? '' : ` in place of #${before.name}`;
    const text = `${warRoom.created ? 'opened' : 'took over'} the ${warRoom.privacy} war room #${warRoom.name}${instead}`;
    this.incident.record.tell({ at, actor: 'worker', kind: 'warRoom', text });
  }
}

function idOf(run: NodeRun, item?: string): string {
  return [run.name, run.round, ...(item === undefined ? [] : [item])].join('.');
}
