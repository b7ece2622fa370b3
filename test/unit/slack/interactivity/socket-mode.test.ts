import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { type WebSocket, WebSocketServer } from 'ws';
import { SocketMode } from '../../../../src/slack/interactivity/receivers/socket-mode';
import { waitUntil } from '../../../support/wait-until';

const sockets: WebSocket[] = [];
const log: { level: number; msg: string; problem?: string }[] = [];
let answers: object[] = [];
let asked = 0;
let mode: SocketMode;
let greeter: WebSocketServer;
const api = createServer((incoming, outgoing) => {
  incoming.resume();
  asked += 1;
  outgoing.setHeader('content-type', 'application/json');
  outgoing.end(JSON.stringify((answers.length > 1 ? answers.shift() : answers[0]) ?? {}));
});

beforeEach(async () => {
  greeter = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await once(greeter, 'listening');
  greeter.on('connection', (socket) => {
    sockets.push(socket);
    socket.send(JSON.stringify({ type: 'hello' }));
  });
  if (!api.listening) await once(api.listen(0, '127.0.0.1'), 'listening');
  sockets.length = 0;
  log.length = 0;
  asked = 0;
  const { port } = api.address() as AddressInfo;
  const logger = pino({}, { write: (line: string) => void log.push(JSON.parse(line)) });
  mode = new SocketMode({ appToken: 'xapp-test', apiUrl: `http://127.0.0.1:${port}/api/`, log: logger, onRequest: () => undefined });
});
afterEach(async () => {
  await mode.stop();
  for (const socket of greeter.clients) socket.terminate();
  greeter.close();
});
afterAll(() => {
  api.closeAllConnections();
  api.close();
});

const granted = (): object => ({ ok: true, url: `ws://127.0.0.1:${(greeter.address() as AddressInfo).port}/` });
const warnings = () => log.filter(({ level }) => level > 30).map(({ problem }) => problem);

describe('the connection to Slack', () => {
  it.each([
    ['refuses the WebSocket', { ok: true, url: 'ws://127.0.0.1:1/' }, 'Slack did not accept the WebSocket'],
    ['refuses the token', { ok: false, error: 'invalid_auth' }, 'invalid_auth'],
  ])('is tried until it works if Slack %s, and the log says so once', async (_, refused, problem) => {
    answers = [refused, refused, granted()];
    const running = mode.run();
    await waitUntil(async () => sockets.length === 1, { what: 'the connection' });
    await waitUntil(async () => log.some(({ level }) => level === 30), { what: 'the log to say that it works' });
    expect(asked).toBe(3);
    expect(warnings()).toEqual([problem]);
    await mode.stop();
    await running;
  });

  it('is made again if it breaks', async () => {
    answers = [granted()];
    const running = mode.run();
    await waitUntil(async () => sockets.length === 1, { what: 'the connection' });
    sockets[0]?.terminate();
    await waitUntil(async () => sockets.length === 2, { what: 'the next connection' });
    expect(warnings()).toEqual([]);
    await mode.stop();
    await running;
  });

  it('is given up at a stop, even if Slack does not answer that it is closed', async () => {
    answers = [granted()];
    void mode.run();
    await waitUntil(async () => sockets.length === 1, { what: 'the connection' });
    await waitUntil(async () => log.length === 1, { what: 'the log to say that it works' });
    // What comes in from now on is not read, the close of the connection included.
    sockets[0]?.pause();
    await mode.stop();
    expect(sockets[0]?.readyState).toBe(1);
  });
});
