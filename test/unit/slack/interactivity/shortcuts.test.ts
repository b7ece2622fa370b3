import { ServiceUnreachableError } from '../../../../src/client/temporal/errors';
import type { Reading } from '../../../../src/client/temporal/read-state';
import { InvalidInputError } from '../../../../src/incident/text/errors';
import { wordedState } from '../../../../src/incident/timeline-words/worded-state';
import type { Incidents } from '../../../../src/slack/interactivity/desk';
import { SHORTCUTS } from '../../../../src/slack/interactivity/listeners';
import {
  ANA,
  answerIn,
  BOT,
  type ByHand,
  formIn,
  INCIDENT,
  ROOM,
  room,
  slash,
  startByHand,
  submitted,
  TEAM,
} from '../../../support/by-hand';
import type { Interaction } from '../../../support/interaction';
import { completeState } from '../../../support/sample-state';

let byHand: ByHand;
afterEach(() => byHand.stop());

const answered = (count?: number): Promise<string> => answerIn(byHand, count);
const opened = (): Promise<Record<string, unknown>> => formIn(byHand);
const inRoom = (changes: object = {}): Reading =>
  ({
    incidentId: INCIDENT,
    state: wordedState(
      completeState({ warRoom: { channelId: ROOM, name: 'incident-room', privacy: 'public', created: true, url: '' }, ...changes }),
    ),
    known: {},
  }) as unknown as Reading;

describe('the shortcut "Add to timeline"', () => {
  const shortcut = (changes: object = {}): Interaction => ({
    payload: {
      type: 'message_action',
      callback_id: SHORTCUTS.addToTimeline,
      user: { ...ANA },
      team: { id: TEAM, domain: 'home' },
      channel: { id: ROOM, name: 'incident-room' },
      trigger_id: '1.2.abc',
      response_url: byHand.responseUrl,
      message_ts: '1700000000.000200',
      message: {
        type: 'message',
        ts: '1700000000.000200',
        user: 'U0BEN',
        text: '<@U0BEN> saw &lt;5 errors&gt; on <https://x.example/a|the board>',
      },
      ...changes,
    },
  });

  it('keeps author, time, address and text of the message', async () => {
    byHand = await startByHand('http');
    await byHand.send(shortcut());
    expect(await answered()).toContain(INCIDENT);
    expect(byHand.got).toHaveLength(1);
    expect(byHand.got[0]).toMatchObject({
      name: 'addNote',
      incidentId: INCIDENT,
      input: {
        actor: `slack:${ANA.id}`,
        text: '@Ana Ruiz saw <5 errors> on the board (https://x.example/a)',
        quoted: { author: 'Ana Ruiz', at: '2023-11-14T22:13:20.000Z', permalink: 'https://example.slack.com/archives/C0ROOM/p1' },
      },
    });
  });

  it('adds a message once, whoever does it', async () => {
    byHand = await startByHand('http');
    await byHand.send(shortcut());
    await answered(1);
    await byHand.send(shortcut({ user: { ...ANA, id: 'U0CAT' } }));
    await answered(2);
    const [first, second] = byHand.got.map(({ input }) => input.requestId);
    expect(second).toBe(first);
  });

  it('outside a room, asks for the incident, of which private ones are none', async () => {
    const row = { incident_id: 'PROD-20260101-002', title: 'Login fails' };
    const rows = [row, { incident_id: 'PROD-20260101-003', title: '(private)' }] as unknown as Awaited<ReturnType<Incidents['list']>>;
    const read = async () => ({ ...inRoom(), known: { title: row.title } }) as Reading;
    byHand = await startByHand('http', { list: async () => rows, read });
    byHand.slack.on('conversations.info', room({ id: 'C0OTHER', creator: 'U0SOMEONE' }));
    await byHand.send(shortcut({ channel: { id: 'C0OTHER', name: 'general' } }));
    const view = await opened();
    expect(JSON.stringify(view)).not.toContain('PROD-20260101-003');
    const chosen = { type: 'static_select', selected_option: { value: 'PROD-20260101-002' } };
    await byHand.send(submitted(view, { incident: chosen, text: { type: 'plain_text_input', value: 'as Ben says' } }));
    await answered();
    expect(byHand.got[0]).toMatchObject({
      name: 'addNote',
      incidentId: 'PROD-20260101-002',
      input: { text: 'as Ben says', quoted: { author: 'Ana Ruiz', permalink: expect.any(String) } },
    });
  });

  it('outside a room, says so if no incident is open', async () => {
    byHand = await startByHand('http', { list: async () => [] });
    byHand.slack.on('conversations.info', room({ creator: 'U0SOMEONE' }));
    await byHand.send(shortcut());
    expect(await answered()).toContain('no public incident is open');
  });
});

