import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { wayTo } from '../../../src/http/proxied-fetch';
import { createCall } from '../../../src/slack/transport/call';
import { type ScriptedSlack, startScriptedSlack } from '../../support/scripted-slack';

/** What the environment of this machine says must not matter. */
const clean = { ...process.env };
for (const name of ['https_proxy', 'HTTPS_PROXY', 'http_proxy', 'HTTP_PROXY', 'no_proxy', 'NO_PROXY']) delete clean[name];
const before = process.env;

let slack: ScriptedSlack;
let proxy: Server;
let seen: string[];
let proxyUrl: string;
beforeEach(async () => {
  process.env = { ...clean };
  seen = [];
  slack = await startScriptedSlack();
  const { port } = new URL(slack.apiUrl);
  // Whatever host is asked for, the scripted Slack answers.
  proxy = createServer((incoming: IncomingMessage, outgoing) => {
    seen.push(`${incoming.method} ${incoming.url}`);
    const { pathname } = new URL(incoming.url ?? '', slack.apiUrl);
    const { method, headers } = incoming;
    const forwarded = request({ host: '127.0.0.1', port, path: pathname, method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    forwarded.on('error', () => outgoing.destroy());
    incoming.pipe(forwarded);
  });
  proxy.on('connect', ({ url }: IncomingMessage, socket: Socket) => {
    seen.push(`CONNECT ${url}`);
    socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  proxyUrl = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
});
afterEach(async () => {
  process.env = before;
  proxy.closeAllConnections();
  proxy.close();
  await slack.stop();
});

const authTest = (apiUrl: string) =>
  createCall({ token: () => 'xoxb-t', apiUrl })('auth.test', (client) => client.auth.test()).catch((error: Error) => error);

it('tunnels to Slack through HTTPS_PROXY, and an error names the variable', async () => {
  process.env.HTTPS_PROXY = proxyUrl;
  expect(await authTest('https://slack.test/api/')).toMatchObject({
    code: 'slack_unreachable',
    message: 'Slack auth.test at https://slack.test through the proxy in HTTPS_PROXY: unreachable (the proxy returned 403)',
  });
  expect(seen).toEqual(['CONNECT slack.test:443']);
});

it('asks HTTP_PROXY for a Slack without TLS', async () => {
  process.env.HTTP_PROXY = proxyUrl.replace('http://', '');
  slack.on('auth.test', { user_id: 'UBOT' });
  expect(await authTest('http://slack.test/api/')).toMatchObject({ user_id: 'UBOT' });
  expect(seen).toEqual(['POST http://slack.test/api/auth.test']);
});

it.each([
  ['NO_PROXY', 'slack.test'],
  ['no_proxy', '.test, other.example'],
  ['NO_PROXY', '*'],
])('goes straight to whom %s=%s names', async (name, value) => {
  Object.assign(process.env, { HTTPS_PROXY: proxyUrl, [name]: value });
  const error = await authTest('https://slack.test/api/');
  expect(error).toMatchObject({ code: 'slack_unreachable', message: expect.stringContaining('(unless NO_PROXY') });
  expect(seen).toEqual([]);
});

it('never goes through a proxy to this machine', async () => {
  Object.assign(process.env, { HTTPS_PROXY: proxyUrl, HTTP_PROXY: proxyUrl, https_proxy: proxyUrl, http_proxy: proxyUrl });
  slack.on('auth.test', { user_id: 'UBOT' });
  expect(await authTest(slack.apiUrl)).toMatchObject({ user_id: 'UBOT' });
  expect(seen).toEqual([]);
  for (const host of ['localhost', 'slack.localhost', '127.9.9.9', '[::1]', '2130706433']) {
    expect(wayTo(`https://${host}:1/api/`).proxiedBy).toBeNull();
  }
});

it('ends with the call, through a proxy as well', async () => {
  process.env.HTTP_PROXY = proxyUrl;
  slack.on('auth.test', () => undefined);
  const call = createCall({ token: () => 'xoxb-t', apiUrl: 'http://slack.test/api/', callLimitMs: 300 });
  await expect(call('auth.test', (client) => client.auth.test())).rejects.toMatchObject({ code: 'slack_unreachable', ambiguous: true });
});

it.each(['socks5://secret:pass@127.0.0.1:1', 'http://', 'http://user:pass@:80:80'])('refuses %s, and shows nothing of it', (value) => {
  expect(() => wayTo('https://slack.test/api/', { HTTPS_PROXY: value })).toThrow(/^HTTPS_PROXY: is not an HTTP proxy address/);
  expect(() => wayTo('https://slack.test/api/', { HTTPS_PROXY: value })).not.toThrow(/pass@/);
});

it('takes the lower-case variable first, and plain HTTP’s for all where there is no other', () => {
  expect(wayTo('https://slack.test/api/', { HTTPS_PROXY: proxyUrl, https_proxy: proxyUrl }).proxiedBy).toBe('https_proxy');
  expect(wayTo('https://slack.test/api/', { http_proxy: proxyUrl }).proxiedBy).toBe('http_proxy');
  expect(wayTo('http://slack.test/api/', { HTTPS_PROXY: proxyUrl }).proxiedBy).toBeNull();
});
