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
  const post = answering<PostInput, { ts: string; found: boolean }>(({ mayExist, firstRunId, ...message }, { signal, ...scope }) =>
    room().post({ ...message, mayExist: mustLook({ mayExist, firstRunId }, scope) }, { signal }),
  );
  return {
    setUpSlack: answering((_, { signal }) => room().identify({ signal })),
    resolveSlackUsers: answering(({ users }, { signal }) => room().findPeople(users, { signal })),
    createChannel: answering(({ incidentId, name, privacy, createdAt }, { signal }) =>
      room().openRoom({ incidentId, name, privacy, incidentCreatedAt: createdAt }, { signal }),
    ),
    announceIncident: post,
    postMessage: post,
    postReply: post,
    describeChannel: answering(async (input, { signal }) => {
      await room().describeRoom({ ...input, topic: topicText(input.topic) }, { signal });
      return null;
    }),
    pinHeadline: answering(async (input, { signal }) => {
      await room().pin(input, { signal });
      return null;
    }),
    addBookmark: answering(async (input, { signal }) => {
      await room().bookmark(input, { signal });
      return null;
    }),
    inviteResponders: answering((input, { signal }) => room().invite(input, { signal })),
    editMessage: answering(async (input, { signal }) => {
      await room().edit(input, { signal });
      return null;
    }),
    archiveChannel: answering(async ({ channelId }, { signal }) => {
      await room().archive(channelId, { signal });
      return null;
    }),
    unarchiveChannel: answering(async ({ channelId }, { signal }) => {
      await room().unarchive(channelId, { signal });
      return null;
    }),
    removeCopies: answering((input, { signal }) => room().removeCopies(input, { signal })),
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
