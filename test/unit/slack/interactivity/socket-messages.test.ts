import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import { actionId, buttonValue } from '../../../../src/slack/block-kit/buttons';
import { SHORTCUTS } from '../../../../src/slack/interactivity/listeners';
import { mutated } from '../../../fuzz/mutate';
import { Random } from '../../../fuzz/random';
import { ANA, type ByHand, click, formIn, INCIDENT, ROOM, slash, startByHand, submitted, TEAM } from '../../../support/by-hand';
import type { Interaction } from '../../../support/interaction';
import { disconnect, envelopeOf, hello, type SocketModeSlack } from '../../../support/socket-mode-slack';
import { waitUntil } from '../../../support/wait-until';

let byHand: ByHand;
let slack: SocketModeSlack;
let clock = Date.now();
beforeEach(async () => {
  // Each connection has held for long, so that the next one is opened at once.
  byHand = await startByHand('socket', {}, () => {
    clock += 10_000;
    return clock;
  });
  slack = byHand.socket as SocketModeSlack;
});
afterEach(() => byHand.stop());

const acknowledge = (revision = 1): Interaction =>
  click(byHand, actionId('acknowledge'), buttonValue({ button: 'acknowledge', incidentId: INCIDENT, revision }));
const payloadOf = (act: Interaction): object => ('payload' in act ? act.payload : {});
const joined = (event_id: string): Interaction => ({
  event: {
    type: 'event_callback',
    team_id: TEAM,
    event_id,
    event: { type: 'member_joined_channel', user: ANA.id, channel: ROOM, channel_type: 'C' },
  },
});
const say = (data: string | Buffer, options = {}): void =>
  slack.connections.findLast(({ readyState }) => readyState === 1)?.send(data, options);
/** A click is acknowledged, acts, and is answered. */
async function expectAlive(revision: number): Promise<void> {
  await waitUntil(() => slack.isConnected(), { what: 'a connection' });
  expect(await byHand.send(acknowledge(revision))).toEqual({ status: 200, body: undefined });
  await waitUntil(() => byHand.got.length > 0, { what: 'the command' });
}
const warnings = (): string[] => byHand.log.flatMap((line) => (JSON.parse(line).level > 30 ? [JSON.parse(line).msg] : []));

describe('a message from Slack that cannot be read', () => {
  const id = '"envelope_id":"e-1"';
  it.each([
    'null',
    '1',
    '"text"',
    '[]',
    '{"type":"events_api"',
    '{}',
    '{"type":null}',
    `{${id},"type":"events_api"}`,
    `{${id},"type":"interactive","payload":null}`,
    `{${id},"type":"slash_commands","payload":"text"}`,
    '{"type":"interactive","payload":{}}',
    '{"envelope_id":1,"type":"interactive","payload":{}}',
    '{"envelope_id":"","type":"interactive","payload":{}}',
  ])('is ignored: %s', async (text) => {
    say(text);
    say(text);
    await expectAlive(1);
    expect(warnings()).toEqual([expect.stringContaining('could not be read')]);
  });

  it('is ignored if it is binary', async () => {
    say(Buffer.from(JSON.stringify(envelopeOf('e-1', acknowledge()))), { binary: true });
    await expectAlive(2);
    expect(byHand.got).toHaveLength(1);
  });

  it.each<[string, object | (() => object)]>([
    ['no event', { type: 'event_callback', event: null }],
    ['an event of no kind', { type: 'event_callback', event: {} }],
    ['an event that is text', { type: 'event_callback', event: 'text' }],
    ['no actions', { type: 'block_actions', actions: null }],
    ['an empty list of actions', { type: 'block_actions', actions: [] }],
    ['a form without its view', { type: 'view_submission' }],
    ['a shortcut of nobody', { type: 'shortcut', callback_id: SHORTCUTS.declare }],
    ['a message shortcut without a message', { type: 'message_action', callback_id: SHORTCUTS.addToTimeline, user: ANA }],
    ['a command of nobody', { command: '/incident', text: 'ack', channel_id: ROOM, trigger_id: '1.2' }],
    ['a command that cannot be told from another', { command: '/incident', text: 'ack', channel_id: ROOM, user_id: ANA.id }],
    ['a click of somebody without an id', () => ({ ...payloadOf(acknowledge()), user: { id: 1 } })],
    ['a click of nobody', () => ({ ...payloadOf(acknowledge()), user: undefined })],
  ])('does nothing if it has %s', async (_, payload) => {
    say(JSON.stringify({ envelope_id: 'e-1', type: 'interactive', payload: typeof payload === 'function' ? payload() : payload }));
    await expectAlive(1);
    expect(byHand.got).toHaveLength(1);
  });

  it.each(['close', 'disconnected', 'connected', 'error', 'ws_message', 'slack_event'])(
    'does not end the connection by an event called %s',
    async (type) => {
      expect(await byHand.send({ event: { type: 'event_callback', event_id: 'Ev1', event: { type } } })).toMatchObject({ status: 200 });
      await expectAlive(1);
      expect(slack.connections).toHaveLength(1);
    },
  );

  it('is acknowledged if it is only of an unknown kind', async () => {
    expect(await byHand.send({ payload: { type: 'unheard_of' } })).toEqual({ status: 200, body: undefined });
  });
});

