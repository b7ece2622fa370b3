import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import Docker from 'dockerode';
import { readDockerHost } from '../../../containers/read-docker-host';
import { lock } from '../lock';
import { MissingComponentError } from '../missing-component-error';
import { makePrivateFolder } from '../private-folder';
import type { BringUpOptions, EngineComponent } from '../types';
import { AptError, type DebianPackage, downloadPackages, renewLists, resolvePackages } from './resolve-packages';
import { makeRootFileSystem } from './root-file-system';

export interface DebianImage {
  /** Repository of the image: `incident-tools`. */
  readonly name: string;
  /** Packages besides the basic system; what they depend on comes with them, what they recommend does not. */
  readonly packages: readonly string[];
  /** Users that the packages' maintainer scripts would add, with ids from 900 upwards, and groups of the same names. */
  readonly users?: readonly string[];
}

/** A shell, the usual programs, and the certificates of public authorities. */
const BASIC = [
  'base-files',
  'base-passwd',
  'bash',
  'ca-certificates',
  'coreutils',
  'dash',
  'findutils',
  'grep',
  'libc-bin',
  'mawk',
  'netbase',
];
const BASIC_TOOLS = ['hostname', 'procps', 'sed', 'util-linux'];
/** Part of the tag: an image that was made differently is made again. */
const FORMAT = 2;
/** An imported image has no settings but these. Debian keeps Monitoring Plugins apart from other programs. */
const SETTINGS = ['ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/usr/lib/nagios/plugins'];

/**
 * An image with the given Debian packages, in the versions that the system's apt knows. Returns its tag. An image that is
 * there already is used again; without a registry, a new one takes about 15 seconds. @throws MissingComponentError
 */
export async function ensureDebianImage(
  image: DebianImage,
  engine: Pick<EngineComponent, 'dockerHost'>,
  options: BringUpOptions,
): Promise<string> {
  const { env, localDir, announce } = options;
  const cacheDir = options.cacheDir ?? join(localDir, 'cache');
  const folder = join(cacheDir, 'debian');
  const docker = new Docker(readDockerHost(engine.dockerHost));
  makePrivateFolder(localDir);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  // One at a time: otherwise two runs would make the same image, and write to the same files of apt.
  const unlock = await lock(join(folder, 'making'));
  try {
    const wanted = [...BASIC, ...BASIC_TOOLS, ...image.packages];
    const packages = await withFreshLists(env, () => resolvePackages(wanted, folder, env));
    const tag = tagOf(image, packages);
    if (await has(docker, tag)) return tag;
    announce(`Image ${image.name}: making it from ${packages.length} Debian packages (about 15 s, once)`);
    let current = packages;
    await withFreshLists(env, async (isAgain) => {
      if (isAgain) current = await resolvePackages(wanted, folder, env);
      await downloadPackages(current, folder, env);
    });
    return await makeImage(docker, image, current, folder);
  } catch (error) {
    const hint = 'Use a system with Debian packages (apt-get and dpkg-deb), or name an image of your own.';
    throw new MissingComponentError(`image ${image.name}`, [(error as Error).message], hint);
  } finally {
    unlock();
  }
}

/** Repeats what fails with fresh lists of packages: without a list a package is unknown, with an old one its version is gone. */
async function withFreshLists<Result>(env: NodeJS.ProcessEnv, attempt: (isAgain: boolean) => Promise<Result>): Promise<Result> {
  try {
    return await attempt(false);
  } catch (error) {
    if (!(error instanceof AptError)) throw error;
    await renewLists(env);
    return attempt(true);
  }
}

/** The same packages in the same versions give the same tag. */
function tagOf({ name, users = [] }: DebianImage, packages: readonly DebianPackage[]): string {
  const content = JSON.stringify([FORMAT, users, packages.map(({ name, version }) => `${name}=${version}`)]);
  return `${name}:debian-${createHash('sha256').update(content).digest('hex').slice(0, 12)}`;
}

async function makeImage(docker: Docker, image: DebianImage, packages: readonly DebianPackage[], folder: string): Promise<string> {
  const root = mkdtempSync(join(folder, 'root-'));
  try {
    await makeRootFileSystem(root, packages, image.users ?? []);
    const tag = tagOf(image, packages);
    await importFolder(docker, root, tag);
    return tag;
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

async function importFolder(docker: Docker, folder: string, tag: string): Promise<void> {
  const args = ['-c', '-C', folder, '--owner=0', '--group=0', '--numeric-owner', '.'];
  const tar = spawn('tar', args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(tar, 'close') as Promise<[number | null]>;
  // The whole name, because Podman takes no notice of a tag beside it.
  const answer = (await docker.importImage(tar.stdout as never, { repo: tag, changes: SETTINGS })) as unknown as Readable;
  let said = '';
  for await (const chunk of answer) said = String(chunk);
  const [code] = await ended;
  if (code !== 0 || !(await has(docker, tag))) throw new Error(`couldn't import ${tag}: ${said.trim() || `tar ended with code ${code}`}`);
}

async function has(docker: Docker, tag: string): Promise<boolean> {
  return docker
    .getImage(tag)
    .inspect()
    .then(
      () => true,
      () => false,
    );
}
