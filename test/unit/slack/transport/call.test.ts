import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { ChatError } from '../../../../src/chat/errors';
import { loadConfig } from '../../../../src/config';
import { createCall } from '../../../../src/slack/transport/call';
import { createWebApiChat } from '../../../../src/slack/web-api-chat';
import { type Script, type ScriptedSlack, startScriptedSlack } from '../../../support/scripted-slack';

const TOKEN = 'xoxb-1111-2222-secret';

let slack: ScriptedSlack;
beforeEach(async () => {
  slack = await startScriptedSlack();
});
afterEach(() => slack.stop());

/** What comes of a post that Slack answers so. */
async function failureOf(script: Script, options: { callLimitMs?: number; apiUrl?: string } = {}): Promise<ChatError> {
  slack.on('chat.postMessage', script);
  const call = createCall({ token: () => TOKEN, apiUrl: slack.apiUrl, ...options });
  return call('chat.postMessage', (client) => client.chat.postMessage({ channel: 'C1', text: 'hello' })).then(
    () => {
      throw new Error('it came off');
    },
    (error: unknown) => error as ChatError,
  );
}

describe('what becomes of an error', () => {
  const passes = { retryable: true, ambiguous: false };
  const unclear = { retryable: true, ambiguous: true };
  const stays = { retryable: false, ambiguous: false };
  it.each<[string, Script, object]>([
    ['ratelimited', { error: 'ratelimited' }, { ...passes, code: 'slack_rate_limited', retryAfterMs: undefined }],
    ['internal_error', { error: 'internal_error' }, { ...unclear, code: 'slack_internal_error' }],
    ['fatal_error', { error: 'fatal_error' }, unclear],
    ['service_unavailable', { error: 'service_unavailable' }, unclear],
    ['request_timeout', { error: 'request_timeout' }, unclear],
    ['team_added_to_org', { error: 'team_added_to_org' }, passes],
    ['invalid_auth', { error: 'invalid_auth' }, { ...stays, remedy: expect.stringContaining('SLACK_BOT_TOKEN') }],
    ['token_revoked', { error: 'token_revoked' }, { ...stays, remedy: expect.stringContaining('Reinstall the app') }],
    ['token_expired', { error: 'token_expired' }, stays],
    ['account_inactive', { error: 'account_inactive' }, { ...stays, remedy: expect.stringContaining('deactivated') }],
    [
      'missing_scope',
      { error: 'missing_scope', needed: 'chat:write', provided: 'users:read' },
      { ...stays, code: 'slack_missing_scope', remedy: expect.stringContaining('chat:write') },
    ],
    ['restricted_action', { error: 'restricted_action' }, { ...stays, remedy: expect.stringContaining('admin') }],
    ['restricted_action_x', { error: 'restricted_action_read_only_channel' }, { ...stays, remedy: expect.stringContaining('admin') }],
    ['is_archived', { error: 'is_archived' }, { ...stays, remedy: expect.stringContaining('--from createWarRoom') }],
    ['channel_not_found', { error: 'channel_not_found' }, { ...stays, remedy: expect.stringContaining('--from createWarRoom') }],
    [
      'a word that nobody knows',
      { error: 'constructor' },
      { ...stays, remedy: expect.stringContaining('rejected chat.postMessage with constructor') },
    ],
    [
      'Slack’s own hint',
      { error: 'invalid_arguments', response_metadata: { messages: ['[ERROR] missing required field: team_id'] } },
      { ...stays, message: 'Slack chat.postMessage: invalid_arguments (missing required field: team_id)' },
    ],
    [
      'what is wrong with blocks',
      { error: 'invalid_blocks', errors: ['invalid block type [json-pointer:/blocks/0]'] },
      { ...stays, message: 'Slack chat.postMessage: invalid_blocks (invalid block type [json-pointer:/blocks/0])' },
    ],
    ['invalid_blocks', { error: 'invalid_blocks' }, stays],
    ['HTTP 500', (out: { writeHead(code: number): { end(): void } }) => void out.writeHead(500).end(), unclear],
    ['HTTP 503', (out: { writeHead(code: number): { end(): void } }) => void out.writeHead(503).end(), unclear],
    [
      'HTTP 403',
      (out: { writeHead(code: number): { end(): void } }) => void out.writeHead(403).end(),
      { ...stays, remedy: expect.stringContaining('SLACK_API_URL') },
    ],
  ])('%s', async (_, script, expected) => {
    expect(await failureOf(script)).toMatchObject(expected);
  });

  it('waits as long as Retry-After says', async () => {
    const error = await failureOf((out) => void out.writeHead(429, { 'retry-after': '17' }).end());
    expect(error).toMatchObject({ code: 'slack_rate_limited', retryable: true, ambiguous: false, unknown: false });
    expect(error.retryAfterMs).toBeGreaterThanOrEqual(17_000);
    // No longer than that and a jitter.
    expect(error.retryAfterMs).toBeLessThan(19_000);
  });

  it('makes no further call of the method while the limit holds', async () => {
    slack.on('chat.postMessage', (out) => void out.writeHead(429, { 'retry-after': '17' }).end());
    const call = createCall({ token: () => TOKEN, apiUrl: slack.apiUrl });
    const post = () => call('chat.postMessage', (client) => client.chat.postMessage({ channel: 'C1', text: 'hello' }));
    await expect(post()).rejects.toMatchObject({ code: 'slack_rate_limited' });
    await expect(post()).rejects.toMatchObject({ code: 'slack_rate_limited' });
    expect(slack.calls).toHaveLength(1);
  });

  it('lets the most urgent call go first when it is over', async () => {
    slack.on('chat.postMessage', (out) => void out.writeHead(429, { 'retry-after': '1' }).end(), { ts: '1.1' });
    const call = createCall({ token: () => TOKEN, apiUrl: slack.apiUrl });
    const made: number[] = [];
    const post = (urgency: number) => {
      const use: Parameters<typeof call>[1] = (client) => {
        made.push(urgency);
        return client.chat.postMessage({ channel: 'C1', text: 'hello' });
      };
      return call('chat.postMessage', use, { urgency });
    };
    await expect(post(3)).rejects.toMatchObject({ code: 'slack_rate_limited' });
    await Promise.all([post(5), post(1)]);
    expect(made).toEqual([3, 1, 5]);
  });

  it('takes a 429 without Retry-After for a rate limit too', async () => {
    const error = await failureOf((out) => void out.writeHead(429).end());
    expect(error).toMatchObject({ code: 'slack_rate_limited', retryable: true, retryAfterMs: undefined, unknown: false });
  });

  it('takes a page of HTML for a proxy in between, and tells nothing of it', async () => {
    const error = await failureOf((out) => void out.writeHead(200, { 'content-type': 'text/html' }).end('<html>Sign in, Ann</html>'));
    expect(error).toMatchObject({ code: 'slack_not_json', retryable: true, ambiguous: true, unknown: false });
    expect(error.message).not.toContain('Ann');
  });

  it('takes a cut connection for an unclear end', async () => {
    const error = await failureOf((out) => void out.destroy());
    expect(error).toMatchObject({ code: 'slack_unreachable', retryable: true, ambiguous: true });
  });

  it('knows that a refused connection did nothing', async () => {
    const { apiUrl } = slack;
    await slack.stop();
    const call = createCall({ token: () => TOKEN, apiUrl });
    const refused = call('auth.test', (client) => client.auth.test());
    const message = `Slack auth.test at ${new URL(apiUrl).origin}: unreachable (ECONNREFUSED)`;
    await expect(refused).rejects.toMatchObject({ code: 'slack_unreachable', retryable: true, ambiguous: false, message });
    slack = await startScriptedSlack();
  });

  it('says in words why a request was never made', async () => {
    const refused = createCall({ token: () => TOKEN, apiUrl: 'http://127.0.0.1:1/api/' })('auth.test', (client) => client.auth.test());
    await expect(refused).rejects.toMatchObject({ message: 'Slack auth.test at http://127.0.0.1:1: unreachable (bad port)' });
  });

  it('names where it looked, without what else the address holds', async () => {
    const apiUrl = slack.apiUrl.replace('http://', 'http://name:hidden@').replace(/\/?$/, '/hidden/');
    const scripts: Script[] = [
      (out) => void out.destroy(),
      (out) => void out.writeHead(503).end(),
      (out) => void out.writeHead(200).end('<html>'),
      () => undefined,
    ];
    for (const script of scripts) {
      const { message } = await failureOf(script, { callLimitMs: 300, apiUrl: slack.apiUrl });
      expect(message).toContain(` at ${new URL(slack.apiUrl).origin}: `);
    }
    const call = createCall({ token: () => TOKEN, apiUrl });
    const failed = await call('auth.test', (client) => client.auth.test()).catch((error: Error) => error);
    expect((failed as Error).message).not.toContain('hidden');
  });

  it.each<[string, Script]>([
    ['a server that never answers', () => undefined],
    ['a body that stalls', (out) => void out.writeHead(200, { 'content-type': 'application/json' }).write('{"ok":')],
  ])('gives up %s', async (_, script) => {
    expect(await failureOf(script, { callLimitMs: 300 })).toMatchObject({ code: 'slack_unreachable', retryable: true, ambiguous: true });
  });

  describe('in a worker that has made thousands of calls', () => {
    const { signal } = new AbortController();
    // Only code that has been optimised forgets what it no longer reads, a signal's timer among it.
    beforeAll(async () => {
      const call = createCall({ token: () => TOKEN, apiUrl: slack.apiUrl });
      for (let made = 0; made < 10_000; made += 1) await call('auth.test', async () => ({}), { signal, channel: `C${made}` });
    }, 60_000);

    it('gives up a call although memory was cleared in the middle of it', async () => {
      setFlagsFromString('--expose-gc');
      const collectGarbage = runInNewContext('gc') as () => void;
      const call = createCall({ token: () => TOKEN, apiUrl: slack.apiUrl, callLimitMs: 300 });
      slack.on('chat.postMessage', () => void setTimeout(collectGarbage, 50));
      const calling = call('chat.postMessage', (client) => client.chat.postMessage({ channel: 'C1', text: 'x' }), { signal });
      await expect(calling).rejects.toMatchObject({ code: 'slack_unreachable' });
    }, 6_500);
  });

  it('keeps the token out of every error', async () => {
    for (const script of [{ error: 'invalid_auth' }, (out) => void out.destroy(), (out) => void out.writeHead(500).end()] as Script[]) {
      const error = await failureOf(script);
      expect(`${error.message} ${error.stack} ${JSON.stringify(error)} ${String(error.cause)}`).not.toContain('secret');
    }
  });

  it('never repeats a call by itself', async () => {
    await failureOf((out) => void out.writeHead(500).end());
    expect(slack.methods()).toEqual(['chat.postMessage']);
  });

  it('ends with the activity', async () => {
    slack.on('chat.postMessage', () => undefined);
    const call = createCall({ token: () => TOKEN, apiUrl: slack.apiUrl });
    const controller = new AbortController();
    const calling = call('chat.postMessage', (client) => client.chat.postMessage({ channel: 'C1', text: 'x' }), {
      signal: controller.signal,
    });
    controller.abort();
    await expect(calling).rejects.toMatchObject({ code: 'slack_unreachable' });
  });
});

