import { mkdtempSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newDemoDatabase } from '../../../src/demo/demo-database';

describe('newDemoDatabase', () => {
  const folder = join(mkdtempSync(join(tmpdir(), 'demo-database-')), 'databases');
  afterAll(() => rmSync(folder, { recursive: true }));

  it('names a file that is not there yet, keeps those of the last demos, and removes older ones whole', () => {
    const files = [1, 2, 3, 4, 5].map((second) => {
      const file = newDemoDatabase(folder, new Date(Date.UTC(2026, 0, 1, 0, 0, second)));
      expect(statSync(file, { throwIfNoEntry: false })).toBeUndefined();
      for (const part of ['', '-wal', '-shm']) {
        writeFileSync(`${file}${part}`, 'x');
        utimesSync(`${file}${part}`, second, second);
      }
      return file;
    });
    const kept = files.slice(1).flatMap((file) => ['', '-wal', '-shm'].map((part) => `${file}${part}`));
    expect(
      readdirSync(folder)
        .map((name) => join(folder, name))
        .sort(),
    ).toEqual(kept.sort());
    expect((statSync(folder).mode & 0o777).toString(8)).toBe('700');
  });
});
