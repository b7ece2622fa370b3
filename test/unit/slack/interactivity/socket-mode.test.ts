import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { pino } from 'pino';
import { WebSocketServer } from 'ws';
import { SocketMode } from '../../../../src/slack/interactivity/receivers/socket-mode';
import { disconnect, hello, type SocketModeSlack, startSocketModeSlack } from '../../../support/socket-mode-slack';
import { waitUntil } from '../../../support/wait-until';

const log: { level: number; msg: string; problem?: string }[] = [];
const waits: number[] = [];
let tokens: string[];
let slack: SocketModeSlack;
let mode: SocketMode;
/** The clock goes so far at each look, in milliseconds. */
let step: number;
let running: Promise<void>;

beforeEach(async () => {
  slack = await startSocketModeSlack({ tokens: ['xapp-new'] });
  for (const list of [log, waits]) list.length = 0;
  tokens = ['xapp-new'];
  step = 0;
});
afterEach(async () => {
  await mode.stop();
  await running;
  await slack.stop();
});

function start(apiUrl = slack.apiUrl): void {
  let clock = 0;
  mode = new SocketMode({
    appToken: () => (tokens.length > 1 ? tokens.shift() : tokens[0]) ?? '',
    apiUrl,
    log: pino({}, { write: (line: string) => void log.push(JSON.parse(line)) }),
    onRequest: () => undefined,
    now: () => {
      clock += step;
      return clock;
    },
    // The test does not wait; it sees how long the gateway would.
    wait: async (ms) => void waits.push(ms),
  });
  running = mode.start();
}
const connected = (count: number): Promise<void> =>
  waitUntil(() => log.filter(({ level }) => level === 30).length >= count, { what: `connection ${count}` });
const warnings = (): unknown[] => log.filter(({ level }) => level > 30).map(({ problem, msg }) => problem ?? msg);

