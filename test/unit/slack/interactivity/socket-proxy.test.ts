import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { pino } from 'pino';
import { SocketMode } from '../../../../src/slack/interactivity/receivers/socket-mode';
import { type SocketModeSlack, startSocketModeSlack } from '../../../support/socket-mode-slack';
import { waitUntil } from '../../../support/wait-until';

/** What the environment of this machine says must not matter. */
const clean = { ...process.env };
for (const name of ['https_proxy', 'HTTPS_PROXY', 'http_proxy', 'HTTP_PROXY', 'no_proxy', 'NO_PROXY']) delete clean[name];
const before = process.env;

const seen: string[] = [];
const log: { level: number; problem?: string }[] = [];
let slack: SocketModeSlack;
let proxy: Server;
let tunnels: 'open' | 'refused';
let mode: SocketMode;

beforeEach(async () => {
  process.env = { ...clean };
  for (const list of [seen, log]) list.length = 0;
  tunnels = 'open';
  // Slack is known by a name that only the proxy can resolve.
  slack = await startSocketModeSlack({ tokens: ['xapp-test'], host: 'slack.test' });
  const { port } = new URL(slack.apiUrl);
  proxy = createServer((incoming: IncomingMessage, outgoing) => {
    seen.push(`${incoming.method} ${incoming.url}`);
    const { pathname } = new URL(incoming.url ?? '');
    const { method, headers } = incoming;
    const forwarded = request({ host: '127.0.0.1', port, path: pathname, method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    incoming.pipe(forwarded);
  });
  proxy.on('connect', ({ url }: IncomingMessage, socket: Socket) => {
    seen.push(`CONNECT ${url}`);
    if (tunnels === 'refused') return void socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
    const there = connect(Number(port), '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      socket.pipe(there).pipe(socket);
    });
    there.on('error', () => undefined).on('close', () => socket.destroy());
    socket.on('error', () => undefined).on('close', () => there.destroy());
  });
  await once(proxy.listen(0, '127.0.0.1'), 'listening');
});
afterEach(async () => {
  await mode.stop();
  process.env = before;
  proxy.closeAllConnections();
  proxy.close();
  await slack.stop();
});

const proxyUrl = (): string => `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
function start(apiUrl: string): void {
  mode = new SocketMode({
    appToken: () => 'xapp-test',
    apiUrl,
    log: pino({}, { write: (line: string) => void log.push(JSON.parse(line)) }),
    onRequest: () => undefined,
    now: () => Date.now(),
  });
  void mode.start();
}
const apiUrl = (): string => slack.apiUrl.replace('127.0.0.1', 'slack.test');
const logged = (level: number): Promise<void> =>
  waitUntil(() => log.some((entry) => entry.level === level), { what: `the log at ${level}` });

it('asks the proxy for the address of the WebSocket, and for a tunnel to it', async () => {
  process.env.HTTP_PROXY = proxyUrl();
  start(apiUrl());
  await logged(30);
  expect(slack.isConnected()).toBe(true);
  const host = new URL(apiUrl()).host;
  expect(seen).toEqual([`POST http://${host}/api/apps.connections.open`, `CONNECT ${host}`]);
});

it('names the variable if the proxy refuses the tunnel to the Web API', async () => {
  process.env.HTTPS_PROXY = proxyUrl();
  tunnels = 'refused';
  start('https://slack.test/api/');
  await logged(40);
  expect(seen[0]).toBe('CONNECT slack.test:443');
  expect(log[0]?.problem).toBe(
    'Slack apps.connections.open at https://slack.test through the proxy in HTTPS_PROXY: unreachable (the proxy returned 407)',
  );
});

it('names the variable if the proxy refuses the tunnel to the WebSocket', async () => {
  process.env.http_proxy = proxyUrl();
  tunnels = 'refused';
  start(apiUrl());
  await logged(40);
  expect(log[0]?.problem).toBe('Slack did not accept the WebSocket through the proxy in http_proxy');
});

it.each(['slack.test', '*'])('goes straight to Slack if NO_PROXY is %s', async (value) => {
  Object.assign(process.env, { HTTP_PROXY: proxyUrl(), NO_PROXY: value });
  start(apiUrl());
  await logged(40);
  expect(log[0]?.problem).toContain('unreachable (ENOTFOUND)');
  expect(seen).toEqual([]);
});

it('never goes through a proxy to this machine', async () => {
  await slack.stop();
  slack = await startSocketModeSlack();
  process.env.HTTP_PROXY = proxyUrl();
  start(slack.apiUrl);
  await logged(30);
  expect(seen).toEqual([]);
});
