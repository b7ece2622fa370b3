import { workflowInfo } from '@temporalio/workflow';
import type { Activities, NewPost } from '../../activities/interface';
import type { Problem } from '../../incident/model/state';
import type { ChatMessage } from '../../incident/war-room/chat-message';
import type { ActivityCaller, CallAbout } from '../calls/activity-calls';
import { problemOf, wasCancelled } from '../calls/judge-failure';
import type { DeliveryLog, Posted } from '../contract/run-handover';
import { settleAll } from '../graph/settle-all';
import { now } from '../state/now';
import { type EditPatches, editRuleOf, HeadlineKeeper } from './headline-keeper';
import { LATE_COMMIT_MS } from './late-commit';
import { OpenAnswers } from './open-answers';
import type { Noted, Posting, PostingElsewhere, ThreadPosting } from './posting';
import { UncertainEdits } from './uncertain-edits';

/** Slack's answer to an edit of a message that no longer exists. */
export const MESSAGE_DELETED = 'slack_message_not_found';

/**
 * Posts to the war room exactly once. Every message has a key. A key whose posting was ever started is looked up before it
 * is posted again, and one whose posting had an unclear outcome is swept for late copies.
 */
export class RoomMessenger {
  /** Null if anything may already be posted. */
  private readonly begun: Set<string> | null;
  private readonly posted: Map<string, Posted>;
  private readonly unclear: Set<string>;
  private readonly uncertainEdits: UncertainEdits;
  readonly headline: HeadlineKeeper;
  /** Empty in older runs, which leave buttons where they are. */
  readonly answers: OpenAnswers;
  /** Digest of the card's data as last sent; null if none was. */
  cardShown: string | null;
  /** By key: the digest of each proposal's message as last sent. */
  readonly proposalsShown: Map<string, string>;

  constructor(
    private readonly activities: ActivityCaller,
    said: DeliveryLog,
    private readonly does: EditPatches,
  ) {
    const { begun, posted, unclear, unsure = {}, answers = [] } = said;
    this.answers = new OpenAnswers(answers);
    this.cardShown = said.card ?? null;
    this.proposalsShown = new Map(Object.entries(said.proposals ?? {}));
    this.begun = begun === null ? null : new Set(begun);
    this.posted = new Map(Object.entries(posted));
    this.unclear = new Set(unclear);
    this.uncertainEdits = new UncertainEdits(activities, unsure);
    this.headline = new HeadlineKeeper(activities, said, editRuleOf(does));
  }

  /** Posts under the key, or edits the existing message in this room. */
  async post(posting: Posting): Promise<string> {
    const { key, channelId, threadTs, message, summary } = posting;
    let { activityId } = posting;
    const standing = this.posted.get(key);
    if (standing?.channelId === channelId) {
      if (await this.editStanding(standing, posting)) return standing.ts;
      activityId = `${activityId}.anew`;
    }
    const input = { ...this.begin(key, message), channelId, ...(threadTs === undefined ? {} : { threadTs }) };
    const { attempt, value } = await this.activities.call(posting.activity, input, { activityId, summary });
    posting.onAttempt?.(attempt);
    this.note({ ...posting, input, attempt, posted: value });
    return value.ts;
  }

  /** Posts to a person or another channel, unless that was done before. The place to edit the message is in the activity's answer. */
  async postElsewhere({ to, key, message }: PostingElsewhere, about: CallAbout): Promise<{ found: boolean }> {
    if (this.posted.has(key)) return { found: true };
    const input = this.begin(key, message);
    const { attempt, value } = await this.activities.call('postElsewhere', { ...input, to }, about);
    this.note({ channelId: value.channelId, input, attempt, posted: value });
    return { found: value.found };
  }

  /** Where the key's message is; null if that is not known. */
  placeOf(key: string): { readonly channelId: string; readonly ts: string } | null {
    const posted = this.posted.get(key);
    return posted === undefined ? null : { channelId: posted.channelId, ts: posted.ts };
  }

  /**
   * A message that an activity may post along with its other work. `note` records the outcome; `post` posts it afterwards if
   * needed. Null if it may already exist, so it must be looked up or edited.
   */
  offer<Message extends ChatMessage>(key: string, message: Message): NewPost<Message> | null {
    return this.begun === null || this.begun.has(key) ? null : this.begin(key, message);
  }

  /** True if this or an earlier run started to post it, as far as that is remembered. */
  isBegun(key: string): boolean {
    return this.begun?.has(key) ?? false;
  }

  /** True if the location of the key's message in this channel is known. */
  stands(key: string, channelId: string): boolean {
    return this.posted.get(key)?.channelId === channelId;
  }

  /**
   * Posts several new replies and edits one message, in one call to the worker. If Slack refuses the edit, the replies are
   * still posted and the problem is returned; null if there is none.
   */
  async updateThread(update: ThreadPosting): Promise<Problem | null> {
    const { edit, replies, activityId } = update;
    try {
      await this.postReplies(update);
      return null;
    } catch (error) {
      if (wasCancelled(error) || edit === null) throw error;
      // Slack may have refused the edit or a reply. The replies are posted again on their own, because people would miss
      // them more.
      if (replies.length > 0) await this.postReplies({ ...update, edit: null, activityId: `${activityId}.replies` });
      return problemOf(error);
    }
  }

