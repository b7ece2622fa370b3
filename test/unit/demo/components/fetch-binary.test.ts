import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Binary, fetchBinary } from '../../../../src/demo/components/fetch-binary';

const WHOLE = `#!/bin/sh\n${'echo whole\n'.repeat(1_000)}`;

let cacheDir: string;
beforeEach(() => {
  cacheDir = mkdtempSync(join(tmpdir(), 'fetch-binary-'));
});

const binary = (download: Binary['download']): Binary => ({
  name: 'tool',
  title: 'Tool',
  variable: 'TOOL_PATH',
  wheel: { name: 'no-such-wheel', version: '0', sha256: ['0'.repeat(64)] },
  download,
});
/** Downloads piece by piece, as the network brings it. */
const slowly: Binary['download'] = async (folder) => {
  const file = join(folder, 'tool-of-the-vendor');
  writeFileSync(file, '', { mode: 0o755 });
  for (let at = 0; at < WHOLE.length; at += 1_000) {
    writeFileSync(file, WHOLE.slice(at, at + 1_000), { flag: 'a' });
    await new Promise((resolve) => setImmediate(resolve));
  }
  return file;
};
/** Without a PATH there is neither such a tool nor a Python to fetch the wheel with. */
const fetchIt = (download: Binary['download'], env: NodeJS.ProcessEnv = { PATH: '' }) =>
  fetchBinary(binary(download), { env, localDir: cacheDir, cacheDir, announce: () => {} });
const folder = () => join(cacheDir, 'tool-0');

it('never lets a second process see a file that is half there', async () => {
  const paths = await Promise.all([fetchIt(slowly), fetchIt(slowly), fetchIt(slowly)]);
  expect(new Set(paths)).toEqual(new Set([join(folder(), 'tool')]));
  expect(readFileSync(paths[0] ?? '', 'utf8')).toBe(WHOLE);
  expect(readdirSync(folder())).toEqual(['tool']);
});

it('fetches once', async () => {
  await fetchIt(slowly);
  const again = jest.fn(slowly);
  await fetchIt(again);
  expect(again).not.toHaveBeenCalled();
});

it('leaves nothing behind when it could not be obtained, and says what was tried', async () => {
  const broken: Binary['download'] = async (work) => {
    writeFileSync(join(work, 'tool'), 'half', { mode: 0o755 });
    throw new Error('connection reset');
  };
  await expect(fetchIt(broken)).rejects.toMatchObject({ code: 'missing_component', message: expect.stringContaining('no-such-wheel') });
  expect(readdirSync(folder())).toEqual([]);
});

it('clears what a killed run left long ago, but not what another one is fetching', async () => {
  const [old, young] = [join(folder(), 'fetch-old'), join(folder(), 'fetch-young')];
  for (const work of [old, young]) mkdirSync(work, { recursive: true });
  utimesSync(old, new Date(0), new Date(0));
  await fetchIt(slowly);
  expect(readdirSync(folder()).sort()).toEqual(['fetch-young', 'tool']);
});

it('takes the one that is named, and says which variable names none', async () => {
  const named = join(cacheDir, 'mine');
  writeFileSync(named, WHOLE, { mode: 0o755 });
  expect(await fetchIt(slowly, { TOOL_PATH: named })).toBe(named);
  await expect(fetchIt(slowly, { TOOL_PATH: join(cacheDir, 'absent') })).rejects.toMatchObject({
    message: expect.stringContaining('TOOL_PATH='),
  });
});

const hasPip = spawnSync('python3', ['-m', 'pip', '--version']).status === 0;
(hasPip ? describe : describe.skip)('a wheel, with pip and a folder in the place of PyPI', () => {
  const WHEEL = 'some_tool-1.0-py3-none-any.whl';
  const MAKE_WHEEL = `
import sys, zipfile
with zipfile.ZipFile(sys.argv[1], 'w') as wheel:
    wheel.writestr('some_tool-1.0.data/scripts/tool', '#!/bin/sh\\necho whole\\n')
    wheel.writestr('some_tool-1.0.dist-info/METADATA', 'Metadata-Version: 2.1\\nName: some-tool\\nVersion: 1.0\\n')
    wheel.writestr('some_tool-1.0.dist-info/WHEEL', 'Wheel-Version: 1.0\\nGenerator: test\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n')
    wheel.writestr('some_tool-1.0.dist-info/RECORD', '')
`;
  const fetchWheel = (sha256: readonly string[]): Promise<string> => {
    const tool: Binary = { ...binary(async () => null), wheel: { name: 'some-tool', version: '1.0', sha256 } };
    const env = { PATH: process.env.PATH, HOME: process.env.HOME, PIP_NO_INDEX: '1', PIP_FIND_LINKS: cacheDir };
    return fetchBinary(tool, { env, localDir: cacheDir, cacheDir, announce: () => {} });
  };
  let hash: string;
  beforeEach(() => {
    const made = spawnSync('python3', ['-c', MAKE_WHEEL, join(cacheDir, WHEEL)]);
    if (made.status !== 0) throw new Error(made.stderr.toString());
    hash = createHash('sha256')
      .update(readFileSync(join(cacheDir, WHEEL)))
      .digest('hex');
  });

  it('is taken when it is one of the files that were looked at', async () => {
    const path = await fetchWheel(['0'.repeat(64), hash]);
    expect(spawnSync(path).stdout.toString()).toBe('whole\n');
  });

  it('is refused when it is another file of the same name and version, and nothing of it is kept', async () => {
    await expect(fetchWheel(['0'.repeat(64)])).rejects.toMatchObject({ message: expect.stringMatching(/HASHES/) });
    expect(readdirSync(join(cacheDir, 'tool-1.0'))).toEqual([]);
  });
});
