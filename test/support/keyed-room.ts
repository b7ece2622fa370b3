import { setTimeout as pause } from 'node:timers/promises';
import { activityInfo } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import type { Activities, PostInput } from '../../src/activities/interface';
import { mustLook } from '../../src/activities/war-room';
import type { NewsEntry, RoomMessage } from '../../src/incident/room-message';

export interface Post {
  readonly ts: string;
  readonly key: string;
  message: RoomMessage;
}

/**
 * A room that posts as Slack does: twice what is posted twice, unless it is looked up first. `trouble` says how a call
 * ends: `before` it has done anything, or `after`, its answer lost; both are worth a retry.
 */
export class KeyedRoom {
  readonly posts: Post[] = [];
  trouble: (activity: string, key: string) => 'before' | 'after' | undefined = () => undefined;
  private count = 0;

  /** The activities that speak in the room. */
  activities(): Pick<Activities, 'announceIncident' | 'postMessage' | 'postReply' | 'editMessage' | 'removeCopies'> {
    const post = (activity: string) => async (input: PostInput) => {
      const { attempt, workflowExecution } = activityInfo();
      const { runId = '' } = workflowExecution ?? {};
      const found = mustLook(input, { attempt, runId }) ? this.posts.find(({ key }) => key === input.key) : undefined;
      const { ts } = found ?? this.during(activity, input.key, () => this.add(input));
      return { value: { ts, found: found !== undefined }, attempt };
    };
    return {
      announceIncident: post('announceIncident'),
      postMessage: post('postMessage'),
      postReply: post('postReply'),
      editMessage: async ({ key, ts, message }) => {
        this.during('editMessage', key, () => {
          const edited = this.posts.find((other) => other.ts === ts);
          if (edited !== undefined) edited.message = message;
        });
        return { value: null, attempt: activityInfo().attempt };
      },
      removeCopies: async ({ key, keepTs }) => {
        const copies = this.posts.filter((other) => other.key === key && other.ts !== keepTs);
        for (const copy of copies) this.posts.splice(this.posts.indexOf(copy), 1);
        return { value: copies.length, attempt: activityInfo().attempt };
      },
    };
  }

  add({ key, message }: Pick<PostInput, 'key' | 'message'>): Post {
    this.count += 1;
    const post = { ts: String(this.count), key, message };
    this.posts.push(post);
    return post;
  }

  of<Kind extends RoomMessage['kind']>(kind: Kind): Extract<RoomMessage, { kind: Kind }>[] {
    return this.posts.map(({ message }) => message).filter((message) => message.kind === kind) as Extract<RoomMessage, { kind: Kind }>[];
  }

  /** Waits until something stands in the room. */
  async until(holds: () => boolean): Promise<void> {
    while (!holds()) await pause(10);
  }

  /** Everything told as news, in the order in which it stands. */
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

/** As the activities' own mapper says it, but tried again soon. */
export function unreachable(): ApplicationFailure {
  return ApplicationFailure.create({ message: 'Slack cannot be reached', type: 'slack_unreachable', nextRetryDelay: '100ms' });
}
