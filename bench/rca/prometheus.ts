import { spawn } from 'node:child_process';
import { createWriteStream, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from '../../src/demo/components';
import { end, run } from '../../src/demo/components/run';
import { fetchDebianPrometheus } from '../../test/support/debian-prometheus';
import { openMetrics } from './open-metrics';
import type { Stretch } from './timeline';

const LOAD_LIMIT_MS = 300_000;
const READY_WITHIN_MS = 60_000;

export interface LoadedPrometheus {
  readonly url: string;
  stop(): Promise<void>;
}

/** A Prometheus of Debian's packages that holds the measurements, and scrapes nothing. */
export async function startPrometheus(stretches: readonly Stretch[], folder: string, cacheDir: string): Promise<LoadedPrometheus> {
  const packages = await fetchDebianPrometheus(cacheDir);
  const program = (name: string): string => join(packages, 'usr', 'bin', name);
  const [text, data, log] = [join(folder, 'measurements.txt'), join(folder, 'prometheus'), join(folder, 'prometheus.log')];
  await pipeline(Readable.from(openMetrics(stretches)), createWriteStream(text));
  // By default a block spans two hours, and the whole file is read once for each block.
  const args = ['tsdb', 'create-blocks-from', '--quiet', '--max-block-duration=8760h', 'openmetrics', text, data];
  const loaded = await run(program('promtool'), args, { env: process.env, timeoutMs: LOAD_LIMIT_MS });
  if (loaded.code !== 0) throw new Error(`promtool couldn't load the measurements: ${loaded.output.trim().slice(-500)}`);

  writeFileSync(join(folder, 'prometheus.yml'), 'scrape_configs: []\n');
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const out = openSync(log, 'a');
  const flags = [`--config.file=${join(folder, 'prometheus.yml')}`, `--storage.tsdb.path=${data}`, '--storage.tsdb.retention.time=100y'];
  const child = spawn(program('prometheus'), [...flags, `--web.listen-address=127.0.0.1:${port}`], { stdio: ['ignore', out, out] });
  const endWithUs = (): void => void child.kill('SIGKILL');
  process.once('exit', endWithUs);
  const stop = async (): Promise<void> => {
    process.removeListener('exit', endWithUs);
    await end(child);
  };
  for (const giveUpAt = Date.now() + READY_WITHIN_MS; ; ) {
    const isReady = await fetch(`${url}/-/ready`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isReady) return { url, stop };
    if (child.exitCode !== null || Date.now() > giveUpAt) {
      await stop();
      throw new Error(`Prometheus did not start: ${readFileSync(log, 'utf8').trim().slice(-500)}`);
    }
    await pause(100);
  }
}
