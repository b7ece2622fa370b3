import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../../src/demo/components/run';

const PACKAGES = ['prometheus', 'prometheus-alertmanager'];
const LIMIT_MS = 120_000;
/**
 * Debian's Alertmanager reads its templates from there, and only root can write there. In our copy, the path leads through a
 * link in the folder in which it is started.
 */
const TEMPLATES = { from: '/usr/share/prometheus/alertmanager', to: './sr/share/prometheus/alertmanager' } as const;

/**
 * Debian's packages of Prometheus and Alertmanager, unpacked into the cache, without installing anything and without root.
 * Returns their folder. @throws an error that says why they cannot be had.
 */
export async function fetchDebianPrometheus(cacheDir: string): Promise<string> {
  const folder = join(cacheDir, 'debian-prometheus');
  if (existsSync(folder)) return folder;
  mkdirSync(cacheDir, { recursive: true, mode: 0o700 });
  // Renamed when complete, so that the cache never holds a part of it.
  const work = mkdtempSync(join(cacheDir, 'fetch-prometheus-'));
  try {
    await download(work);
    for (const file of readdirSync(work).filter((name) => name.endsWith('.deb'))) {
      await perform('dpkg-deb', ['-x', join(work, file), work], `couldn't unpack ${file}`);
      rmSync(join(work, file));
    }
    symlinkSync('usr', join(work, 'sr'));
    const binary = join(work, 'usr', 'bin', 'prometheus-alertmanager');
    writeFileSync(binary, replaced(readFileSync(binary)));
    if (!existsSync(folder)) renameSync(work, folder);
    return folder;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

async function download(folder: string): Promise<void> {
  const args = ['-c', 'cd "$0" && exec apt-get download -qq "$@"', folder, ...PACKAGES];
  const attempt = () => run('sh', args, { env: process.env, timeoutMs: LIMIT_MS });
  if ((await attempt()).code === 0) return;
  // The lists may be missing or old; only root may renew them.
  await run('apt-get', ['update', '-qq'], { env: process.env, timeoutMs: LIMIT_MS });
  const { code, output } = await attempt();
  if (code !== 0) throw new Error(`couldn't download Debian's ${PACKAGES.join(' and ')}: ${output.trim().split('\n').at(-1)}`);
}

async function perform(program: string, args: readonly string[], problem: string): Promise<void> {
  const { code, output } = await run(program, args, { env: process.env, timeoutMs: LIMIT_MS });
  if (code !== 0) throw new Error(`${problem}: ${output.trim()}`);
}

function replaced(binary: Buffer): Buffer {
  const [from, to] = [Buffer.from(TEMPLATES.from), Buffer.from(TEMPLATES.to)];
  for (let at = binary.indexOf(from); at >= 0; at = binary.indexOf(from, at + 1)) to.copy(binary, at);
  return binary;
}
