import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readApprovalKey, tokensFileOf } from '../../../src/config/approval-settings';
import type { ConfigProblem } from '../../../src/config/config-error';

const folder = mkdtempSync(join(tmpdir(), 'approval-key-'));
const path = join(folder, 'approval-key');
afterAll(() => rmSync(folder, { recursive: true }));

function read(env: NodeJS.ProcessEnv) {
  const problems: ConfigProblem[] = [];
  return { key: readApprovalKey(env, problems), problems };
}
function readWith(content: string) {
  writeFileSync(path, content);
  return read({ INCIDENT_APPROVAL_KEY_FILE: path });
}

describe('the approval key', () => {
  it.each([
    ['hexadecimal', randomBytes(32).toString('hex')],
    ['Base64', randomBytes(32).toString('base64')],
    ['Base64 for addresses', randomBytes(32).toString('base64url')],
  ])('may be 32 random bytes in %s', (_, text) => {
    const { key, problems } = readWith(`${text}\n`);
    expect(problems).toEqual([]);
    expect(key?.value()).toBe(text);
  });

  it.each([
    ['16 random bytes', randomBytes(16).toString('hex'), 'has 32 characters, which is less than 32 bytes of randomness'],
    ['a password', 'correct horse battery staple', 'has 28 characters, which is less than 32 bytes of randomness'],
    ['one character', '0'.repeat(64), 'has only 1 different characters, so it is not random'],
    ['nothing', '', 'is empty'],
  ])('is refused if the file holds %s, without a word of it', (_, text, told) => {
    const { problems } = readWith(text);
    expect(problems).toEqual([expect.objectContaining({ path: 'INCIDENT_APPROVAL_KEY_FILE', problem: expect.stringContaining(told) })]);
    if (text !== '') expect(JSON.stringify(problems)).not.toContain(text);
  });

  it('is not taken from the environment', () => {
    const { key, problems } = read({ INCIDENT_APPROVAL_KEY: randomBytes(32).toString('hex') });
    expect(key).toBeNull();
    expect(problems).toEqual([expect.objectContaining({ path: 'INCIDENT_APPROVAL_KEY' })]);
  });

  it('may be missing, but a file that is named may not', () => {
    expect(read({})).toEqual({ key: null, problems: [] });
    expect(read({ INCIDENT_APPROVAL_KEY_FILE: join(folder, 'missing') }).problems).toEqual([
      expect.objectContaining({ problem: 'the file it names cannot be read (ENOENT)' }),
    ]);
  });

  it('is read anew once it was replaced, but not by one that could be guessed', () => {
    const [first, second] = [randomBytes(32).toString('hex'), randomBytes(32).toString('hex')];
    const { key } = readWith(first);
    writeFileSync(path, second);
    expect(key?.value()).toBe(first);
    expect(key?.refresh()).toBe(second);
    writeFileSync(path, 'short');
    expect(key?.refresh()).toBe(second);
    expect(key?.value()).toBe(second);
  });
});

describe('the file of the tokens', () => {
  it('is beside the configuration, unless the environment names another', () => {
    expect(tokensFileOf({}, '/srv/app')).toBe('/srv/app/incident.tokens.json');
    expect(tokensFileOf({ INCIDENT_CONFIG: '/etc/incident/config.yaml' }, '/srv/app')).toBe('/etc/incident/incident.tokens.json');
    expect(tokensFileOf({ INCIDENT_CONFIG: 'conf/my.yaml' }, '/srv/app')).toBe('/srv/app/conf/incident.tokens.json');
    expect(tokensFileOf({ INCIDENT_TOKENS_FILE: 'keys/tokens.json' }, '/srv/app')).toBe('/srv/app/keys/tokens.json');
  });
});