describe('while one connection takes over from another', () => {
  it('a click over either is acknowledged, and acts once each', async () => {
    const [first] = slack.connections;
    let atOnce: Promise<unknown> = Promise.resolve();
    slack.greet((socket) => {
      // The next one is not greeted before this is acknowledged.
      atOnce = byHand.send(acknowledge(1)).then(() => hello(socket));
    });
    first?.send(disconnect('warning'));
    await waitUntil(() => slack.connections.length === 2, { what: 'the next connection' });
    await atOnce;
    await slack.send(acknowledge(2), first);
    await slack.send(acknowledge(3), slack.connections[1]);
    await waitUntil(() => byHand.got.length === 3, { what: 'the commands' });
  });

  it('a form that was sent over the first is still answered there', async () => {
    await byHand.send(slash(byHand, 'note'));
    const view = await formIn(byHand);
    let say = (): void => undefined;
    byHand.slack.on('users.info', (outgoing) => {
      say = () => outgoing.end(JSON.stringify({ ok: true, user: { id: ANA.id, team_id: 'T0OTHER' } }));
      return undefined;
    });
    const [first] = slack.connections;
    const answered = slack.send(submitted(view, { text: { type: 'plain_text_input', value: 'x' } }), first);
    first?.send(disconnect('refresh_requested'));
    await waitUntil(() => slack.connections.length === 2, { what: 'the next connection' });
    say();
    expect(await answered).toMatchObject({ status: 200 });
  });
});

/** Bytes that are no frame of RFC 6455, or one that a server may not send. */
const BROKEN_FRAMES: readonly (readonly number[])[] = [
  [0x83, 0x00],
  [0xf1, 0x01, 0x61],
  [0xc1, 0x03, 0x61, 0x62, 0x63],
  [0x81, 0x81, 1, 2, 3, 4, 5],
  [0x81, 0x04, 0xff, 0xfe, 0xff, 0xfe],
  [0x80, 0x01, 0x61],
  [0x89, 0x7e, 0x01, 0x00],
  [0x81, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
  [0x88, 0x01, 0x03],
  [0x88, 0x02, 0x03, 0xee],
  [0x88, 0x04, 0x03, 0xe8, 0xff, 0xfe],
  [0x81, 0x7d, 0x61],
];
const CODES = [1000, 1001, 1002, 1003, 1007, 1008, 1009, 1011, 1012, 1013, 3000, 4999];
const REASONS = ['warning', 'refresh_requested', 'link_disabled', 'too_many_websockets', ''];

it('survives whatever Slack may say, and however a connection may end', async () => {
  const random = new Random(20_260_101);
  const huge = JSON.stringify(envelopeOf('m-5', slash(byHand, `note ${'x'.repeat(2_000_000)}`)));
  const bases = [
    envelopeOf('m-1', acknowledge()),
    envelopeOf('m-2', slash(byHand, 'note hello')),
    envelopeOf('m-3', joined('Ev1')),
    envelopeOf('m-4', submitted({ callback_id: 'incident.note', private_metadata: '{}' }, {})),
    JSON.parse(disconnect('warning')),
    { type: 'hello', num_connections: 1, connection_info: {} },
  ];
  const ends: ((socket: WebSocket) => void)[] = [
    ...REASONS.map((reason) => (socket: WebSocket) => socket.send(disconnect(reason))),
    ...CODES.map((code) => (socket: WebSocket) => socket.close(code)),
    ...BROKEN_FRAMES.map((bytes) => (socket: WebSocket) => void below(socket).end(Buffer.from(bytes))),
  ];
  for (const end of ends) {
    const acts = Array.from({ length: 5 }, () => slack.send(acknowledge(random.below(1_000_000))));
    for (let count = 0; count < 20; count += 1) {
      const bytes = Buffer.from(mutated(random.pick(bases), bases, random));
      say(random.next() < 0.9 ? bytes.toString() : bytes);
    }
    if (random.next() < 0.1) say(huge);
    for (const reply of await Promise.all(acts)) expect(reply).toEqual({ status: 200, body: undefined });
    const [open] = slack.connections.filter(({ readyState }) => readyState === 1).slice(-1);
    const opened = slack.connections.length;
    if (open !== undefined) end(open);
    await waitUntil(() => slack.connections.length > opened && slack.isConnected(), { what: 'the next connection', everyMs: 5 });
  }
  for (const { input } of byHand.got) expect(input.actor).toMatch(/^slack:(?!undefined|null|\[object)./s);
  const last = click(byHand, actionId('acknowledge'), buttonValue({ button: 'acknowledge', incidentId: 'PROD-20260101-999', revision: 1 }));
  await byHand.send(last);
  await byHand.send(last);
  const got = () => byHand.got.filter(({ incidentId }) => incidentId === 'PROD-20260101-999').map(({ input }) => input.requestId);
  await waitUntil(() => got().length === 2, { what: 'both deliveries' });
  expect(got()[1]).toBe(got()[0]);
});

/** The connection below a WebSocket, on which its frames are written. */
const below = (socket: WebSocket): Duplex => (socket as unknown as { _socket: Duplex })._socket;
