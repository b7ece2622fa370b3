import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig } from '../../../src/config';
import { bringUpSlack } from '../../../src/demo/components';
import { EMULATED_TOKEN } from '../../../src/demo/components/slack';
import { demoEnvironment, envFile, withoutEarlierDemo } from '../../../src/demo/demo-environment';
import { exitCodeOf } from '../../../src/demo/demo-error';

const cwd = mkdtempSync(join(tmpdir(), 'demo-'));
const tokenFile = join(cwd, 'token');
writeFileSync(tokenFile, 'xoxb-from-file\n');
afterAll(() => rmSync(cwd, { recursive: true }));

const slackOf = (env: NodeJS.ProcessEnv) => bringUpSlack({ env, localDir: cwd, announce: () => {}, seed: { users: [] } });
const upWith = (slack: Awaited<ReturnType<typeof slackOf>>) => ({
  temporal: { owned: false, address: 'localhost:7233', namespace: 'default', uiUrl: null, pid: null, stop: async () => {} },
  slack,
  engine: { available: false, owned: false, reason: '', hint: '', stop: async () => {} } as const,
  image: undefined,
  toolsImage: undefined,
  reportsDir: cwd,
  configFile: null,
  agent: null,
  gatewayUrl: null,
});

describe('a real Slack whose token stands in a file', () => {
  it('is the one that the worker meets, by that file', async () => {
    const base = { SLACK_BOT_TOKEN_FILE: tokenFile };
    const slack = await slackOf(base);
    expect(slack).toMatchObject({ emulated: false, token: 'xoxb-from-file', apiUrl: undefined });
    const env = demoEnvironment(base, upWith(slack));
    expect(env).toMatchObject({ SLACK_BOT_TOKEN_FILE: tokenFile });
    expect(env).not.toHaveProperty('SLACK_BOT_TOKEN');
    expect(loadConfig({ env, cwd, purpose: 'worker' }).slack.token()).toBe('xoxb-from-file');
  });

  it('is named to another terminal by the file, whatever stands there', async () => {
    const file = envFile(upWith(await slackOf({ SLACK_BOT_TOKEN_FILE: tokenFile })));
    expect(file).toContain(`export SLACK_BOT_TOKEN_FILE='${tokenFile}'\n`);
    expect(file).toContain('unset SLACK_BOT_TOKEN\n');
    expect(file).not.toContain('xoxb-');
  });

  it.each([
    ['is given a second time', { SLACK_BOT_TOKEN_FILE: tokenFile, SLACK_BOT_TOKEN: 'xoxb-too' }],
    ['cannot be read', { SLACK_BOT_TOKEN_FILE: join(cwd, 'nowhere') }],
  ])('is refused when it %s', async (_, env) => {
    const error = await slackOf(env).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'invalid_configuration' });
    expect(exitCodeOf(error)).toBe(2);
  });
});

it('hands on the token of a variable, and no file beside it', async () => {
  const base = { SLACK_BOT_TOKEN: 'xoxb-given', SLACK_BOT_TOKEN_FILE: '' };
  const up = upWith(await slackOf(base));
  expect(demoEnvironment(base, up)).toMatchObject({ SLACK_BOT_TOKEN: 'xoxb-given' });
  expect(demoEnvironment(base, up)).not.toHaveProperty('SLACK_BOT_TOKEN_FILE');
  expect(envFile(up)).toContain('unset SLACK_BOT_TOKEN_FILE\n');
});

describe('a terminal that has read the file of an earlier demo', () => {
  const slack = {
    owned: true,
    emulated: true,
    token: EMULATED_TOKEN,
    tokenFile: null,
    apiUrl: 'http://127.0.0.1:4003/api/',
    inspectorUrl: null,
    pageUrl: null,
    signingSecret: null,
    reachGateway: () => {},
  };
  const temporal = {
    owned: true,
    address: '127.0.0.1:7233',
    namespace: 'default',
    uiUrl: 'http://127.0.0.1:8233',
    pid: 1,
    stop: async () => {},
  };
  const engine = { available: true, owned: true, dockerHost: 'unix:///tmp/docker.sock', stop: async () => {} } as never;
  const up = {
    temporal,
    slack: { ...slack, stop: async () => {} },
    engine,
    image: 'incident-probe:test',
    toolsImage: 'incident-tools:test',
    reportsDir: cwd,
    configFile: join(cwd, 'demo.config.yaml'),
    agent: { token: 'inc_t', tokensFile: join(cwd, 'tokens.json'), keyFile: join(cwd, 'key') },
    gatewayUrl: 'http://127.0.0.1:8090',
  };

  it('names none of its components to the next one', () => {
    const read = Object.fromEntries([...envFile(up).matchAll(/^export (\w+)=/gm)].map(([, name = '']) => [name, 'of an earlier demo']));
    expect(Object.keys(read)).toHaveLength(14);
    expect(withoutEarlierDemo({ ...read, SLACK_BOT_TOKEN: EMULATED_TOKEN, HOME: '/home/ana' })).toEqual({ HOME: '/home/ana' });
  });

  it('keeps everything where the token is a workspace’s', () => {
    const env = { SLACK_BOT_TOKEN: 'xoxb-real', TEMPORAL_ADDRESS: 'temporal:7233' };
    expect(withoutEarlierDemo(env)).toEqual(env);
  });
});
