import { ApplicationFailure } from '@temporalio/common';
import { topicText } from '../incident/topic';
import type { WarRoomChat } from '../slack/port';
import { answering } from './answering';
import type { Activities, PostInput } from './interface';

type WarRoomActivities = Pick<
  Activities,
  | 'setUpSlack'
  | 'resolveSlackUsers'
  | 'createChannel'
  | 'announceIncident'
  | 'describeChannel'
  | 'pinHeadline'
  | 'addBookmark'
  | 'inviteResponders'
  | 'postMessage'
  | 'postReply'
  | 'editMessage'
  | 'removeCopies'
  | 'archiveChannel'
  | 'unarchiveChannel'
>;

/** The activities of the war room. `chat` is null when Slack is switched off: then its steps are skipped, and say so. */
export function warRoomActivities(chat: WarRoomChat | null): WarRoomActivities {
  const room = (): WarRoomChat => {
    if (chat !== null) return chat;
    throw ApplicationFailure.nonRetryable('Slack is switched off (INCIDENT_SLACK=off)', 'slack_off');
  };
  const post = answering<PostInput, { ts: string; found: boolean }>(({ mayExist, firstRunId, ...message }, scope) =>
    room().post({ ...message, mayExist: mustLook({ mayExist, firstRunId }, scope) }, scope),
  );
  return {
    setUpSlack: answering((_, scope) => room().identify(scope)),
    resolveSlackUsers: answering(({ users, isPrivate, patient }, scope) =>
      room().findPeople({ references: users, isPrivate, patient, attempt: scope.attempt }, scope),
    ),
    createChannel: answering(({ incidentId, name, privacy, createdAt }, scope) =>
      room().openRoom({ incidentId, name, privacy, incidentCreatedAt: createdAt }, scope),
    ),
    announceIncident: post,
    postMessage: post,
    postReply: post,
    describeChannel: answering(async (input, scope) => {
      await room().describeRoom({ ...input, topic: topicText(input.topic) }, scope);
      return null;
    }),
    pinHeadline: answering(async (input, scope) => {
      await room().pin(input, scope);
      return null;
    }),
    addBookmark: answering(async (input, scope) => {
      await room().bookmark(input, scope);
      return null;
    }),
    inviteResponders: answering((input, scope) => room().invite(input, scope)),
    editMessage: answering(async (input, scope) => {
      await room().edit(input, scope);
      return null;
    }),
    archiveChannel: answering(async ({ channelId }, scope) => {
      await room().archive(channelId, scope);
      return null;
    }),
    unarchiveChannel: answering(async ({ channelId }, scope) => {
      await room().unarchive(channelId, scope);
      return null;
    }),
    removeCopies: answering((input, scope) => room().removeCopies(input, scope)),
  };
}

/**
 * Whether the message may stand already, so that it is looked for before it is posted. Only a first attempt in the first
 * run may skip that. The workflow cannot decide it: after a reset it is replayed under another run id than before.
 */
export function mustLook(
  { mayExist, firstRunId }: Pick<PostInput, 'mayExist' | 'firstRunId'>,
  scope: { readonly attempt: number; readonly runId: string },
): boolean {
  return mayExist || scope.attempt > 1 || scope.runId !== firstRunId;
}
