import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeEnvironmentFile } from '../../../src/demo/environment-file';

const onLinux = process.platform === 'linux' ? it : it.skip;

describe('writeEnvironmentFile', () => {
  let file: string;
  let said: string[];
  beforeEach(() => {
    file = join(mkdtempSync(join(tmpdir(), 'demo-env-')), 'demo.env');
    said = [];
  });
  afterEach(() => rmSync(join(file, '..'), { recursive: true }));
  const write = (variables: string, pid?: number) => writeEnvironmentFile(file, variables, (line) => said.push(line), pid);
  const variables = (): string => readFileSync(file, 'utf8').split('\n').slice(1).join('\n');

  it('leaves no file that names components that have ended', () => {
    const withdraw = write('export A=1\n');
    expect(variables()).toBe('export A=1\n');
    withdraw();
    expect(existsSync(file)).toBe(false);
    expect(said).toEqual([]);
  });

  onLinux('says that another run in this folder is up, and gives it its file back', () => {
    const first = write('export A=1\n', process.ppid);
    const second = write('export A=2\n');
    expect(said).toEqual([expect.stringContaining(`(process ${process.ppid})`)]);
    expect(variables()).toBe('export A=2\n');
    second();
    expect(variables()).toBe('export A=1\n');
    first();
    expect(existsSync(file)).toBe(false);
  });

  it('leaves the file of a later run alone', () => {
    const first = write('export A=1\n', process.ppid);
    write('export A=2\n');
    first();
    expect(variables()).toBe('export A=2\n');
  });

  it('gives no file back to a run that was killed', () => {
    write('export A=1\n', 4_194_305);
    const second = write('export A=2\n');
    second();
    expect(said).toEqual([]);
    expect(existsSync(file)).toBe(false);
  });
});
