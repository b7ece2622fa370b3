import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hideSecrets } from '../../../src/incident/text/hide-secrets';
import { addToken, type TokenRequest } from '../../../src/tokens/add-token';
import { changeTokens } from '../../../src/tokens/change-tokens';
import { CurrentTokens } from '../../../src/tokens/current-tokens';
import { revokeToken } from '../../../src/tokens/revoke-token';
import { readTokens } from '../../../src/tokens/tokens-file';

const NOW = new Date('2026-11-28T10:00:00Z');
const ALICE: TokenRequest = { person: 'alice@example.com', mode: 'respond', allows: [], lastsMs: 3_600_000 };

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tokens-'));
  path = join(folder, 'incident.tokens.json');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function follow(now: () => number = () => NOW.getTime()) {
  const warned: string[] = [];
  return { warned, tokens: new CurrentTokens({ path, now, warn: (problem) => void warned.push(problem) }) };
}

describe('adding a token', () => {
  it('keeps its digest alone, in a file that only its owner can read', async () => {
    const { token, stored } = await addToken(path, { ...ALICE, agent: 'claude-code', allows: ['escalate'] }, NOW);
    expect(token).toMatch(/^irt_[0-9a-f]{64}$/);
    expect(hideSecrets(`it is ${token}`)).toBe('it is [secret removed]');
    const text = readFileSync(path, 'utf8');
    expect(text).not.toContain(token.slice('irt_'.length, 20));
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readTokens(path)).toEqual([stored]);
    expect(stored).toMatchObject({ name: 'alice-claude-code', person: 'alice@example.com', agent: 'claude-code', allows: ['escalate'] });
    expect(stored.expiresAt).toBe('2026-11-28T11:00:00.000Z');
    expect(readdirSync(folder)).toEqual(['incident.tokens.json']);
  });

  it('loses none of those that are added at once, and gives each a name of its own', async () => {
    const added = await Promise.all(Array.from({ length: 25 }, () => addToken(path, ALICE, NOW)));
    const names = (readTokens(path) ?? []).map(({ name }) => name);
    expect(new Set(names).size).toBe(25);
    expect(names).toEqual(expect.arrayContaining(['alice', 'alice-2', 'alice-25']));
    const { tokens } = follow();
    for (const { token, stored } of added) expect(tokens.holderOf(token)).toMatchObject({ principal: { token: stored.name } });
  });

  it('refuses a name that is taken, reserved or unusable, and adds nothing', async () => {
    await addToken(path, { ...ALICE, name: 'mine' }, NOW);
    const before = readFileSync(path, 'utf8');
    for (const name of ['mine', 'stdio', '-x', 'a b', ''])
      await expect(addToken(path, { ...ALICE, name }, NOW)).rejects.toMatchObject({ code: 'invalid_input', field: '--name' });
    expect(readFileSync(path, 'utf8')).toBe(before);
    expect(readdirSync(folder)).toEqual(['incident.tokens.json']);
  });

  it('replaces what a symbolic link points to', async () => {
    const real = join(folder, 'elsewhere.json');
    await addToken(real, ALICE, NOW);
    symlinkSync(real, path);
    await addToken(path, ALICE, NOW);
    expect(readTokens(real)).toHaveLength(2);
    expect(readdirSync(folder).sort()).toEqual(['elsewhere.json', 'incident.tokens.json']);
  });

  it('says what to remove if another command was killed while it changed the file', async () => {
    await addToken(path, ALICE, NOW);
    writeFileSync(`${path}.lock`, '');
    await expect(changeTokens(path, (tokens) => tokens, 50)).rejects.toMatchObject({
      code: 'tokens_unusable',
      message: expect.stringContaining(`remove ${path}.lock`),
    });
  });

  it('does not replace a file that it cannot read', async () => {
    writeFileSync(path, '{"version": 2, "tokens": []}');
    await expect(addToken(path, ALICE, NOW)).rejects.toThrow('is not a file of tokens: version');
    expect(readFileSync(path, 'utf8')).toBe('{"version": 2, "tokens": []}');
    expect(readdirSync(folder)).toEqual(['incident.tokens.json']);
  });

  it('names a folder that does not exist', async () => {
    await expect(addToken(join(folder, 'missing', 'tokens.json'), ALICE, NOW)).rejects.toThrow('cannot be written (ENOENT)');
  });
});

