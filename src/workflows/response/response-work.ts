import { condition, workflowInfo } from '@temporalio/workflow';
import type { Activities, PostInput } from '../../activities/interface';
import { hasEnded } from '../../incident/escalation/call-relevance';
import type { Incident, IncidentRequest } from '../../incident/model/incident';
import type { Resolution } from '../../incident/model/responders';
import type { CallForPeopleMessage, RoomMessage } from '../../incident/model/room-message';
import type { IncidentState, WarRoom } from '../../incident/model/state';
import { buildReportBody } from '../../incident/report/build-report';
import { commitOutput } from '../../incident/response/commit-output';
import { LATEST_REPORT } from '../../incident/response/standing-degradations';
import { purposeOf } from '../../incident/war-room/purpose';
import { topicOf } from '../../incident/war-room/topic';
import type { ActivityName } from '../calls/activity-options';
import { wasCancelled } from '../calls/judge-failure';
import { whileWanted } from '../calls/while-wanted';
import { SkipNode } from '../graph/skip-node';
import type { NodeRun } from '../graph/step-graph';
import type { IncidentAccess } from '../incident-access';
import type { PostingActivity } from '../room/posting';
import { now } from '../state/now';
import { ProbeRuns } from './probe-runs';
import type { About, Place, Refused, ResponseContext, ThreadUpdate } from './response-context';
import { linksOf, summaryOf } from './response-messages';

/**
 * Nodes whose messages other nodes' activities may post or edit too; each message is named after the node it belongs to.
 */
const ANNOUNCE = 'announceIncident';
const CALL = 'callForPeople';
const PROGRESS = 'postProgress';
const SUMMARY = 'postSummary';

/** The work that the response's nodes do for their incident. */
export class ResponseWork implements ResponseContext {
  /** The headline that was posted with the room when it was last opened; the headline's own node then adopts it. */
  private announced: { channelId: string; ts: string } | null = null;
  /** Channel of the page that was posted with the invitations; the page's own node then adopts it. */
  private called: string | null = null;
  readonly probes: ProbeRuns;
  readonly request: IncidentRequest;
  readonly patches: ResponseContext['patches'];

  constructor(
    private readonly incident: IncidentAccess,
    standing: readonly string[],
  ) {
    this.request = incident.request;
    this.patches = incident.patches;
    this.probes = new ProbeRuns((...args) => this.call(...args), incident.record, standing);
  }

  state(): IncidentState {
    return this.incident.state();
  }

  commit<Key extends keyof IncidentState>(key: Key, value: NonNullable<IncidentState[Key]>): NonNullable<IncidentState[Key]> {
    const { record, byHand, pages } = this.incident;
    const isParsed = this.state().incident !== null;
    record.replace(commitOutput(this.state(), key, value, now()));
    if (!isParsed && key === 'incident') pages.add('started');
    if (key === 'incident') byHand.goOn();
    if (key === 'incident' || key === 'warRoom') byHand.publish();
    if (key === 'headlineTs' || key === 'people' || key === 'investigation') byHand.refreshHeadline();
    if (key === 'headlineTs') byHand.goOn();
    return value;
  }

  async call<Name extends ActivityName>(
    run: NodeRun<Name>,
    input: Parameters<Activities[Name]>[0],
    about: About = {},
  ): Promise<Awaited<ReturnType<Activities[Name]>>['value']> {
    const answer = await this.incident.activities.call(run.activity, input, { activityId: idOf(run, about.item), summary: about.summary });
    this.incident.record.countAttempts(run.name, answer.attempt);
    return answer.value;
  }

  async openRoom(run: NodeRun<'createChannel'>, incident: Incident): Promise<WarRoom> {
    const { id, channelName, privacy, createdAt } = incident;
    const headline = this.incident.messenger.offer(this.incident.keyOf(ANNOUNCE), this.incident.headline());
    const { attempt, value } = await this.incident.activities.call(
      'createChannel',
      { incidentId: id, name: channelName, privacy, createdAt, ...(headline === null ? {} : { headline }) },
      { activityId: idOf(run), summary: `${privacy} channel #${channelName}` },
    );
    this.incident.record.countAttempts(run.name, attempt);
    const { room, headline: posted } = value;
    this.announced = headline === null || posted === null ? null : { channelId: room.channelId, ts: posted.ts };
    if (headline !== null && posted !== null) this.incident.messenger.note({ channelId: room.channelId, input: headline, attempt, posted });
    const before = this.state().warRoom;
    // If found again in a later round, it still counts as created in the first.
    return before?.channelId === room.channelId ? { ...room, created: before.created } : room;
  }