describe('a rotated token', () => {
  it('is read anew once after the old one is refused', async () => {
    slack.on('auth.test', (_, { token }) => (token === 'xoxb-new' ? { user_id: 'UBOT', team: 'Acme' } : { error: 'invalid_auth' }));
    let token = 'xoxb-old';
    const chat = createWebApiChat({
      token: () => token,
      refreshToken: () => {
        token = 'xoxb-new';
        return token;
      },
      apiUrl: slack.apiUrl,
    });
    expect(await chat.identify()).toMatchObject({ botUserId: 'UBOT' });
    expect(slack.calls.map((call) => call.token)).toEqual(['xoxb-old', 'xoxb-new']);
  });

  it('comes from its file', async () => {
    slack.on('auth.test', (_, { token }) => (token === 'xoxb-new' ? { user_id: 'UBOT' } : { error: 'token_revoked' }));
    const file = join(mkdtempSync(join(tmpdir(), 'token-')), 'token');
    writeFileSync(file, 'xoxb-old\n');
    const { slack: access } = loadConfig({ env: { SLACK_BOT_TOKEN_FILE: file, SLACK_API_URL: slack.apiUrl }, purpose: 'worker' });
    const chat = createWebApiChat(access);
    await expect(chat.identify()).rejects.toMatchObject({ code: 'slack_token_revoked', retryable: false });
    writeFileSync(file, 'xoxb-new\n');
    expect(await chat.identify()).toMatchObject({ botUserId: 'UBOT' });
  });

  it('is not tried when it is the same', async () => {
    slack.on('auth.test', { error: 'invalid_auth' });
    const chat = createWebApiChat({ token: () => 'xoxb-old', refreshToken: () => 'xoxb-old', apiUrl: slack.apiUrl });
    await expect(chat.identify()).rejects.toMatchObject({ code: 'slack_invalid_auth', retryable: false });
    expect(slack.calls).toHaveLength(1);
  });
});

