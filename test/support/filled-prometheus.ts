import { spawn } from 'node:child_process';
import { createWriteStream, mkdtempSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from '../../src/demo/components';
import { end, run } from '../../src/demo/components/run';

const LOAD_LIMIT_MS = 300_000;
const READY_WITHIN_MS = 60_000;

/** A series by its name with labels, `up{job="cart"}`: seconds since 1970 and values. */
export type Measured = Readonly<Record<string, readonly (readonly [number, number])[]>>;

/** A real Prometheus that holds these measurements, and scrapes nothing. `packages` is the folder of Debian's packages. */
export function startFilledPrometheus(measured: Measured, place: Place): Promise<FilledPrometheus> {
  const lines = Object.entries(measured).flatMap(([series, samples]) => samples.map(([time, value]) => `${series} ${value} ${time}\n`));
  return startPrometheusWith([...lines, '# EOF\n'], place);
}

export interface FilledPrometheus {
  readonly url: string;
  stop(): Promise<void>;
}

interface Place {
  readonly packages: string;
  readonly folder: string;
}

/** The same for measurements as OpenMetrics text, in pieces. */
export async function startPrometheusWith(openMetrics: Iterable<string>, { packages, folder: parent }: Place): Promise<FilledPrometheus> {
  const folder = mkdtempSync(join(parent, 'prometheus-'));
  const program = (name: string): string => join(packages, 'usr', 'bin', name);
  const [text, data] = [join(folder, 'measured.txt'), join(folder, 'data')];
  await pipeline(Readable.from(openMetrics), createWriteStream(text));
  // By default a block spans two hours, and the whole file is read once for each block.
  const args = ['tsdb', 'create-blocks-from', '--quiet', '--max-block-duration=8760h', 'openmetrics', text, data];
  const loaded = await run(program('promtool'), args, { env: process.env, timeoutMs: LOAD_LIMIT_MS });
  if (loaded.code !== 0) throw new Error(`promtool couldn't load the measurements: ${loaded.output.trim()}`);
  writeFileSync(join(folder, 'prometheus.yml'), 'scrape_configs: []\n');
  const url = `http://127.0.0.1:${await freePort()}`;
  const log = join(folder, 'log');
  const output = openSync(log, 'a');
  const flags = [`--config.file=${join(folder, 'prometheus.yml')}`, `--storage.tsdb.path=${data}`, '--storage.tsdb.retention.time=100y'];
  const child = spawn(program('prometheus'), [...flags, `--web.listen-address=${new URL(url).host}`], {
    stdio: ['ignore', output, output],
  });
  const endWithUs = (): void => void child.kill('SIGKILL');
  process.once('exit', endWithUs);
  const stop = async (): Promise<void> => {
    process.removeListener('exit', endWithUs);
    await end(child);
  };
  for (const giveUpAt = Date.now() + READY_WITHIN_MS; !(await isReady(url)); await pause(100)) {
    if (child.exitCode === null && Date.now() < giveUpAt) continue;
    await stop();
    throw new Error(`Prometheus did not start: ${readFileSync(log, 'utf8').slice(-2_000)}`);
  }
  return { url, stop };
}

function isReady(url: string): Promise<boolean> {
  return fetch(`${url}/-/ready`).then(
    ({ ok }) => ok,
    () => false,
  );
}
