import { mkdirSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writePrivately } from '../../../../../src/client/cli/terminal/write-private';

const folder = mkdtempSync(join(tmpdir(), 'write-private-'));
afterAll(() => rmSync(folder, { recursive: true }));

const path = join(folder, 'report.md');
const modeOf = (file: string): number => statSync(file).mode & 0o777;

describe('writePrivately', () => {
  it('lets its owner alone read the file, also where one was that others could read', () => {
    writePrivately(path, 'first');
    expect(modeOf(path)).toBe(0o600);
    rmSync(path);
    writeFileSync(path, 'old', { mode: 0o644 });
    writePrivately(path, 'second');
    expect([modeOf(path), readFileSync(path, 'utf8'), readdirSync(folder)]).toEqual([0o600, 'second', ['report.md']]);
  });

  it('writes to the file that a link leads to, and leaves the link', () => {
    const link = join(folder, 'link.md');
    symlinkSync(path, link);
    writePrivately(link, 'through the link');
    expect([readlinkSync(link), readFileSync(path, 'utf8')]).toEqual([path, 'through the link']);
    rmSync(link);
  });

  it('leaves nothing behind where it cannot write', () => {
    mkdirSync(join(folder, 'a-folder'));
    for (const target of [join(folder, 'a-folder'), join(folder, 'none', 'x.md')]) expect(() => writePrivately(target, 'x')).toThrow();
    expect(readdirSync(folder).sort()).toEqual(['a-folder', 'report.md']);
  });

  it('replaces no device', () => {
    writePrivately('/dev/null', 'x');
    expect(statSync('/dev/null').isCharacterDevice()).toBe(true);
  });
});
