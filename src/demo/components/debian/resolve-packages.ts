import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../run';

const LIMIT_MS = 300_000;
/** `Inst jq (1.6-2.1 Debian:12/stable [amd64])`, as apt-get's simulation prints it. */
const INSTALLS = /^Inst (\S+) (?:\[[^\]]*\] )?\((\S+) .*\[(\w+)\]\)/;

export interface DebianPackage {
  readonly name: string;
  readonly version: string;
  /** Path of the downloaded package. */
  readonly file: string;
}

export class AptError extends Error {}

/** What apt would install on an empty system, dependencies included. Contacts no one. @throws AptError */
export async function resolvePackages(names: readonly string[], folder: string, env: NodeJS.ProcessEnv): Promise<readonly DebianPackage[]> {
  const output = await apt(['--simulate', ...names], folder, env);
  const found = output.split('\n').flatMap((line) => {
    const [, name, version, architecture] = INSTALLS.exec(line) ?? [];
    if (name === undefined || version === undefined) return [];
    // The names of apt's own cache: a file name must not contain a colon.
    const file = join(folder, 'archives', `${name}_${version.replaceAll(':', '%3a')}_${architecture}.deb`);
    return [{ name, version, file }];
  });
  return found.sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Downloads what is not there yet; apt checks signatures and sums. @throws AptError */
export async function downloadPackages(packages: readonly DebianPackage[], folder: string, env: NodeJS.ProcessEnv): Promise<void> {
  const isMissing = ({ file }: DebianPackage): boolean => !existsSync(file);
  const exact = packages.map(({ name, version }) => `${name}=${version}`);
  if (packages.some(isMissing)) await apt(['--download-only', ...exact], folder, env);
  const lost = packages.find(isMissing);
  if (lost !== undefined) throw new AptError(`apt-get did not leave ${lost.file}`);
}

/** Renews the lists of packages, which may be missing or old. Only root may do so; whether it helped, the next call shows. */
export async function renewLists(env: NodeJS.ProcessEnv): Promise<void> {
  await run('apt-get', ['update', '-qq'], { env, timeoutMs: LIMIT_MS });
}

/** Runs apt-get against an empty system, with caches of its own, so that it needs no root and changes nothing here. */
async function apt(args: readonly string[], folder: string, env: NodeJS.ProcessEnv): Promise<string> {
  mkdirSync(join(folder, 'archives', 'partial'), { recursive: true });
  const status = join(folder, 'status');
  if (!existsSync(status)) writeFileSync(status, '');
  const settings = [
    `Dir::State::status=${status}`,
    `Dir::Cache=${folder}`,
    'Dir::Cache::archives=archives/',
    // Container images of Debian turn this cache off; it halves the time.
    'Dir::Cache::pkgcache=pkgcache.bin',
    'Debug::NoLocking=1',
    'APT::Sandbox::User=root',
    'APT::Install-Recommends=false',
  ];
  const { code, output } = await run('apt-get', ['install', '-qq', '-y', ...settings.flatMap((setting) => ['-o', setting]), ...args], {
    env: { ...env, LC_ALL: 'C', DEBIAN_FRONTEND: 'noninteractive' },
    timeoutMs: LIMIT_MS,
  });
  if (code === 127) throw new AptError('apt-get is not available');
  if (code !== 0) throw new AptError(output.split('\n').find((line) => line.startsWith('E: ')) ?? `apt-get failed (exit code ${code})`);
  return output;
}
