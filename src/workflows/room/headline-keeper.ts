import { CancellationScope } from '@temporalio/workflow';
import type { RoomMessage } from '../../incident/model/room-message';
import type { Problem } from '../../incident/model/state';
import { digestOf } from '../../incident/text/digest';
import { contentOfHeadline, shownInHeadline } from '../../incident/war-room/headline';
import type { RoomTopic } from '../../incident/war-room/topic';
import type { ActivityCaller } from '../calls/activity-calls';
import { problemOf, wasCancelled } from '../calls/judge-failure';
import type { DeliveryLog } from '../contract/run-handover';

/** The headline and the topic as they should be. */
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
 * Keeps the headline and the topic current: one edit at a time, and none that changes nothing. Whether an edit changes
 * anything is decided by data, so that new wording does not alter what open incidents have already scheduled.
 */
export class HeadlineKeeper {
  private readonly scope = new CancellationScope({ cancellable: true });
  private edits = 0;
  /** Digest of the message's data; empty if unknown. */
  private shown: string;
  /** Digest of the topic's data. Null until the room has its first topic; empty if unknown. */
  private topicShown: string | null;
  private isStale = false;
  private isBusy = false;
  private unclear: boolean;
  private interrupted = false;

  constructor(
    private readonly activities: ActivityCaller,
    { headline, headlineUnclear, topic }: Remembered,
    private readonly rule: EditRule,
  ) {
    this.shown = headline;
    this.unclear = headlineUnclear;
    this.topicShown = topic;
  }

  get isCurrent(): boolean {
    return !this.isBusy;
  }

  /** True if an edit had an unclear outcome: committed late, it would undo the next one. */
  get isUnclear(): boolean {
    return this.unclear;
  }

  /** What was posted as the headline; null if unknown. */
  noteShown(message: RoomMessage | null): void {
    this.shown = message === null ? '' : this.rule.digestOf(message);
  }

  /**
   * The first topic is set by `furnishRoom`, not here. It may be out of date by the time it is set, and may be committed
   * late.
   */
  noteTopic(topic: RoomTopic, attempt: number): void {
    this.topicShown = digestOfData(topic);
    if (attempt > 1) this.unclear = true;
  }

  /** Returns true a single time after an edit with an unclear outcome, since what it left behind is unknown. */
  mayBeStale(): boolean {
    const { unclear } = this;
    this.unclear = false;
    if (unclear) this.shown = '';
    if (unclear && this.topicShown !== null) this.topicShown = '';
    return unclear;
  }

  /**
   * Requests an update of both. Requests that come during an edit become one further edit. It is called after every change of
   * the state, and few change what is shown, so whether anything is due is decided before a scope is opened for it.
   * Older runs decide it in the scope, a few turns later, and so may schedule an edit after other work.
   */
  refresh(source: () => Headline | null, onProblem: (problem: Problem) => void): void {
    this.isStale = true;
    if (this.isBusy || this.interrupted) return;
    if (this.rule.decidesFirst && !this.isDue(source())) return;
    this.isBusy = true;
    // It needs its own scope: the headline must still show that the response was cancelled.
    void this.scope.run(() => this.keep(source, onProblem));
  }

  /** Stops running edits; the next run updates the headline. */
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
      // Each separately: a headline that a person deleted must not hold up the topic.
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

  private isDue(headline: Headline | null): boolean {
    return headline !== null && (this.isHeadlineDue(headline) || this.isTopicDue(headline));
  }

  private isHeadlineDue({ message }: Headline): boolean {
    return this.rule.digestOf(message) !== this.shown;
  }

  private isTopicDue({ topic }: Headline): boolean {
    return this.topicShown !== null && digestOfData(topic) !== this.topicShown;
  }

  private async showHeadline(headline: Headline): Promise<void> {
    if (!this.isHeadlineDue(headline)) return;
    const { channelId, ts, key, message } = headline;
    const wanted = this.rule.digestOf(message);
    this.edits += 1;
    const about = { activityId: `editHeadline.${this.edits}`, summary: 'the headline' };
    try {
      const { attempt } = await this.activities.call('editMessage', { channelId, ts, key, message }, about);
      this.shown = wanted;
      if (attempt > 1) this.unclear = true;
    } catch (error) {
      if (wasCancelled(error)) this.unclear = true;
      else if (!this.rule.retriesRefused) this.shown = wanted;
      throw error;
    }
  }

  private async showTopic(headline: Headline): Promise<void> {
    if (!this.isTopicDue(headline)) return;
    const { channelId, topic, purpose } = headline;
    const wanted = digestOfData(topic);
    this.edits += 1;
    const before = this.topicShown;
    // A refused edit is not retried at every change; an interrupted one is.
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

/** How to decide whether the headline needs an edit. */
export interface EditRule {
  /** Digest of the data that make an edit worth a call. */
  digestOf(message: RoomMessage): string;
  /** True: a refused edit is retried whenever the headline is looked at. */
  readonly retriesRefused: boolean;
  /** True: it is decided as soon as the headline is looked at. */
  readonly decidesFirst: boolean;
}

/** What a run does, by its patches. */
export interface EditPatches {
  readonly settles: boolean;
  readonly byHand: boolean;
  readonly joined: boolean;
}

export function editRuleOf({ settles, byHand, joined }: EditPatches): EditRule {
  if (!settles) return BY_ALL_DATA;
  return byHand ? { ...BY_WHAT_IS_SHOWN, decidesFirst: joined } : BY_FIGURES;
}

/** Only what people see is worth an edit, and Slack would refuse the same edit again. */
export const BY_WHAT_IS_SHOWN: EditRule = {
  digestOf: (message) => digestOfData(message.kind === 'headline' ? shownInHeadline(message) : message),
  retriesRefused: false,
  decidesFirst: false,
};

/** The same for older runs, whose headlines showed only the figures of the result. */
export const BY_FIGURES: EditRule = { ...BY_WHAT_IS_SHOWN, digestOf: (message) => BY_WHAT_IS_SHOWN.digestOf(onlyFigures(message)) };

/** The rule of the oldest runs. */
export const BY_ALL_DATA: EditRule = {
  digestOf: (message) => digestOfData(message.kind === 'headline' ? contentOfHeadline(onlyFigures(message)) : message),
  retriesRefused: true,
  decidesFirst: false,
};

function onlyFigures<Message extends RoomMessage>(message: Message): Message {
  if (message.kind !== 'headline' || message.result === null) return message;
  const { gist: _, firstAction: __, ...figures } = message.result;
  return { ...message, result: figures };
}