describe('an incident that is declared in Slack', () => {
  const values = {
    title: { type: 'plain_text_input', value: 'Checkout fails' },
    severity: { type: 'static_select', selected_option: { value: 'critical' } },
    description: { type: 'plain_text_input', value: 'since noon' },
    users: { type: 'multi_users_select', selected_users: ['U0BEN'] },
    privacy: { type: 'checkboxes', selected_options: [] },
  };
  const globally = (): Interaction => ({
    payload: { type: 'shortcut', callback_id: SHORTCUTS.declare, user: ANA, team: { id: TEAM }, trigger_id: '1.2.abc', action_ts: '1.1' },
  });
  const starting = () => {
    const starts: unknown[][] = [];
    const start = async (...args: unknown[]) => {
      starts.push(args);
      return { incidentId: INCIDENT, created: true };
    };
    return { starts, incidents: { start, countOf: async () => 4, read: async () => inRoom() } as unknown as Partial<Incidents> };
  };

  it.each([
    ['by the slash command', (hand: ByHand) => slash(hand, 'declare Checkout fails')],
    ['by the global shortcut', globally],
  ])('%s, is started by that person, and its room is named', async (_, act) => {
    const { starts, incidents } = starting();
    byHand = await startByHand('http', incidents);
    await byHand.send(act(byHand));
    const view = await opened();
    await byHand.send(submitted(view, values));
    expect(await answered()).toBe(`✅ ${INCIDENT} is declared. Its room: <#${ROOM}>`);
    expect(starts).toEqual([
      [
        {
          actor: `slack:${ANA.id}`,
          actorName: 'Ana Ruiz',
          via: 'slack',
          title: 'Checkout fails',
          severity: 'critical',
          description: 'since noon',
          users: ['U0BEN'],
        },
        expect.any(String),
        { at: expect.any(String), number: 5 },
      ],
    ]);
  });

  it('has the same token and numbering when the form comes twice', async () => {
    const { starts, incidents } = starting();
    byHand = await startByHand('http', incidents);
    await byHand.send(globally());
    const view = await opened();
    await byHand.send(submitted(view, values));
    await byHand.send(submitted(view, values));
    await answered(2);
    expect(starts[1]).toEqual(starts[0]);
  });

  it('is told to be declared, although nothing can be read of it', async () => {
    const { incidents } = starting();
    byHand = await startByHand('http', { ...incidents, read: () => new Promise(() => undefined) });
    await byHand.send(globally());
    await byHand.send(submitted(await opened(), values));
    expect(await answered()).toContain("is declared. Its room isn't open yet");
  });

  it('in private, invites the person who declared it', async () => {
    const { starts, incidents } = starting();
    byHand = await startByHand('http', incidents);
    await byHand.send(globally());
    const ticked = { type: 'checkboxes', selected_options: [{ value: 'private' }] };
    await byHand.send(submitted(await opened(), { ...values, privacy: ticked }));
    await answered();
    expect(starts[0]?.[0]).toMatchObject({ channelPrivacy: 'private', users: ['U0BEN', ANA.id] });
  });

  it.each([
    ['the field that is wrong', new InvalidInputError('title', 'is too long', 'at most 140 characters'), { title: 'is too long' }],
    ['that Temporal is away', new ServiceUnreachableError("couldn't reach Temporal at x"), { title: expect.stringContaining('Not done') }],
  ])('is refused in its form, which names %s', async (_, error, errors) => {
    byHand = await startByHand('http', { start: async () => Promise.reject(error) });
    await byHand.send(globally());
    const reply = await byHand.send(submitted(await opened(), values));
    expect(reply.body).toEqual({ response_action: 'errors', errors });
  });
});

describe('somebody who joins a room', () => {
  const joined = (changes: object = {}, event_id = 'Ev1'): Interaction => ({
    event: {
      type: 'event_callback',
      team_id: TEAM,
      api_app_id: 'A0APP',
      event_id,
      event_time: 1,
      event: { type: 'member_joined_channel', user: 'U0BEN', channel: ROOM, channel_type: 'C', team: TEAM, ...changes },
    },
  });

  it('reads, alone, where things stand', async () => {
    byHand = await startByHand('http', { read: async () => inRoom() });
    expect(await byHand.send(joined())).toMatchObject({ status: 200 });
    await answered();
    expect(byHand.told).toHaveLength(1);
    expect(byHand.told[0]).toMatchObject({ by: 'ephemeral', whole: expect.stringContaining('Database connection pool exhausted') });
    const { params } = byHand.slack.calls.find(({ method }) => method === 'chat.postEphemeral') ?? {};
    expect(params).toMatchObject({ channel: ROOM, user: 'U0BEN' });
  });

  it('reads it once, although Slack delivers the event twice', async () => {
    byHand = await startByHand('http', { read: async () => inRoom() });
    await byHand.send(joined());
    await byHand.send(joined());
    await byHand.stop();
    expect(byHand.slack.methods().filter((method) => method === 'chat.postEphemeral')).toHaveLength(1);
    byHand = await startByHand('http');
  });

  it.each([
    ['is the bot', { user: BOT }, {}],
    ['was invited by the bot, which calls them', { inviter: BOT }, {}],
    ['comes after the end', {}, { status: 'resolved' }],
  ])('is told nothing if it %s', async (_, event, state) => {
    byHand = await startByHand('http', { read: async () => inRoom(state) });
    await byHand.send(joined(event));
    await byHand.send(joined({ user: 'U0LAST' }, 'Ev2'));
    // What was begun ends first.
    await byHand.stop();
    const told = byHand.slack.calls.filter(({ method }) => method === 'chat.postEphemeral').map(({ params }) => params.user);
    expect(told).toEqual('status' in state ? [] : ['U0LAST']);
    byHand = await startByHand('http');
  });
});
