import { setTimeout as pause } from 'node:timers/promises';
import { ApplicationFailure } from '@temporalio/common';
import { ChatError } from '../chat/errors';
import type { WarRoomChat } from '../chat/port';
import { refusedPeople } from '../incident/people/refused-invitations';
import { FAILURE_CODES } from '../incident/text/errors';
import { topicText } from '../incident/war-room/topic';
import type { OnCall } from '../notify/on-call/port';
import { type ActivityScope, defineActivity } from './define-activity';
import type { Activities, Posted, PostInput } from './interface';
import { findWithOnCall } from './on-call-people';
import { AMBIGUOUS_RETRY_DELAY_MS } from './to-failure';

type WarRoomActivities = Pick<
  Activities,
  | 'setUpSlack'
  | 'resolveSlackUsers'
  | 'createChannel'
  | 'announceIncident'
  | 'describeChannel'
  | 'furnishRoom'
  | 'addBookmark'
  | 'inviteResponders'
  | 'postMessage'
  | 'postReply'
  | 'postElsewhere'
  | 'updateThread'
  | 'editMessage'
  | 'removeCopies'
  | 'archiveChannel'
  | 'unarchiveChannel'
>;

/** The activities of the war room. `chat` is null if Slack is switched off: the Slack steps are then skipped and say so. */
export function warRoomActivities(chat: WarRoomChat | null, onCall: OnCall): WarRoomActivities {
  const room = (): WarRoomChat => inUse(chat);
  const post = defineActivity<PostInput, Posted>((input, scope) => postOnce(room(), input, scope));
  return {
    setUpSlack: defineActivity((_, scope) => room().identify(scope)),
    resolveSlackUsers: defineActivity(({ users, isPrivate, patient }, scope) =>
      findWithOnCall(
        users,
        onCall,
        patient === true,
        (references) => room().findPeople({ references, isPrivate, patient, attempt: scope.attempt }, scope),
        scope.signal,
      ),
    ),
    createChannel: defineActivity(async ({ incidentId, name, privacy, createdAt, headline }, scope) => {
      const opened = await room().openRoom({ incidentId, name, privacy, incidentCreatedAt: createdAt }, scope);
      const { channelId } = opened;
      return { room: opened, headline: headline === undefined ? null : await tryToPost(room(), { ...headline, channelId }, scope) };
    }),
    announceIncident: post,
    postMessage: post,
    postReply: post,
    postElsewhere: defineActivity(({ mayExist, firstRunId, ...message }, scope) =>
      room().postElsewhere({ ...message, mayExist: mustLook({ mayExist, firstRunId }, scope) }, scope),
    ),
    updateThread: defineActivity(async ({ posts, edit }, scope) => {
      const posted: Posted[] = [];
      for (const input of posts) posted.push(await postOnce(room(), input, scope));
      if (edit !== null) await room().edit(edit, scope);
      return posted;
    }),
    describeChannel: defineActivity(async (input, scope) => {
      await room().describeRoom({ ...input, topic: topicText(input.topic) }, scope);
      return null;
    }),
    furnishRoom: defineActivity(async ({ channelId, headlineTs, topic, purpose, links, freshIn: firstRunId = '' }, scope) => {
      const isNew = !mustLook({ mayExist: false, firstRunId }, scope);
      await doAll([
        room().describeRoom({ channelId, topic: topicText(topic), purpose, isNew }, scope),
        room().pin({ channelId, ts: headlineTs }, scope),
        inTurn(links, (link) => room().bookmark({ channelId, ...link }, scope)),
      ]);
      return null;
    }),
    addBookmark: defineActivity(async (input, scope) => {
      await room().bookmark(input, scope);
      return null;
    }),
    inviteResponders: defineActivity(async ({ channelId, people, call }, scope) => {
      const userIds = [...new Set(people.map(({ userId }) => userId))];
      const { refused } = await room().invite({ channelId, userIds }, scope);
      if (call === undefined) return { refused, call: null };
      const named = refused.length === 0 ? {} : { refused: refusedPeople(refused, people) };
      const message = { ...call.message, ...named };
      return { refused, call: await tryToPost(room(), { ...call, message, channelId }, scope) };
    }),
    editMessage: defineActivity(async (input, scope) => {
      await room().edit(input, scope);
      return null;
    }),
    archiveChannel: defineActivity(async ({ channelId }, scope) => {
      await room().archive(channelId, scope);
      return null;
    }),
    unarchiveChannel: defineActivity(async ({ channelId }, scope) => {
      await room().unarchive(channelId, scope);
      return null;
    }),
    removeCopies: defineActivity((input, scope) => room().removeCopies(input, scope)),
  };
}

/** @throws if Slack is switched off. */
export function inUse(chat: WarRoomChat | null): WarRoomChat {
  if (chat !== null) return chat;
  throw ApplicationFailure.nonRetryable('Slack is switched off (INCIDENT_SLACK=off)', FAILURE_CODES.slackOff);
}

export function postOnce(room: WarRoomChat, { mayExist, firstRunId, ...message }: PostInput, scope: ActivityScope): Promise<Posted> {
  return room.post({ ...message, mayExist: mustLook({ mayExist, firstRunId }, scope) }, scope);
}

/**
 * True if the message may already exist and must be looked for before it is posted. Only a first attempt in the first run
 * may skip the search. The workflow cannot decide this: after a reset it is replayed under another run id.
 */
export function mustLook(
  { mayExist, firstRunId }: Pick<PostInput, 'mayExist' | 'firstRunId'>,
  scope: { readonly attempt: number; readonly runId: string },
): boolean {
  return mayExist || scope.attempt > 1 || scope.runId !== firstRunId;
}

/**
 * Posts along with the activity's own work, which saves a workflow task. On any error it returns null and leaves the post to
 * the activity that only posts. That activity first looks for an existing message, so after an unclear outcome this function
 * waits until a late message would have appeared. It also returns null, rather than throwing, if the activity is cancelled
 * in the meantime: its own work is done, and a room that no one knows about must not be left behind.
 */
async function tryToPost(room: WarRoomChat, input: PostInput, scope: ActivityScope): Promise<Posted | null> {
  try {
    return await postOnce(room, input, scope);
  } catch (error) {
    const isUnclear = !(error instanceof ChatError) || error.ambiguous;
    if (isUnclear) await pause(AMBIGUOUS_RETRY_DELAY_MS, undefined, { signal: scope.signal }).catch(() => undefined);
    return null;
  }
}

/**
 * Waits for all the work to end. If anything failed, throws the first error that a retry may fix, or else one error that
 * names everything Slack refused.
 */
async function doAll(work: readonly Promise<unknown>[]): Promise<void> {
  const errors = (await Promise.allSettled(work)).flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as unknown] : []));
  const [first] = errors;
  if (first === undefined) return;
  const transient = errors.find((error) => !(error instanceof ChatError) || error.retryable);
  if (transient !== undefined || errors.length === 1) throw transient ?? first;
  const refused = errors as ChatError[];
  throw new ChatError({
    code: (first as ChatError).code,
    message: refused.map(({ message }) => message).join('; '),
    retryable: false,
    remedy: [...new Set(refused.map(({ remedy }) => remedy))].filter((remedy) => remedy !== '').join(' '),
  });
}

async function inTurn<Item>(items: readonly Item[], work: (item: Item) => Promise<unknown>): Promise<void> {
  for (const item of items) await work(item);
}