describe('the tokens that count', () => {
  it('are none while there is no file, and those of the file from the moment that there is one', async () => {
    const { tokens, warned } = follow();
    expect(tokens.areKept).toBe(false);
    const { token } = await addToken(path, ALICE, NOW);
    expect(tokens.areKept).toBe(true);
    expect(tokens.holderOf(token)).toEqual({
      principal: { token: 'alice', person: 'alice@example.com', identities: ['alice@example.com'], mode: 'respond', allows: [] },
    });
    rmSync(path);
    expect(tokens.areKept).toBe(false);
    expect(tokens.holderOf(token)).toEqual({ refused: 'unknown' });
    expect(warned).toEqual([]);
  });

  it('do not include one that was revoked a moment ago', async () => {
    const { tokens } = follow();
    const [alice, bob] = [await addToken(path, ALICE, NOW), await addToken(path, { ...ALICE, person: 'bob@example.com' }, NOW)];
    expect(tokens.holderOf(alice.token)).toHaveProperty('principal');
    expect(await revokeToken(path, 'alice')).toEqual(alice.stored);
    expect(tokens.holderOf(alice.token)).toEqual({ refused: 'unknown' });
    expect(tokens.holderOf(bob.token)).toHaveProperty('principal');
    await expect(revokeToken(path, 'alice')).rejects.toMatchObject({ code: 'no_such_token' });
  });

  it('do not include one that has expired; one that is said to be made later counts, since clocks differ', async () => {
    let now = NOW.getTime();
    const { tokens } = follow(() => now);
    const { token } = await addToken(path, ALICE, NOW);
    const { token: lasting } = await addToken(path, { ...ALICE, lastsMs: null }, new Date('2030-01-01T00:00:00Z'));
    now += 3_599_999;
    expect(tokens.holderOf(token)).toHaveProperty('principal');
    now += 1;
    expect(tokens.holderOf(token)).toEqual({ refused: 'expired' });
    expect(tokens.holderOf(lasting)).toHaveProperty('principal');
  });

  it.each([
    ['not JSON', '{"version": 1, "tok', 'is not JSON'],
    ['of another version', '{"version": 2, "tokens": []}', 'version'],
    ['with an unknown key', '{"version": 1, "tokens": [], "admin": true}', 'admin'],
    ['with a token without its digest', '{"version": 1, "tokens": [{"name": "x"}]}', 'tokens.0.'],
  ])('are those of before while the file is %s, which is told once', async (_, text, told) => {
    const { tokens, warned } = follow();
    const { token } = await addToken(path, ALICE, NOW);
    expect(tokens.holderOf(token)).toHaveProperty('principal');
    writeFileSync(path, text);
    for (const _again of [1, 2, 3]) expect(tokens.holderOf(token)).toHaveProperty('principal');
    expect(warned).toEqual([expect.stringContaining(told)]);
  });

  it('are none if the file could not be used from the start', () => {
    writeFileSync(path, 'tokens');
    const { tokens, warned } = follow();
    expect(tokens.areKept).toBe(false);
    expect(warned).toHaveLength(1);
  });

  it('are not taken from a file that others can change, nor from a folder', async () => {
    const { token } = await addToken(path, ALICE, NOW);
    chmodSync(path, 0o620);
    const { tokens, warned } = follow();
    expect(tokens.holderOf(token)).toEqual({ refused: 'unknown' });
    expect(warned).toEqual([expect.stringContaining(`chmod 600 ${path}`)]);
    rmSync(path);
    mkdirSync(path);
    expect(tokens.areKept).toBe(false);
    expect(warned).toHaveLength(2);
  });
});
