import type { Activities, Answer, NewPost, Posted, PostInput } from '../../src/activities/interface';
import type { ChatMessage } from '../../src/incident/war-room/chat-message';
import { ACTIVITY_LIMITS } from '../../src/workflows/calls/activity-options';
import { sampleFinding, sampleIncident, sampleProbe } from './sample-incident';

const answer = <Value>(value: Value): Answer<Value> => ({ value, attempt: 1 });

export interface FakeRoom {
  /** Every call in order, `name` or `name:key`. */
  readonly calls: string[];
  /** The room's messages by key. */
  readonly messages: Map<string, ChatMessage>;
}

/**
 * Activities that answer at once from memory: a room that remembers its messages, and probes that find one failure. Override
 * what matters to the test.
 */
export function fakeActivities(overrides: Partial<Activities> = {}): { activities: Activities; room: FakeRoom } {
  const room: FakeRoom = { calls: [], messages: new Map() };
  const stand = (name: string, input: NewPost<ChatMessage>): Posted => {
    room.calls.push(`${name}:${input.key}`);
    const found = room.messages.has(input.key);
    room.messages.set(input.key, input.message);
    return { ts: input.key, found };
  };
  const post = (name: string) => async (input: PostInput) => answer(stand(name, input));
  const note =
    <Output>(name: string, output: Output) =>
    async () => {
      room.calls.push(name);
      return answer(output);
    };
  const probes = [sampleProbe(), sampleProbe({ key: 'http-health:api', probe: 'http-health', component: 'api', aspect: 'availability' })];
  // Activities that are not written out here return null.
  const others = Object.fromEntries(Object.keys(ACTIVITY_LIMITS).map((name) => [name, note(name, null)])) as unknown as Activities;
  const activities: Activities = {
    ...others,
    parseIncidentEvent: async ({ request, receivedAt }) => {
      room.calls.push('parseIncidentEvent');
      return answer(
        sampleIncident({
          id: request.incidentId,
          createdAt: receivedAt,
          ...(request.title === undefined ? {} : { title: request.title }),
          ...(request.severity === undefined ? {} : { severity: request.severity }),
          ...(request.channelPrivacy === 'private' ? { privacy: 'private' } : {}),
          ...(request.users === undefined ? {} : { users: request.users }),
        }),
      );
    },
    readAlertUpdate: note('readAlertUpdate', []),
    setUpSlack: note('setUpSlack', {
      workspace: 'Acme',
      workspaceUrl: 'https://acme.example.com/',
      teamId: 'T1',
      botUserId: 'UBOT',
      scopes: ['chat:write'],
    }),
    resolveSlackUsers: async ({ users }) => {
      room.calls.push('resolveSlackUsers');
      const resolved = users.map((reference) => {
        const name = reference.replace(/^@/, '').split('@')[0] ?? '';
        return { userId: `U${name.toUpperCase()}`, name, reference, method: 'email' as const };
      });
      return answer({ resolved, unresolved: [], resolutionRate: 1 });
    },
    createChannel: async ({ name, privacy, headline }) => {
      room.calls.push('createChannel');
      if (headline !== undefined) stand('announceIncident', headline);
      const url = 'https://acme.example.com/archives/C1';
      return answer({
        room: { channelId: 'C1', name, privacy, created: true, url },
        headline: headline === undefined ? null : { ts: headline.key, found: false },
      });
    },
    announceIncident: post('announceIncident'),
    postMessage: post('postMessage'),
    postReply: post('postReply'),
    postElsewhere: async (input) =>
      answer({ ...stand('postElsewhere', input), channelId: input.to.kind === 'person' ? `D${input.to.userId}` : `C-${input.to.channel}` }),
    updateThread: async ({ posts, edit }) => {
      const posted = posts.map((input) => stand('postReply', input));
      if (edit !== null) {
        room.calls.push(`editMessage:${edit.key}`);
        room.messages.set(edit.key, edit.message);
      }
      return answer(posted);
    },
    editMessage: async ({ key, message }) => {
      room.calls.push(`editMessage:${key}`);
      room.messages.set(key, message);
      return answer(null);
    },
    inviteResponders: async ({ call }) => {
      room.calls.push('inviteResponders');
      if (call !== undefined) stand('callForPeople', call);
      return answer({ refused: [], call: call === undefined ? null : { ts: call.key, found: false } });
    },
    selectProbes: note('selectProbes', { probes, runbooks: ['network'], leftOut: [] }),
    describeProbeQueue: note('describeProbeQueue', { lastAskedMs: null, waiting: null }),
    runProbe: async ({ probe }) => {
      room.calls.push(`runProbe:${probe.key}`);
      const failing = { status: 'fail' as const, summary: 'connection refused', recommendations: ['Is it running?'] };
      return answer(sampleFinding(probe, probe.probe === 'tcp-connect' ? failing : {}));
    },
    sendPage: note('sendPage', { refused: [] }),
    removeCopies: note('removeCopies', 0),
    summarizeIncident: async ({ summary }) => {
      room.calls.push('writeReport');
      const files = ['report.json', 'report.md', 'report.html'];
      return answer({ files, summary: summary === null ? null : stand('postReply', summary) });
    },
    writeReport: note('writeReport', { files: ['report.json', 'report.md', 'report.html'] }),
    ...overrides,
  };
  return { activities, room };
}
