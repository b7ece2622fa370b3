import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StorageError } from '../../../src/activities/storage-error';
import { createFileEvidenceStore } from '../../../src/reports/file-evidence-store';
import { createFileReportStore } from '../../../src/reports/file-report-store';
import { lookAtFolder } from '../../../src/reports/look-at-folder';

jest.mock('node:fs/promises', () => {
  const real = jest.requireActual('node:fs/promises');
  return { ...real, writeFile: jest.fn(real.writeFile) };
});

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'unusable-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const refuse = (code: string): void => {
  jest.mocked(writeFile).mockRejectedValueOnce(Object.assign(new Error(`${code}: refused`), { code }));
};
const keep = (): Promise<void> => createFileEvidenceStore(folder).keep({ incidentId: 'A-1', name: 'http-1.txt', text: 'GET /\n' });

it.each([
  ['ENOSPC', 'no space is left on the disk', 'Free space there, or set INCIDENT_REPORTS_DIR to another folder for every worker.'],
  ['EACCES', 'the worker has no permission to write there', expect.stringContaining("Give the worker's user permission to write there")],
  ['EROFS', 'the disk is read-only', expect.stringContaining('INCIDENT_REPORTS_DIR')],
  ['EIO', 'EIO', expect.stringContaining('Check the folder')],
])('of %s, evidence and reports say where it was, and what to do', async (code, reason, hint) => {
  refuse(code);
  const own = join(folder, 'A-1.evidence');
  await expect(keep()).rejects.toMatchObject({ message: `couldn't write to ${own}: ${reason}`, reason, hint });
  refuse(code);
  const report = { incidentId: 'A-1', isPrivate: false, json: '', markdown: '', html: '' };
  await expect(createFileReportStore(folder).write(report)).rejects.toMatchObject({
    message: `couldn't write to ${folder}: ${reason}`,
    hint,
  });
  refuse(code);
  await expect(lookAtFolder(folder)).rejects.toMatchObject({ message: `couldn't write to ${folder}: ${reason}`, hint });
});

it.each(['A-1.evidence', '.'])('a file in the place of %s is not taken for a folder', async (name) => {
  const place = join(folder, name);
  rmSync(place, { recursive: true, force: true });
  writeFileSync(place, '');
  const refused = { reason: 'a file or a broken link is in its place', hint: expect.stringContaining('Move that file or link away') };
  await expect(keep()).rejects.toMatchObject(refused);
  if (name === '.') await expect(lookAtFolder(folder)).rejects.toMatchObject(refused);
});

it('evidence of an incident goes to no place that a link leads to', async () => {
  const elsewhere = join(folder, 'elsewhere');
  mkdirSync(elsewhere);
  symlinkSync(elsewhere, join(folder, 'A-1.evidence'));
  await expect(keep()).rejects.toBeInstanceOf(StorageError);
  await expect(keep()).rejects.toThrow('a link is in its place');
  expect(readdirSync(elsewhere)).toEqual([]);
});

it('a file of evidence that is a link is replaced, and what it leads to stays as it was', async () => {
  const victim = join(folder, 'victim');
  writeFileSync(victim, 'mine');
  mkdirSync(join(folder, 'A-1.evidence'));
  symlinkSync(victim, join(folder, 'A-1.evidence', 'http-1.txt'));
  await keep();
  expect(jest.requireActual<typeof import('node:fs')>('node:fs').readFileSync(victim, 'utf8')).toBe('mine');
});

describe('a look at the report folder', () => {
  it('leaves nothing behind, whether the folder is there or not', async () => {
    expect(await lookAtFolder(folder)).toBe(folder);
    expect(await lookAtFolder(join(folder, 'a', 'b'))).toBe(`${join(folder, 'a', 'b')}, which will be created`);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('says where a link leads, and that one leads nowhere', async () => {
    symlinkSync(join(folder, 'real'), join(folder, 'link'));
    await expect(lookAtFolder(join(folder, 'link'))).rejects.toThrow('a file or a broken link is in its place');
    mkdirSync(join(folder, 'real'));
    expect(await lookAtFolder(join(folder, 'link'))).toBe(`${join(folder, 'link')}, which leads to ${join(folder, 'real')}`);
  });
});
