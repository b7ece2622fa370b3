import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keepHealthFile, readHealth } from '../../../src/worker/health-file';

const folder = mkdtempSync(join(tmpdir(), 'health-file-'));
afterAll(() => rmSync(folder, { recursive: true }));

it('writes through no link that somebody has put where it writes', () => {
  const [file, precious] = [join(folder, 'health.json'), join(folder, 'precious')];
  writeFileSync(precious, 'kept');
  symlinkSync(precious, `${file}.new`);
  const stop = keepHealthFile(file, () => null);
  expect(readFileSync(precious, 'utf8')).toBe('kept');
  expect(readHealth(file, Date.now())).toBeNull();
  stop();
});
