import { chmodSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { findBrowser } from '../../../../src/demo/components/browser';

const folder = mkdtempSync(join(tmpdir(), 'browser-'));
const program = (path: string): string => {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, '#!/bin/sh\n');
  chmodSync(file, 0o755);
  return file;
};
const find = (env: NodeJS.ProcessEnv) =>
  findBrowser({ env: { INCIDENT_NO_INSTALL: '1', ...env }, localDir: folder, announce: () => undefined });

it('takes the one that the environment names, then one on the PATH, then one in the cache', async () => {
  const cached = program('cache/chromium/chrome');
  const onPath = program('bin/google-chrome');
  const named = program('named/anything');
  const PATH = join(folder, 'bin');
  expect(await find({ PATH, CHROMIUM_PATH: named })).toBe(named);
  expect(await find({ PATH, CHROME_PATH: named })).toBe(named);
  expect(await find({ PATH })).toBe(onPath);
  expect(await find({ PATH: '/nowhere' })).toBe(cached);
});

it('never takes another one than the environment names, and installs none where that is forbidden', async () => {
  await expect(find({ CHROMIUM_PATH: join(folder, 'missing') })).rejects.toThrow(
    /missing \(CHROMIUM_PATH or CHROME_PATH\) is not a program/,
  );
  const empty = { localDir: mkdtempSync(join(tmpdir(), 'browser-')), announce: () => undefined };
  await expect(findBrowser({ ...empty, env: { PATH: '/nowhere', INCIDENT_NO_INSTALL: '1' } })).rejects.toThrow(/no chromium/);
});
