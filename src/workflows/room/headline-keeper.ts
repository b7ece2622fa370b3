import { CancellationScope } from '@temporalio/workflow';
import type { RoomMessage } from '../../incident/model/room-message';
import type { Problem } from '../../incident/model/state';
import { digestOf } from '../../incident/text/digest';
import { shownInHeadline } from '../../incident/war-room/headline';
import type { RoomTopic } from '../../incident/war-room/topic';
import type { ActivityCaller } from '../calls/activity-calls';
import { problemOf, wasCancelled } from '../calls/judge-failure';
import type { DeliveryLog } from '../contract/run-handover';

/** The headline and the topic as they should stand. */
export interface Headline {
  readonly channelId: string;
  readonly ts: string;
  readonly key: string;
  readonly message: RoomMessage;
  readonly topic: RoomTopic;
  readonly purpose: string;
}

type Remembered = Pick<DeliveryLog, 'headline' | 'headlineUnclear' | 'topic'>;

/**
 * Keeps the headline and the topic true: one edit after the other, and none that would change nothing. That is decided
 * on data, so that a changed word in a message changes nothing of what open incidents have scheduled.
 */
export class HeadlineKeeper {
  private readonly scope = new CancellationScope({ cancellable: true });
  private edits = 0;
  /** Digest of the message's data; empty: not known. */
  private shown: string;
  /** Digest of the topic's data. Null until the room has its first topic; empty: not known. */
  private topicShown: string | null;
  private isStale = false;
  private isBusy = false;
  private unclear: boolean;
  private interrupted = false;

  constructor(
    private readonly activities: ActivityCaller,
    { headline, headlineUnclear, topic }: Remembered,
    private readonly digestOf: (message: RoomMessage) => string,
  ) {
    this.shown = headline;
    this.unclear = headlineUnclear;
    this.topicShown = topic;
  }

  get isCurrent(): boolean {
    return !this.isBusy;
  }

  /** An edit had an unclear end: committed late, it would undo the one after it. */
  get isUnclear(): boolean {
    return this.unclear;
  }

  /** What was posted as the headline; null when nobody knows what stands there. */
  noteShown(message: RoomMessage | null): void {
    this.shown = message === null ? '' : this.digestOf(message);
  }

  /** The first topic is set with the room: it may be out of date by the time it stands, and be committed late. */
  noteTopic(topic: RoomTopic, attempt: number): void {
    this.topicShown = digestOfData(topic);
    if (attempt > 1) this.unclear = true;
  }

  /** True once after an edit with an unclear end: what stands is not known then. */
  mayBeStale(): boolean {
    const { unclear } = this;
    this.unclear = false;
    if (unclear) this.shown = '';
    if (unclear && this.topicShown !== null) this.topicShown = '';
    return unclear;
  }

  /** Asks for both to be brought up to date; requests that come while an edit runs become one further edit. */
  refresh(source: () => Headline | null, onProblem: (problem: Problem) => void): void {
    this.isStale = true;
    if (this.isBusy || this.interrupted) return;
    this.isBusy = true;
    // In a scope of its own: a cancelled response still has a headline that must say so.
    void this.scope.run(() => this.keep(source, onProblem));
  }

  /** Ends what runs; the next run brings the headline up to date. */
  interrupt(): void {
    this.interrupted = true;
    this.scope.cancel();
  }

  /** What the next run must remember. */
  remember(): Remembered {
    return { headline: this.shown, headlineUnclear: this.unclear, topic: this.topicShown };
  }

  private async keep(source: () => Headline | null, onProblem: (problem: Problem) => void): Promise<void> {
    while (this.isStale && !this.interrupted) {
      this.isStale = false;
      const headline = source();
      if (headline === null) continue;
      // Each by itself: a headline that a person has deleted must not keep the topic as it was.
      for (const show of [() => this.showHeadline(headline), () => this.showTopic(headline)]) {
        try {
          await show();
        } catch (error) {
          if (!(this.interrupted && wasCancelled(error))) onProblem(problemOf(error));
        }
      }
    }
    this.isBusy = false;
  }

  private async showHeadline({ channelId, ts, key, message }: Headline): Promise<void> {
    const wanted = this.digestOf(message);
    if (wanted === this.shown) return;
    this.edits += 1;
    const about = { activityId: `editHeadline.${this.edits}`, summary: 'the headline' };
    try {
      const { attempt } = await this.activities.call('editMessage', { channelId, ts, key, message }, about);
      this.shown = wanted;
      if (attempt > 1) this.unclear = true;
    } catch (error) {
      if (wasCancelled(error)) this.unclear = true;
      throw error;
    }
  }

  private async showTopic({ channelId, topic, purpose }: Headline): Promise<void> {
    const wanted = digestOfData(topic);
    if (this.topicShown === null || wanted === this.topicShown) return;
    this.edits += 1;
    const before = this.topicShown;
    // One that is refused is not tried again at every change; one that is cut short is.
    this.topicShown = wanted;
    try {
      const about = { activityId: `editTopic.${this.edits}`, summary: 'the topic' };
      const { attempt } = await this.activities.call('describeChannel', { channelId, topic, purpose }, about);
      if (attempt > 1) this.unclear = true;
    } catch (error) {
      if (wasCancelled(error)) this.topicShown = before;
      throw error;
    }
  }
}

const digestOfData = (data: unknown): string => digestOf(JSON.stringify(data));

/** Of what people see of a headline: nothing else makes an edit worth a call. */
export function digestOfShown(message: RoomMessage): string {
  return digestOfData(message.kind === 'headline' ? shownInHeadline(message) : message);
}

/** Of all that a headline is given: by it older runs decide. */
export const digestOfAll: (message: RoomMessage) => string = digestOfData;
