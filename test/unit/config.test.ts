import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ConfigError, type LoadOptions, loadConfig } from '../../src/config';

const cwd = mkdtempSync(join(tmpdir(), 'config-'));
const load = (env: NodeJS.ProcessEnv, purpose: LoadOptions['purpose'] = 'client') => loadConfig({ env, cwd, purpose });
function problems(env: NodeJS.ProcessEnv, purpose?: LoadOptions['purpose']): readonly string[] {
  try {
    load(env, purpose);
  } catch (error) {
    return (error as ConfigError).problems.map(({ path }) => path);
  }
  return [];
}
function file(name: string, content: string): string {
  writeFileSync(join(cwd, name), content);
  return join(cwd, name);
}
afterAll(() => rmSync(cwd, { recursive: true }));

describe('loadConfig', () => {
  it('tells all problems together, each with its path, its value and what is allowed', () => {
    const INCIDENT_CONFIG = file('bad.yaml', 'idPrefix: lower\nfoo: 1\nbar: 2\nprivacy: {default: maybe}\n');
    const env = { INCIDENT_CONFIG, LOG_LEVEL: 'loud', TEMPORAL_ADDRESS: 'http://x', INCIDENT_SLACK: 'perhaps', TEMPORAL_UI_URL: 'x' };
    const expected = ['idPrefix', 'privacy.default', 'foo', 'bar', 'INCIDENT_SLACK', 'TEMPORAL_UI_URL', 'TEMPORAL_ADDRESS', 'LOG_LEVEL'];
    expect([...problems(env)].sort()).toEqual([...expected].sort());
    expect(() => load({ INCIDENT_CONFIG })).toThrow(/idPrefix: "lower" is not valid \(allowed: 1 to 40 capital letters/);
    expect(() => load({ INCIDENT_CONFIG: file('digits.yaml', 'idPrefix: 7\n') })).toThrow(
      /idPrefix: 7 is not valid .* in quotes if there are only digits/,
    );
  });

  it.each(['0s', '00m', '0d', '-1s', '5', '1.5h'])('takes no duration of %s: what is repeated would be without end', (text) => {
    const INCIDENT_CONFIG = file('duration.yaml', `remindAfter: { critical: '${text}' }\n`);
    expect(problems({ INCIDENT_CONFIG })).toEqual(['remindAfter.critical']);
  });

  it.each([
    ['a directory', () => cwd],
    ['no YAML', () => file('binary.yaml', 'a: [\u0001')],
    ['no file', () => join(cwd, 'none.yaml')],
  ])('names a configuration file that is %s', (_, path) => {
    expect(problems({ INCIDENT_CONFIG: path() })).toHaveLength(1);
  });

  it('needs a Slack token for the worker that serves Slack, for nobody else, and not when Slack is off', () => {
    expect(problems({}, 'worker')).toEqual(['SLACK_BOT_TOKEN']);
    expect(problems({ INCIDENT_SLACK: 'off' }, 'worker')).toEqual([]);
    expect(problems({ INCIDENT_SLACK: 'off', SLACK_BOT_TOKEN_FILE: file('none', '') }, 'worker')).toEqual([]);
    expect(problems({}, 'probes')).toEqual([]);
    expect(problems({}, 'client')).toEqual([]);
  });

  it('reads a secret from a file, and anew when it was rotated', () => {
    const path = file('token', 'xoxb-one\n');
    const { slack } = load({ SLACK_BOT_TOKEN_FILE: path }, 'worker');
    expect(slack.token()).toBe('xoxb-one');
    file('token', 'xoxb-two');
    expect([slack.token(), slack.refreshToken(), slack.token()]).toEqual(['xoxb-one', 'xoxb-two', 'xoxb-two']);
    file('token', '');
    expect(slack.refreshToken()).toBe('xoxb-two');
    rmSync(path);
    expect(slack.refreshToken()).toBe('xoxb-two');
  });

  it('reads the API key of Temporal anew from its file, and keeps it out of what can be printed', () => {
    const TEMPORAL_API_KEY_FILE = file('key', 'key-one');
    const { temporal } = load({ TEMPORAL_API_KEY_FILE });
    expect(temporal.apiKey?.()).toBe('key-one');
    file('key', 'key-two\n');
    expect(temporal.apiKey?.()).toBe('key-two');
    expect(JSON.stringify(temporal)).not.toContain('key-');
    expect(temporal.connection.tls).toBe(true);
    expect(load({ TEMPORAL_API_KEY: 'key-three' }).temporal.apiKey?.()).toBe('key-three');
    expect(load({}).temporal.apiKey).toBeNull();
  });

  it.each([
    ['is not there', () => join(cwd, 'nowhere')],
    ['is a directory', () => cwd],
    ['is empty', () => file('empty', ' \n')],
  ])('names a secret’s file that %s', (_, path) => {
    expect(problems({ SLACK_BOT_TOKEN_FILE: path() }, 'worker')).toContain('SLACK_BOT_TOKEN_FILE');
  });

  it('shows no secret when it is printed', () => {
    expect(JSON.stringify(load({ SLACK_BOT_TOKEN: 'xoxb-secret' }, 'worker'))).not.toContain('xoxb-secret');
  });

  it('takes another name for the slash command, and refuses what Slack would', () => {
    const commandOf = (command: string) => load({ INCIDENT_CONFIG: file('slack.yaml', `slack: {command: ${command}}\n`) }).slack.command;
    expect(load({}).slack.command).toBe('/incident');
    expect(commandOf('/oncall-room')).toBe('/oncall-room');
    for (const command of ['incident', '/Incident', '/two words', `/${'x'.repeat(32)}`])
      expect(() => commandOf(command)).toThrow(/slack\.command: .* is not valid \(allowed: a slash and/);
  });

  it.each(['localhost', 'temporal.example.com:7233', '127.0.0.1:1', '[::1]:7233'])('takes the address %s', (TEMPORAL_ADDRESS) => {
    expect(problems({ TEMPORAL_ADDRESS })).toEqual([]);
  });
  it.each(['http://x', 'gar bage:::', 'a:b', 'a:123456'])('refuses the address %j', (TEMPORAL_ADDRESS) => {
    expect(problems({ TEMPORAL_ADDRESS })).toEqual(['TEMPORAL_ADDRESS']);
  });
});

describe('the approval key', () => {
  const env = () => ({ INCIDENT_SLACK: 'off', INCIDENT_APPROVAL_KEY_FILE: file('key', `${'0123456789abcdef'.repeat(4)}\n`) });

  it.each([
    ['gateway', true],
    ['worker', true],
    ['probes', true],
    ['doctor', true],
    ['client', false],
  ] as const)('is read for a %s: %p', (purpose, isRead) => {
    expect(load(env(), purpose).approvalKey?.value() === '0123456789abcdef'.repeat(4)).toBe(isRead);
  });

  it('is not read by a worker that runs no probes', () => {
    expect(loadConfig({ env: { ...env() }, cwd, purpose: 'worker', runsProbes: false }).approvalKey).toBeNull();
  });

  it('is not shown when the configuration is printed', () => {
    expect(JSON.stringify(load(env(), 'gateway'))).not.toContain('0123456789abcdef');
  });

  it('keeps the gateway and the worker from starting if it could be guessed; the doctor learns of it', () => {
    const weak = { INCIDENT_SLACK: 'off', INCIDENT_APPROVAL_KEY_FILE: file('weak', 'secret') };
    expect(problems(weak, 'gateway')).toEqual(['INCIDENT_APPROVAL_KEY_FILE']);
    expect(problems(weak, 'worker')).toEqual(['INCIDENT_APPROVAL_KEY_FILE']);
    expect(load(weak, 'doctor').unready.approvals).toHaveLength(1);
  });
});

describe('what only a worker needs', () => {
  it('names each TLS file that it cannot read', () => {
    const folder = '/does/not/exist';
    expect(() => load({ INCIDENT_SLACK: 'off', DOCKER_CERT_PATH: folder }, 'worker')).toThrow(
      /DOCKER_CERT_PATH: \/does\/not\/exist\/ca.pem cannot be read \(ENOENT\), .*key.pem cannot be read/,
    );
    expect(problems({ INCIDENT_SLACK: 'off', DOCKER_CERT_PATH: folder }, 'client')).toEqual([]);
  });

  const bad = { INCIDENT_SLACK: 'off', DOCKER_HOST: 'foo://x', INCIDENT_HEALTH_FILE: 'nowhere/health.json', LOG_LEVEL: 'loud' };

  it.each(['worker', 'probes'] as const)('is looked at before a %s starts, with everything else', (purpose) => {
    expect([...problems(bad, purpose)].sort()).toEqual(['DOCKER_HOST', 'INCIDENT_HEALTH_FILE', 'LOG_LEVEL']);
    expect(() => load(bad, purpose)).toThrow(/DOCKER_HOST: "foo:\/\/x" is not an engine address \(allowed: unix:/);
    expect(() => load(bad, purpose)).toThrow(/INCIDENT_HEALTH_FILE: ".*nowhere" does not exist \(allowed: a file in an existing folder\)/);
  });

  it('keeps no command from its work', () => {
    const { LOG_LEVEL: _, ...others } = bad;
    expect(problems(others)).toEqual([]);
  });
});
