import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { IncidentClient } from '../../src/client/temporal/incident-client';
import { loadConfig } from '../../src/config';
import { type BringUpOptions, bringUpTemporal } from '../../src/demo/components';
import { makePrivateFolder } from '../../src/demo/components/private-folder';
import { InvalidInputError } from '../../src/incident/text/errors';
import { fetchDebianPrometheus } from '../../test/support/debian-prometheus';
import { startPrometheusWith } from '../../test/support/filled-prometheus';
import { startBenchWorker } from '../bench-worker';
import { Progress } from '../progress';
import { LOCAL_FOLDER, PROJECT_ROOT } from '../project-root';
import { readDataSet, type Scenario } from './data-set';
import { type Answer, investigate } from './investigate';
import { naiveRanking } from './naive-rule';
import { openMetrics } from './open-metrics';
import { RCA_USAGE, type RcaOptions, readRcaOptions } from './options';
import { renderRca } from './render';
import { type RcaResults, score } from './score';
import { servicesFile } from './services-file';
import { layOut } from './timeline';

/** The newest measurement is so old that nothing of the trouble lies in the future. */
const AGE_S = 2 * 3_600;
const STEP_S = 300;

/** On Ctrl-C this process exits, and its exit handlers stop whatever it brought up. */
function endWithSignals(): void {
  process.once('SIGINT', () => process.exit(130));
  process.once('SIGTERM', () => process.exit(143));
}

async function main(): Promise<void> {
  const options = readRcaOptions(process.argv.slice(2));
  if (options === 'help') {
    process.stdout.write(RCA_USAGE);
    return;
  }
  endWithSignals();
  const progress = new Progress();
  const results = await measure(options, progress);
  progress.close();
  const json = `${JSON.stringify(results, null, 2)}\n`;
  makePrivateFolder(LOCAL_FOLDER);
  writeFileSync(join(LOCAL_FOLDER, 'bench-rca.json'), json);
  process.stdout.write(options.json ? json : renderRca(results));
}

async function measure({ cases: folder, atOnce }: RcaOptions, progress: Progress): Promise<RcaResults> {
  const scenarios = readDataSet(folder);
  const { stretches, questions } = layOut(scenarios, Math.floor(Date.now() / 1_000 / STEP_S) * STEP_S - AGE_S);
  const work = mkdtempSync(join(tmpdir(), 'incident-bench-rca-'));
  const ends: (() => unknown)[] = [() => rmSync(work, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })];
  const cacheDir = join(LOCAL_FOLDER, 'cache');
  const options: BringUpOptions = {
    env: environment(),
    localDir: join(work, 'temporal'),
    cacheDir,
    announce: (line) => progress.step(line),
  };
  try {
    progress.step(`loading ${stretches.length} stretches of measurements into a Prometheus`);
    const prometheus = await startPrometheusWith(openMetrics(stretches), { packages: await fetchDebianPrometheus(cacheDir), folder: work });
    ends.push(prometheus.stop);
    const temporal = await bringUpTemporal(options);
    ends.push(temporal.stop);
    const services = join(work, 'services.yaml');
    // JSON is valid YAML.
    writeFileSync(services, JSON.stringify(servicesFile(scenarios)));
    const runbooks = join(work, 'runbooks');
    mkdirSync(runbooks);
    copyFileSync(join(PROJECT_ROOT, 'runbooks', 'metrics.yaml'), join(runbooks, 'metrics.yaml'));
    const worker = await startBenchWorker({
      env: { TEMPORAL_ADDRESS: temporal.address, INCIDENT_SLACK: 'off' },
      config: {
        runbooks: [runbooks],
        services,
        dataSources: { prometheus: [{ name: 'bench', url: prometheus.url }] },
      },
    });
    ends.push(worker.stop);
    const connection = await Connection.connect({ address: temporal.address });
    ends.push(() => connection.close());
    const { rules } = loadConfig({ env: { INCIDENT_CONFIG: worker.configFile, INCIDENT_SLACK: 'off' }, purpose: 'client' });
    const incidents = new IncidentClient({ client: new Client({ connection }), address: temporal.address, rules });
    const done = (count: number): void => progress.update(`${count} of ${questions.length} incidents are investigated`);
    progress.step(`${questions.length} incidents, ${atOnce} at a time`);
    return score(await investigate(questions, { incidents, worker, atOnce, done }), naiveRule(scenarios));
  } finally {
    // A failed clean-up must not discard the measurement.
    for (const end of ends.reverse()) {
      await Promise.resolve()
        .then(end)
        .catch((error: Error) => progress.step(`left behind: ${error.message}`));
    }
  }
}

function naiveRule(scenarios: readonly Scenario[]): (answer: Answer) => readonly string[] {
  return ({ question }) =>
    scenarios.filter(({ name }) => name === question.scenario).flatMap((scenario) => naiveRanking(question, scenario));
}

/** Settings of Temporal from the environment are dropped, so that the bench never writes into a server in use. */
function environment(): BringUpOptions['env'] {
  const { PATH, HOME, TEMPORAL_CLI_PATH } = process.env;
  return { PATH, HOME, TEMPORAL_CLI_PATH };
}

main().catch((error: Error & { hint?: string; code?: string }) => {
  const isUsage = error instanceof InvalidInputError || error.code?.startsWith('ERR_PARSE_ARGS');
  process.stderr.write(`${error.message}\n${error.hint ? `${error.hint}\n` : ''}${isUsage ? `\n${RCA_USAGE}` : ''}`);
  process.exitCode = isUsage ? 2 : 1;
});