describe('scopes', () => {
  const answerWith =
    (scopes: string): Script =>
    (out) => {
      out.setHeader('x-oauth-scopes', scopes);
      return { user_id: 'UBOT', team: 'Acme', team_id: 'T1', url: 'https://acme.slack.com/' };
    };

  it('names the ones that the bot lacks', async () => {
    slack.on('auth.test', answerWith('chat:write,users:read'));
    const chat = createWebApiChat({
      token: () => TOKEN,
      apiUrl: slack.apiUrl,
      requiredScopes: ['chat:write', 'pins:write', 'groups:write'],
    });
    await expect(chat.identify()).rejects.toMatchObject({
      code: 'slack_missing_scope',
      retryable: false,
      message: expect.stringContaining('pins:write, groups:write'),
    });
  });

  it('asks Slack anew after that, so that a retried step sees the mended app', async () => {
    slack.on('auth.test', answerWith('chat:write'), answerWith('chat:write,pins:write'));
    const chat = createWebApiChat({ token: () => TOKEN, apiUrl: slack.apiUrl, requiredScopes: ['pins:write'] });
    await expect(chat.identify()).rejects.toMatchObject({ code: 'slack_missing_scope' });
    expect(await chat.identify()).toMatchObject({ botUserId: 'UBOT', scopes: ['chat:write', 'pins:write'] });
    await chat.identify();
    expect(slack.calls).toHaveLength(2);
  });
});

it('takes half a character in a request for bad input: nothing is sent, and no retry helps', async () => {
  const call = createCall({ token: () => 'xoxb-1', apiUrl: 'http://127.0.0.1:1/api/' });
  const failed = await call('conversations.create', (client) => client.conversations.create({ name: 'incident-\ud800' })).catch(
    (error: unknown) => error,
  );
  expect(failed).toMatchObject({ code: 'invalid_input', retryable: false });
});
