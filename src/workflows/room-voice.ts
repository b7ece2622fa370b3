import { CancellationScope } from '@temporalio/workflow';
import type { RoomMessage } from '../incident/room-message';
import type { Problem } from '../incident/state';
import { callActivity } from './activity-calls';
import type { ActivityName } from './activity-options';
import { problemOf } from './judge-failure';

type PostingActivity = Extract<ActivityName, 'announceIncident' | 'postMessage' | 'postReply'>;

interface Posted {
  readonly channelId: string;
  readonly threadTs: string | undefined;
  readonly ts: string;
}

export interface Headline {
  readonly channelId: string;
  readonly ts: string;
  readonly key: string;
  readonly message: RoomMessage;
}

export interface Posting {
  readonly activity: PostingActivity;
  readonly channelId: string;
  readonly threadTs: string | undefined;
  readonly key: string;
  readonly message: RoomMessage;
  readonly activityId: string;
  readonly summary: string | undefined;
  /** Told the attempt that answered. */
  readonly onAttempt: (attempt: number) => void;
}

/**
 * What is said in the war room, said once. Every message has a key; a key that was ever scheduled is looked up before
 * it is posted again, and one whose posting had an unclear end is swept for late copies.
 */
export class RoomVoice {
  private readonly scheduled = new Set<string>();
  private readonly posted = new Map<string, Posted>();
  private readonly unclear = new Set<string>();
  private edits = 0;
  /** The headline as it was last sent, so that it is edited only when it would change. */
  private headlineShown = '';
  private headlineIsStale = false;
  private headlineIsBusy = false;

  /** Posts under the key, or edits what stands under it already. */
  async post(posting: Posting): Promise<string> {
    const { key, channelId, threadTs, message, activityId, summary } = posting;
    const standing = this.posted.get(key);
    if (standing !== undefined) {
      const edited = await callActivity('editMessage', { channelId, ts: standing.ts, key, message }, { activityId, summary });
      posting.onAttempt(edited.attempt);
      return standing.ts;
    }
    const mayExist = this.scheduled.has(key);
    this.scheduled.add(key);
    if (message.kind === 'headline') this.headlineShown = JSON.stringify(message);
    const input = { channelId, key, message, mayExist, ...(threadTs === undefined ? {} : { threadTs }) };
    // Until it has answered, its end is unclear: a cancelled or failed post may still have been committed.
    this.unclear.add(key);
    const answer = await callActivity(posting.activity, input, { activityId, summary });
    if (answer.attempt === 1 && !mayExist) this.unclear.delete(key);
    posting.onAttempt(answer.attempt);
    this.posted.set(key, { channelId, threadTs, ts: answer.value.ts });
    return answer.value.ts;
  }

  async edit(edit: {
    channelId: string;
    ts: string;
    key: string;
    message: RoomMessage;
    activityId: string;
    summary?: string | undefined;
  }): Promise<void> {
    const { activityId, summary, ...input } = edit;
    await callActivity('editMessage', input, { activityId, summary });
  }

  /** Removes late copies of every message whose posting had an unclear end. Returns how many there were. */
  async sweep(round: string): Promise<number> {
    const keys = [...this.unclear].filter((key) => this.posted.has(key));
    const removed = await Promise.all(
      keys.map(async (key) => {
        const { channelId, threadTs, ts } = this.posted.get(key) as Posted;
        const input = { channelId, key, keepTs: ts, ...(threadTs === undefined ? {} : { threadTs }) };
        const answer = await callActivity('removeCopies', input, { activityId: `removeCopies.${round}.${key}`, summary: key });
        this.unclear.delete(key);
        return answer.value;
      }),
    );
    return removed.reduce((sum, count) => sum + count, 0);
  }

  get hasUnclear(): boolean {
    return [...this.unclear].some((key) => this.posted.has(key));
  }

  /** Asks for the headline to be brought up to date; requests that come while an edit runs become one further edit. */
  refreshHeadline(source: () => Headline | null, onProblem: (problem: Problem) => void): void {
    this.headlineIsStale = true;
    if (this.headlineIsBusy) return;
    this.headlineIsBusy = true;
    // Outside the response's scope: a cancelled response still has a headline that must say so.
    void CancellationScope.nonCancellable(() => this.keepHeadline(source, onProblem));
  }

  private async keepHeadline(source: () => Headline | null, onProblem: (problem: Problem) => void): Promise<void> {
    while (this.headlineIsStale) {
      this.headlineIsStale = false;
      const headline = source();
      if (headline === null || JSON.stringify(headline.message) === this.headlineShown) continue;
      this.edits += 1;
      try {
        await callActivity('editMessage', headline, { activityId: `editHeadline.${this.edits}`, summary: 'the headline' });
        this.headlineShown = JSON.stringify(headline.message);
      } catch (error) {
        onProblem(problemOf(error));
      }
    }
    this.headlineIsBusy = false;
  }

  get headlineIsCurrent(): boolean {
    return !this.headlineIsBusy;
  }
}
