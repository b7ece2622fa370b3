import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { pino } from 'pino';
import { loadConfig } from '../../src/config';
import { slackSignature } from '../../src/gateway/auth/slack-signature';
import { createServer as createGateway } from '../../src/gateway/server';
import { createSlackRequests } from '../../src/gateway/slack-requests';
import { hideSecrets } from '../../src/incident/text/hide-secrets';
import { createDesk } from '../../src/slack/interactivity/create-desk';
import { createSlackDoor } from '../../src/slack/interactivity/create-slack-door';
import type { Desk, Incidents } from '../../src/slack/interactivity/desk';
import { type Interaction, type Reply, SIGNING_SECRET, signed, wireOf } from './interaction';
import { type ScriptedSlack, startScriptedSlack } from './scripted-slack';
import { type SocketModeSlack, startSocketModeSlack } from './socket-mode-slack';
import { waitUntil } from './wait-until';

export const TEAM = 'T0HOME';
/** What is still going on after a test is not waited for longer. */
const STOP_LIMIT_MS = 2_000;
export const BOT = 'U0BOT';
export const ANA = { id: 'U0ANA', username: 'ana', name: 'ana', team_id: TEAM };
export const ROOM = 'C0ROOM';
export const INCIDENT = 'PROD-20260101-001';

/** A command as an incident got it. */
export interface Got {
  readonly name: string;
  readonly incidentId: string;
  readonly input: Readonly<Record<string, unknown>>;
}
/** What somebody was told, and how. */
export interface Told {
  readonly by: 'response_url' | 'ephemeral' | 'direct';
  readonly text: string;
  readonly whole: string;
}

export interface ByHand {
  readonly slack: ScriptedSlack;
  /** Null over HTTP. */
  readonly socket: SocketModeSlack | null;
  readonly got: readonly Got[];
  readonly told: readonly Told[];
  readonly views: readonly Record<string, unknown>[];
  readonly log: readonly string[];
  readonly responseUrl: string;
  /** Null in Socket Mode. */
  readonly gatewayUrl: string;
  /** Sends it as Slack would, signed if over HTTP, and returns what Slack is answered. */
  send(body: Interaction): Promise<Reply>;
  /** Returns how many acts were cut off. */
  stopDoor(limitMs?: number): Promise<number>;
  stop(): Promise<void>;
}
export const APPLIED = { applied: true, repeated: false, status: 'acknowledged', requestId: 'x' } as const;

/** Somebody of Slack, as `users.info` describes them. */
export const member = (changes: object = {}): object => ({
  user: { id: ANA.id, name: 'ana', real_name: 'Ana Ruiz', team_id: TEAM, profile: { real_name: 'Ana Ruiz' }, ...changes },
});

/** The real door, with Bolt and the adapter's own client, before a Slack that the test scripts and incidents that it fakes. */
export async function startByHand(
  mode: 'http' | 'socket',
  incidents: Partial<Incidents> = {},
  now = (): number => Date.now(),
): Promise<ByHand> {
  const slack = await startScriptedSlack();
  const got: Got[] = [];
  const told: Told[] = [];
  const views: Record<string, unknown>[] = [];
  const log: string[] = [];
  slack.on('auth.test', { team_id: TEAM, user_id: BOT });
  slack.on('users.info', member());
  slack.on('conversations.info', room());
  slack.on('chat.getPermalink', { permalink: 'https://example.slack.com/archives/C0ROOM/p1' });
  slack.on('views.open', (_, { params }) => {
    views.push(JSON.parse(params.view ?? '{}'));
    return {};
  });
  const tell =
    (by: Told['by']) =>
    (_: unknown, { params }: { params: Readonly<Record<string, string>> }) => {
      told.push({ by, text: params.text ?? '', whole: JSON.stringify(params) });
      return { message_ts: '1.1', ts: '1.1', channel: 'D1' };
    };
  slack.on('chat.postEphemeral', tell('ephemeral'));
  slack.on('chat.postMessage', tell('direct'));
  const responses = createServer((incoming, outgoing) => {
    void text(incoming).then((body) => {
      told.push({ by: 'response_url', text: JSON.parse(body).text, whole: body });
      outgoing.end('ok');
    });
  }).listen(0, '127.0.0.1');
  await once(responses, 'listening');
  const logger = pino({ level: 'trace' }, { write: (line: string) => void log.push(hideSecrets(line)) });
  const desk: Desk = {
    ...createDesk({
      access: { token: () => 'xoxb-bot', apiUrl: slack.apiUrl },
      incidents: { ...refusingAll, command: remembering(got), ...incidents },
      rules: loadConfig({ env: {}, cwd: '/nonexistent', purpose: 'client' }).rules,
      command: '/incident',
      approvalKey: null,
      log: logger,
      now,
    }),
    approve: async (by, approval) => {
      got.push({ name: 'approve', incidentId: approval.incidentId, input: { by, ...approval } });
      return 'applied';
    },
  };
  const socket = mode === 'socket' ? await startSocketModeSlack() : null;
  const transport =
    socket === null ? { mode: 'http' as const } : { mode: 'socket' as const, appToken: () => 'xapp-test', apiUrl: socket.apiUrl };
  const door = createSlackDoor(transport, desk);
  const gateway = createGateway({
    instances: new Map(),
    heartbeats: new Map(),
    intake: { deliver: async () => ({ accepted: [], ignored: [] }) },
    heartbeatIntake: { feed: async () => undefined },
    isReady: () => true,
    slack: {
      intake: door,
      requests: mode === 'http' ? createSlackRequests(door, slackSignature(fixed(SIGNING_SECRET), now)) : undefined,
    },
    log: logger,
    now,
  });
  await gateway.listen({ host: '127.0.0.1', port: 0 });
  const gatewayUrl = `http://127.0.0.1:${(gateway.server.address() as AddressInfo).port}`;
  door.start();
  if (socket !== null) await waitUntil(async () => socket.isConnected(), { what: 'the door to connect' });
  return {
    slack,
    socket,
    got,
    told,
    views,
    log,
    gatewayUrl,
    responseUrl: `http://127.0.0.1:${(responses.address() as AddressInfo).port}/`,
    send: (body) => (socket === null ? post(gatewayUrl, body) : socket.send(body)),
    stopDoor: (limitMs = STOP_LIMIT_MS) => door.stop(limitMs),
    async stop() {
      await door.stop(STOP_LIMIT_MS);
      await gateway.close();
      await socket?.stop();
      responses.closeAllConnections();
      responses.close();
      await slack.stop();
    },
  };
}

