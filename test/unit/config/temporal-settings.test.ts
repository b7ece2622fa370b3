import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError, loadConfig } from '../../../src/config';

const cwd = mkdtempSync(join(tmpdir(), 'temporal-settings-'));
afterAll(() => rmSync(cwd, { recursive: true }));

const SECRET = 'K3y-that-nobody-must-see';
const TOML = join(cwd, 'temporal.toml');

function toml(content: string): NodeJS.ProcessEnv {
  writeFileSync(TOML, content);
  return { TEMPORAL_CONFIG_FILE: TOML };
}

function refused(env: NodeJS.ProcessEnv): ConfigError {
  try {
    loadConfig({ env, cwd, purpose: 'client' });
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
  throw new Error('it was taken');
}

describe('what is wrong with Temporal’s settings', () => {
  it.each([
    ['a key without its end', `[profile.default]\napi_key = "${SECRET}\n`, /line 2, column \d+/],
    ['a key without quotation marks', `[profile.default]\napi_key = ${SECRET}\n`, /line 2, column \d+/],
    ['a key beside the line that is wrong', `[profile.default]\napi_key = "${SECRET}"\naddress\n`, /line 3, column \d+/],
    ['a key that is a name', `"${SECRET}" = 1\n"${SECRET}" = 2\n`, /line 2, column \d+/],
    ['a key that no header can carry', `[profile.default]\napi_key = "${SECRET}–"\n`, /an HTTP header cannot carry/],
    ['a header that cannot be one', `[profile.default.grpc_meta]\nsecret = "${SECRET}–"\n`, /an HTTP header cannot carry/],
    ['a key that is a list', `[profile.default]\napi_key = ["${SECRET}"]\n`, /api_key is not a string/],
    [
      'a key where its file’s name belongs',
      `[profile.default.tls]\nclient_key_path = "${SECRET}"\nclient_cert_path = "x"\n`,
      /cannot be read/,
    ],
    ['no profile', `api_key = "${SECRET}"\n`, /is not accepted by the Temporal client/],
  ])('names the file and the place, and quotes nothing of it: %s', (_, content, expected) => {
    const { message, cause, problems } = refused(toml(content));
    expect(message).toMatch(expected);
    expect(problems[0]?.path).toContain(TOML);
    expect(JSON.stringify([message, cause, problems])).not.toContain(SECRET);
  });

  it.each([
    ['TEMPORAL_TLS_CLIENT_KEY_PATH', { TEMPORAL_TLS_CLIENT_CERT_PATH: '/dev/null', TEMPORAL_TLS_CLIENT_KEY_PATH: SECRET }],
    ['SLACK_BOT_TOKEN_FILE', { SLACK_BOT_TOKEN_FILE: SECRET }],
    ['TEMPORAL_API_KEY_FILE', { TEMPORAL_API_KEY_FILE: SECRET }],
    ['TEMPORAL_ADDRESS', { TEMPORAL_ADDRESS: `http://ann:${SECRET}@temporal` }],
    ['SLACK_API_URL', { SLACK_API_URL: `ftp://ann:${SECRET}@slack` }],
    ['SLACK_API_URL', { SLACK_API_URL: 'xoxb-123456-nobody-must-see' }],
    ['TEMPORAL_ADDRESS', { TEMPORAL_ADDRESS: `ann:${SECRET}@temporal:7233` }],
    ['TEMPORAL_UI_URL', { TEMPORAL_UI_URL: `https://ann:${SECRET}@temporal` }],
    ['TEMPORAL_API_KEY', { TEMPORAL_API_KEY: `${SECRET}\nand more` }],
    ['TEMPORAL_API_KEY', { TEMPORAL_API_KEY: `${SECRET}–` }],
    ['TEMPORAL_GRPC_META_AUTHORIZATION', { TEMPORAL_GRPC_META_AUTHORIZATION: `Bearer ${SECRET}–` }],
    ['SLACK_BOT_TOKEN', { SLACK_BOT_TOKEN: `${SECRET}\r\nX: y` }],
    ['LOG_LEVEL', { LOG_LEVEL: 'eyJhbGciOiJ9.nobody-must-see' }],
  ])('quotes no secret that stands in %s', (name, env) => {
    const { message, problems } = refused({ XDG_CONFIG_HOME: cwd, ...env });
    expect(problems.map(({ path }) => path)).toEqual([name]);
    expect(message).not.toMatch(/nobody-must-see/);
  });

  it.each([
    ['TEMPORAL_PROFILE', { TEMPORAL_PROFILE: 'prod' }, /"prod" is not a profile/],
    ['TEMPORAL_TLS_*', { TEMPORAL_TLS_CLIENT_KEY_PATH: 'a', TEMPORAL_TLS_CLIENT_KEY_DATA: 'b' }, /client_key_path and client_key_data/],
  ])('says what is wrong with %s', (name, env, expected) => {
    const { message, problems } = refused({ ...toml('[profile.default]\n'), ...env });
    expect(problems.map(({ path }) => path)).toEqual([name]);
    expect(message).toMatch(expected);
  });

  it('takes what is right', () => {
    const { temporal } = loadConfig({ env: toml(`[profile.default]\naddress = "t:1"\napi_key = "${SECRET}"\n`), cwd, purpose: 'client' });
    expect([temporal.address, temporal.namespace, temporal.apiKey?.()]).toEqual(['t:1', 'default', SECRET]);
  });
});
