import { mkdirSync, mkdtempSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Binary, fetchBinary } from '../../../src/demo/components/fetch-binary';

const WHOLE = `#!/bin/sh\n${'echo whole\n'.repeat(1_000)}`;

let cacheDir: string;
beforeEach(() => {
  cacheDir = mkdtempSync(join(tmpdir(), 'fetch-binary-'));
});

const binary = (download: Binary['download']): Binary => ({
  name: 'tool',
  title: 'Tool',
  variable: 'TOOL_PATH',
  wheel: { name: 'no-such-wheel', version: '0' },
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

it('leaves nothing behind when it could not be had, and says what was tried', async () => {
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
