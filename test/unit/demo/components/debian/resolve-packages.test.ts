import { chmodSync, existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AptError, downloadPackages, resolvePackages } from '../../../../../src/demo/components/debian/resolve-packages';

/** An apt-get that runs the given script, and writes its arguments to a file first. */
function fakeApt(script: string): { readonly env: NodeJS.ProcessEnv; readonly folder: string; calls(): string } {
  const folder = mkdtempSync(join(tmpdir(), 'apt-'));
  const program = join(folder, 'apt-get');
  writeFileSync(program, `#!/bin/sh\necho "$@" >> ${folder}/calls\n${script}\n`);
  chmodSync(program, 0o755);
  return { env: { PATH: `${folder}:/usr/bin:/bin` }, folder, calls: () => readFileSync(join(folder, 'calls'), 'utf8') };
}

const SIMULATED = `cat <<'TEXT'
Inst libc6 (2.36-9+deb12u13 Debian:12.13/oldstable [amd64])
Inst jq [1.5-1] (1:1.6-2.1 Debian:12.13/oldstable, Debian-Security:12/oldstable [all])
Conf jq (1:1.6-2.1 Debian:12.13/oldstable [all])
TEXT`;

describe('resolvePackages', () => {
  it('reads what apt would install on an empty system, with the names of its files', async () => {
    const { env, folder, calls } = fakeApt(SIMULATED);
    const packages = await resolvePackages(['jq'], folder, env);
    expect(packages).toEqual([
      { name: 'jq', version: '1:1.6-2.1', file: join(folder, 'archives', 'jq_1%3a1.6-2.1_all.deb') },
      { name: 'libc6', version: '2.36-9+deb12u13', file: join(folder, 'archives', 'libc6_2.36-9+deb12u13_amd64.deb') },
    ]);
    expect(readFileSync(join(folder, 'status'), 'utf8')).toBe('');
    expect(calls()).toContain(`Dir::State::status=${folder}/status`);
    expect(calls()).toMatch(/--simulate jq$/m);
  });

  it("says what apt refuses, in apt's words, and that there is none", async () => {
    const { env, folder } = fakeApt('echo "W: old"; echo "E: Unable to locate package jqq"; exit 100');
    await expect(resolvePackages(['jqq'], folder, env)).rejects.toThrow(new AptError('E: Unable to locate package jqq'));
    await expect(resolvePackages(['jq'], folder, { PATH: '/nowhere' })).rejects.toThrow(new AptError('apt-get is not available'));
  });
});

describe('downloadPackages', () => {
  const jq = (folder: string) => ({ name: 'jq', version: '1:1.6', file: join(folder, 'jq.deb') });

  it('asks for the exact versions, and for nothing if all are there', async () => {
    const { env, folder, calls } = fakeApt(`touch "$(dirname "$0")/jq.deb"`);
    await downloadPackages([jq(folder)], folder, env);
    await downloadPackages([jq(folder)], folder, env);
    expect(calls().trim().split('\n')).toEqual([expect.stringMatching(/--download-only jq=1:1\.6$/)]);
    expect(existsSync(join(folder, 'jq.deb'))).toBe(true);
  });

  it('fails if a package did not come', async () => {
    const { env, folder } = fakeApt('exit 0');
    await expect(downloadPackages([jq(folder)], folder, env)).rejects.toThrow(`apt-get did not leave ${folder}/jq.deb`);
  });
});
