import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { freePort } from '../../src/demo/components';
import { end, run } from '../../src/demo/components/run';
import { waitUntil } from './wait-until';

const ROOT = join(__dirname, '..', '..');
export const TOKEN = 'a-token-of-the-test';
/** Long enough that a restarted Alertmanager still believes that it has told of an alert. */
const REPEAT = '4h';

/** The snippets of docs/connect.md for Alertmanager, as they are written there. */
export function documentedSnippets(): { readonly sources: string; readonly alertmanager: string } {
  const [, section = ''] = readFileSync(join(ROOT, 'docs', 'connect.md'), 'utf8').split('\n## Alertmanager\n');
  const [own = ''] = section.split('\n## ');
  const [sources = '', alertmanager = ''] = [...own.matchAll(/```yaml\n# \S+\n([\s\S]*?)```/g)].map(([, text = '']) => text);
  return { sources, alertmanager };
}

/** A Prometheus and an Alertmanager, and a metric that the test controls: what it is for a name decides the alert `<name>`. */
export interface AlertmanagerStack {
  readonly url: string;
  /** The sources of the gateway's configuration, as documented, for this Alertmanager. */
  readonly sources: string;
  /** Makes the rule of this name fire, or recover. */
  set(name: string, isBroken: boolean): void;
  startAlertmanager(): Promise<void>;
  stopAlertmanager(): Promise<void>;
  /** Without the data of an earlier start: with them, a rule may fire once more by the last value from before. */
  startPrometheus(): Promise<void>;
  stopPrometheus(): Promise<void>;
  /** What `amtool check-config` says about the documented configuration. */
  checkConfig(): Promise<{ code: number; output: string }>;
  /** Names of the alerts that the Alertmanager holds. */
  held(): Promise<readonly string[]>;
  stop(): Promise<void>;
}

export interface AlertmanagerOptions {
  /** Folder of the packages. */
  readonly packages: string;
  readonly folder: string;
  /** `HOST:PORT` of the gateway. */
  readonly gateway: string;
  /** Names of the rules. */
  readonly rules: readonly string[];
}

export async function startAlertmanagerStack({
  packages,
  folder: parent,
  gateway,
  rules,
}: AlertmanagerOptions): Promise<AlertmanagerStack> {
  const folder = mkdtempSync(join(parent, 'alertmanager-'));
  const program = (name: string): string => join(packages, 'usr', 'bin', name);
  const broken = new Set<string>();
  const metrics = createServer((_, answer) => {
    answer.end(rules.map((name) => `broken{name="${name}"} ${broken.has(name) ? 1 : 0}\n`).join(''));
  }).listen(0, '127.0.0.1');
  await once(metrics, 'listening');
  const [port, prometheusPort] = [await freePort(), await freePort()];
  const url = `http://127.0.0.1:${port}`;
  const { sources, alertmanager } = documentedSnippets();

  writeFileSync(join(folder, 'am-token'), TOKEN);
  writeFileSync(join(folder, 'documented.yml'), alertmanager);
  const quick = alertmanager
    .replace('127.0.0.1:8090', gateway)
    .replace('group_wait: 10s', `group_wait: 1s\n  group_interval: 2s\n  repeat_interval: ${REPEAT}`);
  writeFileSync(join(folder, 'alertmanager.yml'), quick);
  const metricsPort = (metrics.address() as AddressInfo).port;
  writeFileSync(join(folder, 'rules.yml'), JSON.stringify({ groups: [{ name: 'test', rules: rules.map(ruleOf) }] }));
  writeFileSync(
    join(folder, 'prometheus.yml'),
    JSON.stringify({
      global: { scrape_interval: '1s', scrape_timeout: '1s', evaluation_interval: '1s' },
      rule_files: ['rules.yml'],
      scrape_configs: [{ job_name: 'test', static_configs: [{ targets: [`127.0.0.1:${metricsPort}`] }] }],
      alerting: { alertmanagers: [{ static_configs: [{ targets: [`127.0.0.1:${port}`] }] }] },
    }),
  );

  const children = new Map<string, ChildProcess>();
  const start = async (name: string, address: string, args: readonly string[]): Promise<void> => {
    const log = openSync(join(folder, `${name}.log`), 'a');
    const child = spawn(program(name), args, { cwd: packages, stdio: ['ignore', log, log] });
    children.set(name, child);
    const isReady = () =>
      fetch(`${address}/-/ready`).then(
        ({ ok }) => ok,
        () => false,
      );
    await waitUntil(
      async () => {
        if (child.exitCode !== null)
          throw new Error(`${name} has ended: ${readFileSync(join(folder, `${name}.log`), 'utf8').slice(-2_000)}`);
        return isReady();
      },
      { what: `${name} to be ready` },
    );
  };
  const stop = async (name: string): Promise<void> => {
    const child = children.get(name);
    children.delete(name);
    if (child !== undefined) await end(child);
  };
  return {
    url,
    sources: sources.replace('http://127.0.0.1:9093', url),
    set(name, isBroken) {
      if (isBroken) broken.add(name);
      else broken.delete(name);
    },
    startAlertmanager: () =>
      start('prometheus-alertmanager', url, [
        ...[`--config.file=${join(folder, 'alertmanager.yml')}`, `--storage.path=${join(folder, 'alertmanager-data')}`],
        ...[`--web.listen-address=127.0.0.1:${port}`, '--cluster.listen-address='],
      ]),
    stopAlertmanager: () => stop('prometheus-alertmanager'),
    startPrometheus: () =>
      start('prometheus', `http://127.0.0.1:${prometheusPort}`, [
        ...[`--config.file=${join(folder, 'prometheus.yml')}`, `--storage.tsdb.path=${mkdtempSync(join(folder, 'prometheus-data-'))}`],
        `--web.listen-address=127.0.0.1:${prometheusPort}`,
      ]),
    stopPrometheus: () => stop('prometheus'),
    checkConfig: () => run(program('amtool'), ['check-config', join(folder, 'documented.yml')], { env: process.env }),
    async held() {
      const alerts = (await (await fetch(`${url}/api/v2/alerts`)).json()) as readonly { labels: { alertname: string } }[];
      return alerts.map(({ labels }) => labels.alertname).sort();
    },
    async stop() {
      for (const name of [...children.keys()]) await stop(name);
      metrics.closeAllConnections();
      metrics.close();
    },
  };
}

function ruleOf(name: string) {
  return {
    alert: name,
    expr: `broken{name="${name}"} > 0`,
    labels: { severity: 'critical' },
    annotations: { summary: `${name} is broken` },
  };
}