  async announce(run: NodeRun<'announceIncident'>, warRoom: WarRoom): Promise<string> {
    const { announced } = this;
    if (announced?.channelId === warRoom.channelId) return announced.ts;
    return this.post(run, { warRoom }, this.incident.headline(), { summary: 'the headline' });
  }

  async furnish(run: NodeRun<'furnishRoom'>, { incident, warRoom, headlineTs }: Parameters<ResponseContext['furnish']>[1]): Promise<void> {
    const { channelId } = warRoom;
    const [topic, links] = [topicOf(this.state()), linksOf(incident)];
    const fresh = warRoom.created && run.round === 1 ? { freshIn: workflowInfo().firstExecutionRunId } : {};
    let attempt: number | null = null;
    try {
      ({ attempt } = await this.incident.activities.call(
        'furnishRoom',
        { channelId, headlineTs, topic, purpose: purposeOf(incident.id), links, ...fresh },
        { activityId: idOf(run), summary: 'topic, pin and bookmarks' },
      ));
      this.incident.record.countAttempts(run.name, attempt);
      this.noteBookmarks(channelId, links, attempt);
    } catch (error) {
      if (wasCancelled(error)) this.noteBookmarks(channelId, links, null);
      throw error;
    } finally {
      this.incident.messenger.headline.noteTopic(topic, attempt ?? 1);
    }
    this.incident.byHand.refreshHeadline();
  }

  async invite(run: NodeRun<'inviteResponders'>, { warRoom, people, call }: Parameters<ResponseContext['invite']>[1]): Promise<Refused> {
    const { messenger, activities, record } = this.incident;
    const { channelId } = warRoom;
    // The page is never posted before the headline, because the people paged go there to read what the incident is about.
    const offered = call === null || !this.isAnnounced(warRoom) ? null : messenger.offer(this.incident.keyOf(CALL), call);
    const about = { activityId: idOf(run), summary: [...new Set(people.resolved.map(({ name }) => name))].join(', ') };
    const invitation = { channelId, people: people.resolved };
    const invited =
      offered === null
        ? null
        : await whileWanted(
            () => !hasEnded(this.state()),
            () => activities.call('inviteResponders', { ...invitation, call: offered }, about),
          );
    // People are invited even if no one is to be paged, because reopening the incident pages them there.
    const { attempt, value } =
      invited ??
      (await activities.call('inviteResponders', invitation, offered === null ? about : { ...about, activityId: `${idOf(run)}.uncalled` }));
    record.countAttempts(run.name, attempt);
    if (offered !== null && value.call !== null) {
      messenger.note({ channelId, input: offered, attempt, posted: value.call });
      this.called = channelId;
    }
    return record.noteInvitations(people.resolved, value.refused);
  }

  async callPeople(run: NodeRun<'postMessage'>, warRoom: WarRoom, call: CallForPeopleMessage): Promise<void> {
    const { called } = this;
    this.called = null;
    const isPosted = called === warRoom.channelId;
    // An edit notifies no one, in the room or directly.
    const isNew = isPosted || !this.incident.messenger.stands(this.incident.keyOf(CALL), warRoom.channelId);
    const post = () => this.post(run, { warRoom }, call);
    const posted = isPosted || (await whileWanted(() => !hasEnded(this.state()), post));
    if (posted === null) throw new SkipNode(`the incident is ${this.state().status}`);
    if (isNew) this.incident.elsewhere.add(this.incident.keyOf(CALL), call);
  }