  private async postReplies({ place, replies, edit, activityId, summary, onAttempt }: ThreadPosting): Promise<void> {
    const posts = replies.map(({ key, message }) => ({ ...this.begin(key, message), ...place }));
    const noteEdit = edit === null ? () => {} : this.uncertainEdits.noting('editMessage', edit);
    try {
      const { attempt, value } = await this.activities.call('updateThread', { posts, edit }, { activityId, summary });
      onAttempt(attempt);
      for (const [index, input] of posts.entries()) {
        const posted = value[index];
        if (posted !== undefined) this.note({ ...place, input, attempt, posted });
      }
      noteEdit(attempt);
    } catch (error) {
      if (wasCancelled(error)) noteEdit(null);
      throw error;
    }
  }

  /**
   * Until the activity answers, the outcome of the post is unclear: a cancelled or failed post may still have been
   * committed.
   */
  begin<Message extends ChatMessage>(key: string, message: Message): NewPost<Message> {
    const mayExist = this.begun?.has(key) ?? true;
    this.begun?.add(key);
    this.unclear.add(key);
    if (message.kind === 'headline') this.headline.noteShown(message);
    return { key, message, mayExist, firstRunId: workflowInfo().firstExecutionRunId };
  }

  /** Its current location. */
  note({ channelId, threadTs, once, input, attempt, posted }: Noted): void {
    const { key, message, mayExist } = input;
    const place = { channelId, ts: posted.ts, at: now(), ...(threadTs === undefined ? {} : { threadTs }) };
    this.posted.set(key, once ? { ...place, once: true } : place);
    if (attempt === 1 && !mayExist) this.standsForCertain(key);
    if (this.does.byHand) this.answers.note(key, channelId, posted.ts, message);
    // The message found is as an earlier run left it, and may be out of date.
    if (posted.found && message.kind === 'headline') this.headline.noteShown(null);
  }

  /** False if a person deleted it. */
  private async editStanding({ ts }: Posted, { key, channelId, message, activityId, summary, onAttempt }: Posting): Promise<boolean> {
    try {
      const { attempt } = await this.uncertainEdits.perform('editMessage', { channelId, ts, key, message }, { activityId, summary });
      onAttempt?.(attempt);
      // The keeper may have edited it in the meantime, so it is unknown which edit came last.
      if (message.kind === 'headline') this.headline.noteShown(null);
      return true;
    } catch (error) {
      if (wasCancelled(error) || problemOf(error).code !== MESSAGE_DELETED) throw error;
      this.posted.delete(key);
      return false;
    }
  }

  async edit(edit: {
    channelId: string;
    ts: string;
    key: string;
    message: ChatMessage;
    activityId: string;
    summary?: string | undefined;
  }): Promise<void> {
    const { activityId, summary, ...input } = edit;
    await this.uncertainEdits.perform('editMessage', input, { activityId, summary });
  }

  /**
   * Removes late copies of every message whose posting had an unclear outcome. A message posted a moment ago stays unclear,
   * since its copy may be yet to come. Returns the number of copies.
   */
  async sweep(round: string): Promise<number> {
    const keys = [...this.unclear].filter((key) => this.posted.has(key));
    const removed = await settleAll(
      keys.map(async (key) => {
        const { channelId, threadTs, ts, at } = this.posted.get(key) as Posted;
        const isLast = Date.parse(now()) - Date.parse(at) >= LATE_COMMIT_MS;
        const input = { channelId, key, keepTs: ts, ...(threadTs === undefined ? {} : { threadTs }) };
        try {
          const { value } = await this.activities.call('removeCopies', input, { activityId: `removeCopies.${round}.${key}`, summary: key });
          if (isLast) this.standsForCertain(key);
          return value;
        } catch (error) {
          // If Slack refuses to remove a copy, it will refuse again; an interrupted sweep is repeated.
          if (!wasCancelled(error)) this.standsForCertain(key);
          throw error;
        }
      }),
    );
    await this.uncertainEdits.repeat(round);
    return removed.reduce((sum, count) => sum + count, 0);
  }

  get hasUnclear(): boolean {
    return this.headline.isUnclear || this.uncertainEdits.any || [...this.unclear].some((key) => this.posted.has(key));
  }

  /** Records that this attempt set the bookmarks; null if that is unknown. */
  noteBookmarks(links: readonly Parameters<Activities['addBookmark']>[0][], attempt: number | null): void {
    for (const link of links) this.uncertainEdits.noting('addBookmark', link)(attempt);
  }

  /** What the next run must remember. */
  remember(): DeliveryLog {
    return {
      posted: Object.fromEntries(this.posted),
      begun: this.begun === null ? null : [...this.begun],
      unclear: [...this.unclear],
      ...this.headline.remember(),
      unsure: this.uncertainEdits.remember(),
      ...(this.does.byHand ? { answers: this.answers.remember() } : {}),
      ...(this.cardShown === null ? {} : { card: this.cardShown }),
      ...(this.proposalsShown.size === 0 ? {} : { proposals: Object.fromEntries(this.proposalsShown) }),
    };
  }

  private standsForCertain(key: string): void {
    this.unclear.delete(key);
    if (!this.posted.get(key)?.once) return;
    this.posted.delete(key);
    this.begun?.delete(key);
  }
}
