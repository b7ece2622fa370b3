import { activityInfo } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import type { Activities, Answer, EditInput, NewPost, Posted, PostInput } from '../../src/activities/interface';
import { mustLook } from '../../src/activities/war-room';
import type { NewsEntry, RoomMessage } from '../../src/incident/model/room-message';
import type { ChatMessage } from '../../src/incident/war-room/chat-message';
import { waitUntil } from './wait-until';

export interface Post {
  readonly ts: string;
  readonly key: string;
  message: ChatMessage;
}

/**
 * A room that behaves as Slack does: what is posted twice appears twice, unless it is looked up first. `trouble` makes a
 * call fail, either `before` it has done anything or `after`, so that only its answer is lost. Both failures may be retried.
 */
export class KeyedRoom {
  readonly posts: Post[] = [];
  /** How many times a channel was opened. */
  opened = 0;
  trouble: (activity: string, key: string) => 'before' | 'after' | undefined = () => undefined;
  private count = 0;

  /** The activities that post in the room. */
  activities(): Pick<
    Activities,
    | 'createChannel'
    | 'inviteResponders'
    | 'announceIncident'
    | 'postMessage'
    | 'postReply'
    | 'postElsewhere'
    | 'updateThread'
    | 'editMessage'
    | 'removeCopies'
    | 'summarizeIncident'
  > {
    const stand = (activity: string, input: NewPost<ChatMessage>): Posted => {
      const { attempt, workflowExecution } = activityInfo();
      const found = mustLook(input, { attempt, runId: workflowExecution?.runId ?? '' })
        ? this.posts.find(({ key }) => key === input.key)
        : undefined;
      const { ts } = found ?? this.during(activity, input.key, () => this.add(input));
      return { ts, found: found !== undefined };
    };
    /** If a post that accompanies other work fails, it is left to an activity of its own. */
    const tryToStand = (activity: string, input: NewPost | undefined): Posted | null => {
      if (input === undefined) return null;
      try {
        return stand(activity, input);
      } catch {
        return null;
      }
    };
    const edit = ({ key, ts, message }: EditInput): void =>
      this.during('editMessage', key, () => {
        const edited = this.posts.find((other) => other.ts === ts);
        if (edited !== undefined) edited.message = message;
      });
    const answer = <Value>(value: Value): Answer<Value> => ({ value, attempt: activityInfo().attempt });
    const post = (activity: string) => async (input: PostInput) => answer(stand(activity, input));
    return {
      createChannel: async ({ name, privacy, headline }) => {
        this.opened += 1;
        const url = 'https://acme.example.com/archives/C1';
        const room = { channelId: 'C1', name, privacy, created: true, url };
        return answer({ room, headline: tryToStand('announceIncident', headline) });
      },
      inviteResponders: async ({ call }) => answer({ refused: [], call: tryToStand('postMessage', call) }),
      announceIncident: post('announceIncident'),
      postMessage: post('postMessage'),
      postReply: post('postReply'),
      postElsewhere: async (input) =>
        answer({
          ...stand('postElsewhere', input),
          channelId: input.to.kind === 'person' ? `D${input.to.userId}` : `C-${input.to.channel}`,
        }),
      updateThread: async ({ posts, edit: edited }) => {
        const posted = posts.map((input) => stand('postReply', input));
        if (edited !== null) edit(edited);
        return answer(posted);
      },
      editMessage: async (input) => {
        edit(input);
        return answer(null);
      },
      removeCopies: async ({ key, keepTs }) => {
        const copies = this.posts.filter((other) => other.key === key && other.ts !== keepTs);
        for (const copy of copies) this.posts.splice(this.posts.indexOf(copy), 1);
        return answer(copies.length);
      },
      summarizeIncident: async ({ summary }) =>
        answer({ files: ['report.json'], summary: summary === null ? null : stand('postReply', summary) }),
    };
  }

  add({ key, message }: Pick<NewPost<ChatMessage>, 'key' | 'message'>): Post {
    this.count += 1;
    const post = { ts: String(this.count), key, message };
    this.posts.push(post);
    return post;
  }

  of<Kind extends RoomMessage['kind']>(kind: Kind): Extract<RoomMessage, { kind: Kind }>[] {
    return this.posts.map(({ message }) => message).filter((message) => message.kind === kind) as Extract<RoomMessage, { kind: Kind }>[];
  }

  /** Waits until the condition holds for the room. */
  async until(holds: () => boolean): Promise<void> {
    await waitUntil(holds, { everyMs: 10 });
  }

  /** Everything posted as news, in the order of posting. */
  news(): NewsEntry[] {
    return this.of('news').flatMap(({ entries }) => entries);
  }

  doubles(): string[] {
    const keys = this.posts.map(({ key }) => key);
    return keys.filter((key, index) => keys.indexOf(key) !== index);
  }

  private during<Result>(activity: string, key: string, work: () => Result): Result {
    const trouble = this.trouble(activity, key);
    if (trouble === 'before') throw unreachable();
    const result = work();
    if (trouble === 'after') throw unreachable();
    return result;
  }
}

/** The failure that the activities' own error mapper produces, but retried sooner. */
export function unreachable(): ApplicationFailure {
  return ApplicationFailure.create({ message: 'Slack cannot be reached', type: 'slack_unreachable', nextRetryDelay: '100ms' });
}
