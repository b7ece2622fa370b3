import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createFileEvidenceStore } from '../../../src/reports/file-evidence-store';
import { createFileReportStore } from '../../../src/reports/file-report-store';

jest.mock('node:fs/promises', () => {
  const real = jest.requireActual('node:fs/promises');
  return { ...real, writeFile: jest.fn(real.writeFile) };
});

describe('the file report store', () => {
  const folder = join(mkdtempSync(join(tmpdir(), 'report-store-')), 'reports');
  const store = createFileReportStore(folder);
  const report = { incidentId: 'A-1', isPrivate: false, json: '{}\n', markdown: '# A\n', html: '<p>A</p>\n' };
  const modes = (): readonly string[] =>
    readdirSync(folder).map((name) => `${name} ${(statSync(join(folder, name)).mode & 0o777).toString(8)}`);
  afterAll(() => rmSync(join(folder, '..'), { recursive: true }));

  it('writes every form, and leaves nothing else behind', async () => {
    expect(await store.write(report)).toEqual(['A-1.json', 'A-1.md', 'A-1.html']);
    expect(readFileSync(join(folder, 'A-1.html'), 'utf8')).toBe('<p>A</p>\n');
    expect(modes()).toEqual(['A-1.html 644', 'A-1.json 644', 'A-1.md 644']);
  });

  it('never writes beside a report where another worker may be writing, even one of the same process id', async () => {
    const written = jest.mocked(writeFile);
    written.mockClear();
    await Promise.all([store.write(report), store.write(report)]);
    const names = written.mock.calls.map(([path]) => path);
    expect(new Set(names).size).toBe(6);
  });

  it('leaves nothing behind when the disk is full', async () => {
    jest.mocked(writeFile).mockImplementationOnce(async (path) => {
      writeFileSync(path as string, '{');
      throw new Error('ENOSPC');
    });
    await expect(store.write(report)).rejects.toThrow('ENOSPC');
    expect(readdirSync(folder)).toEqual(['A-1.html', 'A-1.json', 'A-1.md']);
  });

  it('keeps all forms of an incident that has become private from others', async () => {
    await store.write({ ...report, isPrivate: true });
    expect(modes()).toEqual(['A-1.html 600', 'A-1.json 600', 'A-1.md 600']);
  });
});

it('keeps evidence beside the reports, for its owner alone', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'evidence-store-'));
  await createFileEvidenceStore(folder).keep({ incidentId: 'A-1', name: 'http-1.txt', text: 'GET /\n' });
  const file = join(folder, 'A-1.evidence', 'http-1.txt');
  expect(readFileSync(file, 'utf8')).toBe('GET /\n');
  expect((statSync(file).mode & 0o777).toString(8)).toBe('600');
  expect((statSync(join(file, '..')).mode & 0o777).toString(8)).toBe('700');
  rmSync(folder, { recursive: true });
});