  post(run: NodeRun<PostingActivity>, place: Place, message: RoomMessage, about: About = {}): Promise<string> {
    return this.incident.messenger.post({
      activity: run.activity,
      channelId: place.warRoom.channelId,
      threadTs: place.threadTs,
      key: this.incident.keyOf(run.name, about.item),
      message,
      activityId: idOf(run, about.item),
      summary: about.summary,
      onAttempt: (attempt) => this.incident.record.countAttempts(run.name, attempt),
    });
  }

  async updateThread(
    run: NodeRun<'updateThread'>,
    { warRoom, threadTs = '' }: Place,
    { number, findings, progress }: ThreadUpdate,
  ): Promise<void> {
    const { messenger, record } = this.incident;
    const { channelId } = warRoom;
    const place = { warRoom, threadTs };
    const replies = findings.map((finding) => ({ key: this.incident.keyOf(run.name, finding.key), finding }));
    // Messages from an earlier round are edited one by one.
    for (const { key, finding } of replies.filter(({ key }) => messenger.stands(key, channelId))) {
      await this.post({ ...run, activity: 'postReply' }, place, { kind: 'finding', finding }, { item: finding.key, summary: key });
    }
    const fresh = replies.filter(({ key }) => !messenger.stands(key, channelId));
    if (fresh.length === 0 && progress === null) return;
    const problem = await messenger.updateThread({
      place: { channelId, threadTs },
      replies: fresh.map(({ key, finding }) => ({ key, message: { kind: 'finding', finding } })),
      edit: progress === null ? null : { channelId, key: this.incident.keyOf(PROGRESS), ...progress },
      activityId: idOf(run, `update-${number}`),
      summary: fresh.map(({ finding }) => `${finding.status}: ${finding.title}`).join(', ') || 'progress of the probes',
      onAttempt: (attempt) => record.countAttempts(run.name, attempt),
    });
    if (problem !== null) record.degrade('followProbes', problem);
  }

  sweep(): Promise<number> {
    return this.incident.messenger.sweep(String(this.incident.nextNumber()));
  }

  async until(predicate: () => boolean, timeoutMs?: number): Promise<void> {
    if (timeoutMs === undefined) await condition(predicate);
    else await condition(predicate, timeoutMs);
  }

  async summarize(run: NodeRun<'summarizeIncident'>, place: Place | null): Promise<readonly string[]> {
    const { outbox, messenger, record, activities } = this.incident;
    // A report requested by a command may be in progress with an older state.
    if (outbox.isDoing('writeReport')) await condition(() => !outbox.isDoing('writeReport'));
    record.clearDegradation(LATEST_REPORT);
    const key = this.incident.keyOf(SUMMARY);
    const message = place === null ? null : summaryOf(this.state());
    let posting: PostInput | null = null;
    if (place !== null && message !== null) {
      if (messenger.stands(key, place.warRoom.channelId)) await this.post({ ...run, name: SUMMARY, activity: 'postReply' }, place, message);
      else posting = { ...messenger.begin(key, message), channelId: place.warRoom.channelId, threadTs: place.threadTs ?? '' };
    }
    const { attempt, value } = await activities.call(
      'summarizeIncident',
      { report: buildReportBody(this.state()), summary: posting },
      { activityId: idOf(run), summary: `score ${this.state().score?.total ?? 'unknown'}` },
    );
    record.countAttempts(run.name, attempt);
    if (posting !== null && value.summary !== null) messenger.note({ ...posting, input: posting, attempt, posted: value.summary });
    return value.files;
  }

  callLate(found: Resolution): void {
    this.incident.callLate(found, null);
  }

  private isAnnounced({ channelId }: WarRoom): boolean {
    return this.announced?.channelId === channelId || (this.state().warRoom?.channelId === channelId && this.state().headlineTs !== null);
  }

  private noteBookmarks(channelId: string, links: ReturnType<typeof linksOf>, attempt: number | null): void {
    this.incident.messenger.noteBookmarks(
      links.map((link) => ({ channelId, ...link })),
      attempt,
    );
  }
}

function idOf(run: NodeRun, item?: string): string {
  return [run.name, run.round, ...(item === undefined ? [] : [item])].join('.');
}
