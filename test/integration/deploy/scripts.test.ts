import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Connection } from '@temporalio/client';
import { findTemporalCli } from '../../../src/demo/components';
import { readRetention } from '../../../src/worker/retention';
import { missingSearchAttributes } from '../../../src/worker/search-attributes';
import { describeWith } from '../../support/needs';

const ROOT = join(__dirname, '..', '..', '..');

/** Runs a script of deploy/ as compose and README do: with sh, and with nothing in its environment but what is given. */
function runScript(file: string, env: NodeJS.ProcessEnv, cwd = ROOT): Promise<{ code: number; output: string }> {
  return new Promise((resolve) => {
    execFile('sh', [file], { cwd, env: { PATH: process.env.PATH, ...env } }, (error, stdout, stderr) =>
      resolve({ code: Number(error?.code ?? 0), output: `${stdout}${stderr}` }),
    );
  });
}

describeWith(['temporal'], 'deploy/create-namespace.sh, against a server', () => {
  const namespace = `compose-${randomUUID().slice(0, 8)}`;
  let connection: Connection;
  let env: NodeJS.ProcessEnv;
  beforeAll(async () => {
    const address = process.env.TEST_TEMPORAL_ADDRESS ?? '';
    connection = await Connection.connect({ address });
    const local = join(ROOT, '.local');
    const cli = await findTemporalCli({ env: process.env, localDir: local, announce: () => {} });
    env = { PATH: `${dirname(cli)}:${process.env.PATH}`, TEMPORAL_ADDRESS: address, TEMPORAL_NAMESPACE: namespace };
  });
  afterAll(() => connection.close());

  it.each([
    ['makes a namespace in which the worker starts', {}, 90],
    ['changes nothing when it runs again', {}, 90],
    ['follows a retention that has been changed', { TEMPORAL_RETENTION: '30d' }, 30],
  ])('%s', async (_, more, days) => {
    const { code, output } = await runScript('deploy/create-namespace.sh', { ...env, ...more });
    expect([code, output]).toEqual([0, expect.any(String)]);
    expect(await missingSearchAttributes(connection, namespace)).toEqual([]);
    expect((await readRetention(connection, namespace)).days).toBe(days);
  });

  it('says which variable it misses', async () => {
    const { code, output } = await runScript('deploy/create-namespace.sh', { ...env, TEMPORAL_NAMESPACE: '' });
    expect(code).not.toBe(0);
    expect(output).toContain('TEMPORAL_NAMESPACE');
  });
});

describe('deploy/create-schema.sh, with a stand-in for temporal-sql-tool, which only the image admin-tools has', () => {
  const folder = mkdtempSync(join(tmpdir(), 'incident-schema-'));
  const calls = join(folder, 'calls');
  const env = {
    PATH: `${folder}:${process.env.PATH}`,
    CALLS: calls,
    SQL_HOST: 'postgresql',
    SQL_PORT: '5432',
    SQL_USER: 'temporal',
    SQL_PASSWORD_FILE: join(folder, 'password'),
  };
  const standIn = (end: string): void => {
    const file = join(folder, 'temporal-sql-tool');
    writeFileSync(file, `#!/bin/sh\necho "$SQL_PLUGIN $SQL_PASSWORD $*" >> "$CALLS"\n${end}\n`);
    chmodSync(file, 0o755);
  };
  beforeEach(() => {
    rmSync(calls, { force: true });
    writeFileSync(env.SQL_PASSWORD_FILE, 'a-password\n');
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('creates and updates both databases, with the password of the file', async () => {
    standIn('exit 0');
    expect(await runScript('deploy/create-schema.sh', env)).toEqual({ code: 0, output: '' });
    const of = (database: string, schema: string): string[] => [
      `postgres12 a-password --db ${database} create`,
      `postgres12 a-password --db ${database} setup-schema -v 0.0`,
      `postgres12 a-password --db ${database} update-schema -d /etc/temporal/schema/postgresql/v12/${schema}/versioned`,
    ];
    expect(readFileSync(calls, 'utf8').trim().split('\n')).toEqual([
      ...of('temporal', 'temporal'),
      ...of('temporal_visibility', 'visibility'),
    ]);
  });

  it('fails at the first thing that fails, so that the server does not start on half a schema', async () => {
    standIn('case "$*" in *setup-schema*) exit 7 ;; esac');
    expect((await runScript('deploy/create-schema.sh', env)).code).toBe(7);
    expect(readFileSync(calls, 'utf8').trim().split('\n')).toHaveLength(2);
  });

  it('fails when the password cannot be read', async () => {
    standIn('exit 0');
    rmSync(env.SQL_PASSWORD_FILE);
    expect((await runScript('deploy/create-schema.sh', env)).code).not.toBe(0);
    expect(existsSync(calls)).toBe(false);
  });
});

describe('deploy/prepare.sh', () => {
  let checkout: string;
  beforeEach(() => {
    checkout = mkdtempSync(join(tmpdir(), 'incident-prepare-'));
    mkdirSync(join(checkout, 'deploy'));
    for (const file of ['deploy/prepare.sh', '.env.example']) cpSync(join(ROOT, file), join(checkout, file));
  });
  afterEach(() => rmSync(checkout, { recursive: true }));
  const prepare = (env: NodeJS.ProcessEnv = {}) => runScript('deploy/prepare.sh', env, checkout);
  const read = (...path: string[]): string => readFileSync(join(checkout, ...path), 'utf8');
  const modeOf = (path: string): string => (statSync(join(checkout, path)).mode & 0o777).toString(8);

  it('makes what compose needs: a password of its own, the token, and .env', async () => {
    const { code, output } = await prepare({ SLACK_BOT_TOKEN: 'xoxb-a-token' });
    expect([code, output]).toEqual([0, expect.stringContaining('ready: docker compose up -d --build')]);
    expect(read('secrets', 'postgres-password')).toMatch(/^[0-9a-f]{48}$/);
    expect(read('secrets', 'slack-bot-token')).toBe('xoxb-a-token');
    expect(output).not.toContain('xoxb-a-token');
    expect(read('.env').split('\n').length).toBe(read('.env.example').split('\n').length);
    expect(modeOf('secrets')).toBe('700');
  });

  it('keeps what is there when it runs again', async () => {
    await prepare({ SLACK_BOT_TOKEN: 'xoxb-a-token' });
    writeFileSync(join(checkout, '.env'), 'TEMPORAL_RETENTION=30d\n');
    const password = read('secrets', 'postgres-password');
    expect((await prepare({ SLACK_BOT_TOKEN: 'xoxb-another' })).code).toBe(0);
    expect([read('secrets', 'postgres-password'), read('secrets', 'slack-bot-token'), read('.env')]).toEqual([
      password,
      'xoxb-a-token',
      'TEMPORAL_RETENTION=30d\n',
    ]);
  });

  it('says what to do when there is no token', async () => {
    const { code, output } = await prepare();
    expect([code, output]).toEqual([0, expect.stringContaining('secrets/slack-bot-token is empty')]);
    expect(read('secrets', 'slack-bot-token')).toBe('');
  });
});
