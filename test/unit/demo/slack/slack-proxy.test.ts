import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Interceptor, SlackCall } from '../../../../src/demo/slack/slack-call';
import { type SlackProxy, type SlackProxyOptions, startSlackProxy } from '../../../../src/demo/slack/slack-proxy';
import { type ScriptedSlack, startScriptedSlack } from '../../../support/scripted-slack';

let slack: ScriptedSlack;
let proxy: SlackProxy | undefined;
beforeEach(async () => {
  slack = await startScriptedSlack();
});
afterEach(async () => {
  await proxy?.stop();
  proxy = undefined;
  await slack.stop();
});

const form = (fields: Record<string, string>): RequestInit => ({
  method: 'POST',
  headers: { authorization: 'Bearer xoxb-one' },
  body: new URLSearchParams(fields),
});

async function start(options: Omit<SlackProxyOptions, 'port' | 'target'>): Promise<string> {
  proxy = await startSlackProxy({ port: 0, target: new URL(slack.apiUrl).origin, ...options });
  return proxy.url;
}

describe('the proxy in front of the emulated Slack', () => {
  it('shows each call and its answer to every interceptor, in order', async () => {
    slack.on('chat.postMessage', { ts: '1.2' });
    const seen: unknown[] = [];
    const recorder = (name: string): Interceptor => ({
      before(call) {
        seen.push([name, call]);
        return null;
      },
      after(_, answer) {
        seen.push([name, answer.body]);
        return answer;
      },
    });
    const url = await start({ interceptors: [recorder('first'), recorder('second')] });
    const blocks = [{ type: 'divider' }];
    await fetch(`${url}/api/chat.postMessage`, form({ channel: 'C1', text: '[1]', blocks: JSON.stringify(blocks), view: '{' }));
    const call: SlackCall = { method: 'chat.postMessage', token: 'xoxb-one', args: { channel: 'C1', text: '[1]', blocks, view: '{' } };
    expect(seen).toEqual([
      ['first', call],
      ['second', call],
      ['first', { ok: true, ts: '1.2' }],
      ['second', { ok: true, ts: '1.2' }],
    ]);
    expect(slack.calls[0]?.params.blocks).toBe('[{"type":"divider"}]');
  });

  it('reads JSON bodies, arguments in the address, and a token in the body', async () => {
    const calls: SlackCall[] = [];
    const recorder: Interceptor = {
      before(call) {
        calls.push(call);
        return null;
      },
    };
    const url = await start({ interceptors: [recorder] });
    await fetch(`${url}/api/views.open?trigger_id=1`, {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body: JSON.stringify({ token: 'xoxb-two', view: { type: 'modal' } }),
    });
    expect(calls).toEqual([{ method: 'views.open', token: 'xoxb-two', args: { trigger_id: '1', view: { type: 'modal' } } }]);
  });

  it('answers for the emulator, or in other words, when an interceptor says so', async () => {
    slack.on('auth.test', { team: 'Example' });
    const url = await start({
      interceptors: [
        { before: ({ method }) => (method === 'pins.add' ? { status: 429, headers: { 'retry-after': '3' }, body: { ok: false } } : null) },
        { after: (_, answer) => ({ ...answer, body: { ...answer.body, seen: true } }) },
      ],
    });
    const pinned = await fetch(`${url}/api/pins.add`, form({}));
    expect([pinned.status, pinned.headers.get('retry-after'), await pinned.json()]).toEqual([429, '3', { ok: false, seen: true }]);
    const tested = await fetch(`${url}/api/auth.test`, form({}));
    expect(await tested.json()).toEqual({ ok: true, team: 'Example', seen: true });
    expect(slack.methods()).toEqual(['auth.test']);
  });

  it('passes on what is not JSON, and handles its own routes', async () => {
    slack.on('auth.test', (outgoing) => void outgoing.end('<html>'));
    const route = (incoming: IncomingMessage, outgoing: ServerResponse): boolean => {
      if (incoming.url !== '/room') return false;
      outgoing.end('the room');
      return true;
    };
    const url = await start({ routes: [route], interceptors: [{ after: (_, answer) => ({ ...answer, body: {} }) }] });
    expect(await (await fetch(`${url}/api/auth.test`, form({}))).text()).toBe('<html>');
    expect(await (await fetch(`${url}/room`)).text()).toBe('the room');
    expect(await (await fetch(`${url}/inspector`)).text()).toBe('{"ok":true}');
  });

  it('does not start on a port that is taken', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => taken.once('listening', resolve));
    const { port } = taken.address() as { port: number };
    await expect(startSlackProxy({ port, target: slack.apiUrl })).rejects.toThrow('EADDRINUSE');
    taken.close();
  });
});
