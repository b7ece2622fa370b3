import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makePrivateFolder } from '../../../../src/demo/components/private-folder';

const parent = mkdtempSync(join(tmpdir(), 'private-folder-'));
afterAll(() => rmSync(parent, { recursive: true }));

const modeOf = (folder: string): number => statSync(folder).mode & 0o777;

it('makes a folder for its owner alone, and one that was open to others as well', () => {
  const made = join(parent, 'one', 'two');
  makePrivateFolder(made);
  expect([modeOf(join(parent, 'one')), modeOf(made)]).toEqual([0o700, 0o700]);
  const open = join(parent, 'open');
  mkdirSync(open);
  chmodSync(open, 0o755);
  makePrivateFolder(open);
  expect(modeOf(open)).toBe(0o700);
});