describe('the connection to Slack', () => {
  it.each([
    ['invalid_auth', 'Slack apps.connections.open: invalid_auth'],
    ['internal_error', 'Slack apps.connections.open: internal_error'],
  ])('is tried until it works if Slack says %s, and the log says so once', async (error, problem) => {
    slack.refuse({ error }, { error });
    start();
    await connected(1);
    expect(slack.asked).toHaveLength(3);
    expect(waits).toEqual([0, 1_000, 2_000]);
    expect(warnings()).toEqual([problem]);
  });

  it.each([
    ['ends the WebSocket before its greeting', (socket: { close(): void }) => socket.close(), ''],
    [
      'asks us to leave instead of a greeting',
      (socket: { send(text: string): void }) => socket.send(disconnect('link_disabled')),
      ': link_disabled',
    ],
  ])('is tried until it works if Slack %s', async (_, greeting, why) => {
    slack.greet(greeting);
    start();
    await waitUntil(() => slack.connections.length >= 2, { what: 'two attempts' });
    slack.greet(hello);
    await connected(1);
    expect(warnings()).toEqual([`Slack did not accept the WebSocket${why}`]);
  });

  it('is tried again when Slack says, if there were too many attempts', async () => {
    slack.refuse({ status: 429, retryAfter: 45 });
    start();
    await connected(1);
    expect(waits).toEqual([0, 45_000]);
    expect(warnings()).toEqual(['Slack apps.connections.open: rate limited']);
  });

  it('is made with the token as it is then', async () => {
    tokens = ['xapp-old', 'xapp-new', 'xapp-newer'];
    start();
    await connected(1);
    slack.connections[0]?.terminate();
    await waitUntil(() => slack.asked.length >= 3, { what: 'the next attempt' });
    expect(slack.asked.slice(0, 3)).toEqual(['xapp-old', 'xapp-new', 'xapp-newer']);
  });

  it('is made again at once if one that held breaks', async () => {
    step = 10_000;
    start();
    await connected(1);
    slack.connections[0]?.terminate();
    await connected(2);
    expect(waits).toEqual([0, 0]);
    expect(warnings()).toEqual([]);
  });

  it('is made more and more slowly if Slack greets us and ends it at once', async () => {
    slack.greet((socket) => {
      hello(socket);
      socket.terminate();
    });
    start();
    await waitUntil(() => waits.length >= 8, { what: 'eight attempts' });
    expect(waits.slice(0, 8)).toEqual([0, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
  });

  it.each(['warning', 'refresh_requested', 'link_disabled', 'too_many_websockets', 'UNHEARD OF'])(
    'is kept until the next one is open if Slack announces its end by %s',
    async (reason) => {
      start();
      await connected(1);
      const [first] = slack.connections;
      let isKept = false;
      slack.greet((socket) => {
        isKept = first?.readyState === 1;
        hello(socket);
      });
      first?.send(disconnect(reason));
      await connected(2);
      expect(isKept).toBe(true);
    },
  );

  it('is closed once the next one has taken over', async () => {
    start();
    await connected(1);
    slack.connections[0]?.send(disconnect('refresh_requested'));
    await connected(2);
    await waitUntil(() => slack.connections[0]?.readyState === 3, { what: 'the first to be closed' });
    expect(slack.isConnected()).toBe(true);
  });

  it('is made again if Slack closes the WebSocket and not the connection below', async () => {
    const { url, answered, close } = await startHalfClosing();
    fakeIntervals();
    start(url);
    await waitUntil(answered, { what: 'the gateway to answer that the WebSocket is closed' });
    await connected(1);
    // Before the client would have noticed, by a ping without an answer.
    jest.advanceTimersByTime(1_000);
    jest.useRealTimers();
    await connected(2);
    await close();
  });

  it('is made again if Slack no longer answers its pings', async () => {
    fakeIntervals();
    slack.greet((socket) => {
      socket.pause();
      hello(socket);
    });
    start();
    await connected(1);
    slack.greet(hello);
    for (let second = 0; second < 10; second += 1) jest.advanceTimersByTime(1_000);
    jest.useRealTimers();
    await connected(2);
  });

  it('is given up at a stop, even if Slack does not answer that it is closed', async () => {
    start();
    await connected(1);
    // What comes in from now on is not read, the close of the connection included.
    slack.connections[0]?.pause();
    await mode.stop();
    expect(slack.connections[0]?.readyState).toBe(1);
  });

  it.each(['asked for', 'opened'])('is not left open if the gateway stops once it has been %s', async (stage) => {
    let goOn = (): void => undefined;
    const late = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    if (stage === 'asked for') slack.refuse({ late });
    else slack.greet((socket) => void late.then(() => hello(socket)));
    start();
    await waitUntil(() => slack.asked.length + slack.connections.length === (stage === 'asked for' ? 1 : 2), { what: 'the attempt' });
    const stopped = mode.stop();
    goOn();
    await stopped;
    await waitUntil(() => slack.connections[0]?.readyState === 3, { what: 'the connection to be closed' });
    expect(log).toEqual([]);
  });
});

/** From now on, what is done at intervals is done as the test says. */
function fakeIntervals(): void {
  jest.useFakeTimers({ doNotFake: ['Date', 'nextTick', 'queueMicrotask', 'setImmediate', 'clearImmediate', 'setTimeout', 'clearTimeout'] });
}

/** Greets, then closes the WebSocket (RFC 6455, 5.5.1, with the code "going away") but leaves the TCP connection open. */
async function startHalfClosing() {
  const sockets: Socket[] = [];
  let isAnswered = false;
  const server = createServer((_, outgoing) => {
    outgoing.setHeader('content-type', 'application/json');
    outgoing.end(JSON.stringify({ ok: true, url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}/` }));
  });
  const handshake = new WebSocketServer({ noServer: true });
  server.on('upgrade', (request, socket: Socket, head) => {
    sockets.push(socket);
    handshake.handleUpgrade(request, socket, head, (greeted) => {
      hello(greeted);
      greeted.removeAllListeners();
      socket.removeAllListeners('data').on('data', () => {
        isAnswered = true;
      });
      socket.write(Buffer.from([0x88, 0x02, 0x03, 0xe9]));
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const close = async (): Promise<void> => {
    await mode.stop();
    for (const socket of sockets) socket.destroy();
    server.closeAllConnections();
    server.close();
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/`, answered: () => isAnswered, close };
}
