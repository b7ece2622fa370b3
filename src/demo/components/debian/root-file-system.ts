import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../run';
import type { DebianPackage } from './resolve-packages';

const LIMIT_MS = 120_000;
/** Since Debian 12, these lead into /usr; only maintainer scripts make the links. */
const MERGED = ['bin', 'sbin', 'lib', 'lib64'];
/** What no program reads, and half of the size. */
const LEFT_OUT = ['doc', 'man', 'info', 'locale', 'lintian', 'bug'].map((name) => `--exclude=./usr/share/${name}/*`);
/** One package a run. A failure of the first program leaves the second without its input, which fails it too. */
const UNPACK = 'file=$1; shift; dpkg-deb --fsys-tarfile "$file" | tar -x -p -C "$0" --no-same-owner --keep-directory-symlink "$@"';
/** Programs that Debian selects by `update-alternatives`, in a maintainer script. */
const ALTERNATIVES = [['usr/bin/awk', 'mawk']] as const;
const FIRST_USER_ID = 900;
/** Decompressing takes a processor. */
const AT_ONCE = 2;

/**
 * Unpacks the packages into the folder, and adds what their maintainer scripts would have made: users, the bundle of
 * certificates, the cache of libraries. Runs none of them and needs no root. @throws Error
 */
export async function makeRootFileSystem(root: string, packages: readonly DebianPackage[], users: readonly string[]): Promise<void> {
  for (const name of MERGED) {
    mkdirSync(join(root, 'usr', name), { recursive: true });
    symlinkSync(join('usr', name), join(root, name));
  }
  const waiting = [...packages];
  const unpackRest = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await unpack(next, root);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, unpackRest));
  for (const [path, target] of ALTERNATIVES) {
    if (existsSync(join(root, path, '..', target)) && !existsSync(join(root, path))) symlinkSync(target, join(root, path));
  }
  addUsers(root, users);
  copy(root, 'usr/share/libc-bin/nsswitch.conf', 'etc/nsswitch.conf');
  bundleCertificates(root);
  // Without the cache, libraries in usual folders are found all the same, so its failure costs nothing but time.
  await run('/sbin/ldconfig', ['-r', root], { timeoutMs: LIMIT_MS });
}

async function unpack({ name, file }: DebianPackage, root: string): Promise<void> {
  const { code, output } = await run('sh', ['-c', UNPACK, root, file, ...LEFT_OUT], { env: process.env, timeoutMs: LIMIT_MS });
  if (code !== 0) throw new Error(`couldn't unpack ${name}: ${output.trim()}`);
}

function addUsers(root: string, users: readonly string[]): void {
  const ids = users.map((name, index) => ({ name, id: FIRST_USER_ID + index }));
  const master = (name: string): string => readFileSync(join(root, 'usr/share/base-passwd', `${name}.master`), 'utf8');
  const passwd = ids.map(({ name, id }) => `${name}:*:${id}:${id}::/var/lib/${name}:/bin/sh\n`);
  writeFileSync(join(root, 'etc/passwd'), master('passwd') + passwd.join(''));
  writeFileSync(join(root, 'etc/group'), master('group') + ids.map(({ name, id }) => `${name}:*:${id}:\n`).join(''));
}

function copy(root: string, from: string, to: string): void {
  if (existsSync(join(root, from))) writeFileSync(join(root, to), readFileSync(join(root, from)));
}

function bundleCertificates(root: string): void {
  const folder = join(root, 'usr/share/ca-certificates');
  if (!existsSync(folder)) return;
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.crt'));
  mkdirSync(join(root, 'etc/ssl/certs'), { recursive: true });
  const bundle = names.sort().map((name) => readFileSync(join(folder, name), 'utf8'));
  writeFileSync(join(root, 'etc/ssl/certs/ca-certificates.crt'), bundle.join(''));
}