const fixed = (value: string) => ({ value: () => value, refresh: () => value });

/** What the person was told first, or as the `count`th. */
export async function answerIn({ told }: ByHand, count = 1): Promise<string> {
  await waitUntil(async () => told.length >= count, { what: 'an answer' });
  return told[count - 1]?.text ?? '';
}

/** The form that was opened first. */
export async function formIn({ views }: ByHand): Promise<Record<string, unknown>> {
  await waitUntil(async () => views.length > 0, { what: 'a form' });
  return views[0] ?? {};
}

/** The channel of the sample incident, as `conversations.info` describes it. */
export const room = (changes: object = {}): object => ({
  channel: { id: ROOM, name: 'incident-room', creator: BOT, purpose: { value: `War room for incident:${INCIDENT}` }, ...changes },
});

const unexpected = async (): Promise<never> => {
  throw new Error('the test expects no such call');
};
const refusingAll: Incidents = {
  command: unexpected,
  read: unexpected,
  look: (async () => ({ known: { channel: 'incident-room', title: 'x' } })) as never,
  list: unexpected,
  start: unexpected,
  countOf: async () => 0,
};

function remembering(got: Got[]): Incidents['command'] {
  return async (name, incidentId, input) => {
    got.push({ name, incidentId, input: { ...input } });
    return APPLIED;
  };
}

async function post(gatewayUrl: string, body: Interaction): Promise<Reply> {
  const { text, type } = wireOf(body);
  const answer = await fetch(`${gatewayUrl}/slack/events`, {
    method: 'POST',
    headers: { 'content-type': type, ...signed(text) },
    body: text,
  });
  const answered = await answer.text();
  return { status: answer.status, body: answered === '' ? undefined : JSON.parse(answered) };
}

/** A click on a button. */
export function click({ responseUrl }: ByHand, actionId: string, value: string, changes: object = {}): Interaction {
  return {
    payload: {
      type: 'block_actions',
      user: ANA,
      team: { id: TEAM, domain: 'home' },
      api_app_id: 'A0APP',
      container: { type: 'message', message_ts: '1700000000.000100', channel_id: ROOM, is_ephemeral: false },
      channel: { id: ROOM, name: 'incident-room' },
      trigger_id: '1.2.abc',
      response_url: responseUrl,
      message: { type: 'message', ts: '1700000000.000100', text: '' },
      actions: [{ type: 'button', action_id: actionId, block_id: 'b', value, action_ts: '1700000001.000200' }],
      ...changes,
    },
  };
}

/** A choice from a menu of a message. */
export const choose = (byHand: ByHand, actionId: string, value: string): Interaction =>
  click(byHand, actionId, value, {
    actions: [
      { type: 'overflow', action_id: actionId, block_id: 'b', selected_option: { value, text: { type: 'plain_text', text: 'x' } } },
    ],
  });

export function slash({ responseUrl }: ByHand, text: string, changes: Record<string, string> = {}): Interaction {
  return {
    form: {
      command: '/incident',
      text,
      user_id: ANA.id,
      user_name: 'ana',
      team_id: TEAM,
      channel_id: ROOM,
      channel_name: 'incident-room',
      trigger_id: '3.4.def',
      response_url: responseUrl,
      api_app_id: 'A0APP',
      is_enterprise_install: 'false',
      ...changes,
    },
  };
}

/** A form that was opened, and is submitted with these values. */
export function submitted(view: Record<string, unknown>, values: Readonly<Record<string, object>>, changes: object = {}): Interaction {
  const state = { values: Object.fromEntries(Object.entries(values).map(([block, element]) => [block, { value: element }])) };
  return {
    payload: {
      type: 'view_submission',
      user: ANA,
      team: { id: TEAM, domain: 'home' },
      api_app_id: 'A0APP',
      trigger_id: '5.6.ghi',
      response_urls: [],
      view: { ...view, id: 'V0VIEW', team_id: TEAM, hash: '1.1', state, ...changes },
    },
  };
}
