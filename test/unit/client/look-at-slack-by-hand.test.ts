import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { lookAtSlackByHand } from '../../../src/client/look-at-slack-by-hand';
import { checkAppToken } from '../../../src/slack/check-app-token';
import { REQUIRED_SCOPES } from '../../../src/slack/scopes';
import { createWebApiChat } from '../../../src/slack/web-api-chat';
import { configFile } from '../../support/config-file';
import { type ScriptedSlack, startScriptedSlack } from '../../support/scripted-slack';

const { load } = configFile('doctor');
const NOW = Date.parse('2026-03-02T10:00:00Z');
const ALL = [...REQUIRED_SCOPES, 'commands', 'im:history', 'im:write'];

let slack: ScriptedSlack;
let gateway: Server | undefined;
const { INCIDENT_GATEWAY_URL: before } = process.env;
beforeEach(async () => {
  slack = await startScriptedSlack();
});
afterEach(async () => {
  await slack.stop();
  gateway?.close();
  gateway = undefined;
  if (before === undefined) delete process.env.INCIDENT_GATEWAY_URL;
  else process.env.INCIDENT_GATEWAY_URL = before;
});

interface Case {
  readonly scopes?: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  /** What the gateway answers; absent: there is none. */
  readonly health?: object;
}
/** What the doctor finds, or what is wrong and how to fix it. */
async function look({ scopes = ALL, env = {}, health }: Case): Promise<{ found: string; mend: string }> {
  slack.on('auth.test', (outgoing) => {
    outgoing.setHeader('x-oauth-scopes', scopes.join(','));
    return { team_id: 'T1', user_id: 'UBOT' };
  });
  const server = createServer((_, outgoing) => outgoing.setHeader('content-type', 'application/json').end(JSON.stringify(health)));
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  process.env.INCIDENT_GATEWAY_URL = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  if (health === undefined) await new Promise((resolve) => server.close(resolve));
  else gateway = server;
  const config = load({}, { SLACK_API_URL: slack.apiUrl, SLACK_BOT_TOKEN: 'xoxb-t', INCIDENT_SLACK: '', ...env }, 'doctor');
  const chat = createWebApiChat({ token: () => 'xoxb-t', apiUrl: slack.apiUrl });
  try {
    return {
      found: await lookAtSlackByHand(config, {
        chat,
        command: '/incident',
        checkAppToken: (appToken) => checkAppToken(appToken, slack.apiUrl),
        now: () => NOW,
      }),
      mend: '',
    };
  } catch (error) {
    return { found: (error as Error).message, mend: (error as { hint?: string }).hint ?? '' };
  }
}
const healthOf = (mode: string, lastRequestAt: string | null = null) => ({ status: 'ok', slack: { mode, lastRequestAt } });

it('says when Slack last reached the gateway, and what cannot be seen', async () => {
  const { found, mend } = await look({
    env: { SLACK_SIGNING_SECRET: 's' },
    health: healthOf('http', '2026-03-02T09:57:00Z'),
  });
  expect(mend).toBe('');
  expect(found.split('\n')).toEqual([
    'all 16 scopes of the manifest granted',
    expect.stringMatching(/^slash command \/incident: .* slack\.command /),
    'SLACK_SIGNING_SECRET is set here',
    'the gateway hears from Slack over HTTP; the last verified request came 3 min ago',
  ]);
});

it.each<[string, Case, RegExp, RegExp]>([
  [
    'scopes that are missing or too many',
    { scopes: [...REQUIRED_SCOPES, 'commands', 'im:history', 'files:write'], health: healthOf('http', '2026-03-02T09:57:00Z') },
    /^missing scope: im:write; granted, but not needed: files:write$/m,
    /reinstall the app/,
  ],
  [
    'a gateway that takes in nothing',
    { health: healthOf('off') },
    /buttons, forms and commands do nothing/,
    /SLACK_SIGNING_SECRET or SLACK_APP_TOKEN/,
  ],
  [
    'a gateway that Slack has not reached',
    { health: healthOf('http') },
    /no verified request has come/,
    /Type \/incident help .* addresses/,
  ],
  [
    'Socket Mode that has brought nothing, while here another way is set',
    { env: { SLACK_SIGNING_SECRET: 's' }, health: healthOf('socket') },
    /by Socket Mode, unlike what is set here; no verified/,
    /Socket Mode is on/,
  ],
])('names %s, and the remedy', async (_, given, found, mend) => {
  expect(await look(given)).toEqual({ found: expect.stringMatching(found), mend: expect.stringMatching(mend) });
});

it('asks Slack about the app-level token', async () => {
  const env = { SLACK_APP_TOKEN: 'xapp-1' };
  const given = { env, health: healthOf('socket', '2026-03-02T09:57:00Z') };
  expect((await look(given)).found).toContain('Slack accepts it for Socket Mode');
  expect(slack.calls.find(({ method }) => method === 'apps.connections.open')?.token).toBe('xapp-1');
  slack.on('apps.connections.open', { error: 'not_allowed_token_type' });
  const { found, mend } = await look(given);
  expect(found).toContain('not_allowed_token_type');
  expect(mend).toContain('connections:write');
  expect(found).not.toContain('xapp-1');
});

it('does not fail where there is no gateway, or something else answers', async () => {
  for (const health of [undefined, { status: 'ok' }]) {
    const { found, mend } = await look({ health });
    expect(found).toMatch(/no gateway answers at http.*not known whether Slack reaches it/);
    expect(mend).toBe('');
  }
});
