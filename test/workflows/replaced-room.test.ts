import { ApplicationFailure } from '@temporalio/common';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { Activities, EditInput, PostInput } from '../../src/activities/interface';
import type { IncidentState } from '../../src/incident/model/state';
import type { ChatMessage } from '../../src/incident/war-room/chat-message';
import { withIncident } from '../support/incident-stage';
import { timeSkippingEnvironment, workflowBundle } from '../support/workflow-env';

interface Post {
  readonly channelId: string;
  readonly threadTs: string | undefined;
  readonly key: string;
  readonly ts: string;
  message: ChatMessage;
}

/** Rooms as Slack has them: a message stands in one of them, and nothing can be said in an archived one. */
class Rooms {
  posts: Post[] = [];
  private readonly archived = new Set<string>();
  private count = 1;
  private said = 0;

  archive(): void {
    this.archived.add(`C${this.count}`);
    this.count += 1;
  }

  activities(): Partial<Activities> {
    const stand = ({ channelId, threadTs, key, message, mayExist }: PostInput) => {
      this.enter(channelId);
      const found = mayExist ? this.posts.find((other) => other.channelId === channelId && other.key === key) : undefined;
      const ts = found?.ts ?? `${++this.said}.${channelId}`;
      if (found === undefined) this.posts.push({ channelId, threadTs, key, ts, message });
      return { ts, found: found !== undefined };
    };
    const edit = ({ channelId, ts, message }: EditInput) => {
      this.enter(channelId);
      const standing = this.posts.find((other) => other.channelId === channelId && other.ts === ts);
      if (standing === undefined) throw refused('message_not_found');
      standing.message = message;
    };
    const answer = <Value>(value: Value) => ({ value, attempt: 1 });
    const post = async (input: PostInput) => answer(stand(input));
    return {
      createChannel: async ({ name, privacy, headline }) => {
        const channelId = `C${this.count}`;
        const room = { channelId, name: `${name}-${this.count}`, privacy, created: true, url: `https://acme.example.com/${channelId}` };
        return answer({ room, headline: headline === undefined ? null : stand({ ...headline, channelId }) });
      },
      announceIncident: post,
      postMessage: post,
      postReply: post,
      inviteResponders: async ({ channelId, call }) =>
        answer({ refused: [], call: call === undefined ? null : stand({ ...call, channelId }) }),
      updateThread: async ({ posts, edit: edited }) => {
        const posted = posts.map(stand);
        if (edited !== null) edit(edited);
        return answer(posted);
      },
      editMessage: async (input) => {
        edit(input);
        return answer(null);
      },
      summarizeIncident: async ({ summary }) => answer({ files: [], summary: summary === null ? null : stand(summary) }),
    };
  }

  private enter(channelId: string): void {
    if (this.archived.has(channelId)) throw refused('is_archived');
  }
}

const refused = (word: string): ApplicationFailure =>
  ApplicationFailure.create({ message: `Slack: ${word}`, type: `slack_${word}`, nonRetryable: true });
const ran = (name: string, round: number) => (state: IncidentState) =>
  state.nodes.some((node) => node.name === name && node.round === round) &&
  state.steps.every(({ status }) => status !== 'running' && status !== 'pending');

let env: TestWorkflowEnvironment;
beforeAll(() => workflowBundle(), 60_000);
beforeEach(async () => {
  env = await timeSkippingEnvironment();
});
afterEach(() => env?.teardown());

it('a room that was archived is replaced: everything is said in the new one, and goes on there', () => {
  const rooms = new Rooms();
  return withIncident(
    env,
    async ({ id, until, send }) => {
      rooms.archive();
      await send('resumeFrom', { step: 'createWarRoom' });
      const state = await until(ran('writeReport', 2));
      expect(state.nodes.filter(({ status }) => status !== 'done')).toEqual([]);
      const there = () => rooms.posts.filter(({ channelId }) => channelId === 'C2');
      const keys = (channelId: string) => rooms.posts.filter((post) => post.channelId === channelId).map(({ key }) => key);
      expect(keys('C2')).toEqual(expect.arrayContaining(keys('C1')));
      const headline = there().find(({ key }) => key === `${id}/announceIncident`);
      expect(state.headlineTs).toBe(headline?.ts);
      expect(state.progress?.ts).toBe(there().find(({ key }) => key === `${id}/postProgress`)?.ts);
      expect(state.timeline.map(({ text }) => text).join('\n')).toMatch(/opened the public war room #.*-2 in place of #.*-1/);

      await send('acknowledge');
      await until(() => headline?.message.kind === 'headline' && headline.message.acknowledgedBy === 'ben');
      await until(() => there().some(({ message, threadTs }) => message.kind === 'news' && threadTs === headline?.ts));
    },
    () => rooms.activities(),
  );
});

it('a message that a person deleted is posted anew', () => {
  const rooms = new Rooms();
  return withIncident(
    env,
    async ({ id, until, send }) => {
      const keys = rooms.posts.map(({ key }) => key);
      rooms.posts = rooms.posts.filter(({ key }) => key !== `${id}/postVerdict` && key !== `${id}/announceIncident`);
      await send('resumeFrom', { step: 'createWarRoom' });
      const state = await until(ran('writeReport', 2));
      expect(state.nodes.filter(({ status }) => status !== 'done')).toEqual([]);
      expect(rooms.posts.map(({ key }) => key)).toEqual(expect.arrayContaining(keys));
      expect(state.headlineTs).toBe(rooms.posts.find(({ key }) => key === `${id}/announceIncident`)?.ts);
    },
    () => rooms.activities(),
  );
});
