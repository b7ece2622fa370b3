import { setMaxListeners } from 'node:events';
import { join } from 'node:path';
import { judgeReading } from '../../../src/incident/investigation/outcomes/judge-reading';
import { readSourceAnswer } from '../../../src/incident/investigation/outcomes/read-source-answer';
import { REACH_ALL } from '../../../src/incident/investigation/probe-reach';
import { readingFields } from '../../../src/incident/investigation/queries/reading-fields';
import { selectProbes } from '../../../src/incident/investigation/select-probes';
import type { Finding } from '../../../src/incident/model/finding';
import type { SourceProbe } from '../../../src/incident/model/runbook';
import { createDataSources } from '../../../src/investigation-sources/data-sources';
import { createSourceReaders } from '../../../src/investigation-sources/source-readers';
import { loadRunbooks } from '../../../src/runbooks/load-runbooks';
import { startKubernetesApi } from '../../support/kubernetes-api';
import {
  autoscaler,
  deployment,
  ended,
  event,
  type KubernetesObject,
  minutes,
  node,
  pod,
  replicaSet,
  TROUBLE,
  template,
} from '../../support/kubernetes-objects';
import { sampleIncident } from '../../support/sample-incident';
import { sampleService } from '../../support/sample-service';
import { NO_SOURCE_SETTINGS } from '../../support/source-settings';

const OWN = join(__dirname, '..', '..', '..', 'runbooks');
const { signal } = new AbortController();
setMaxListeners(0, signal);
const shop = sampleService('shop', { kubernetes: { source: null, namespace: 'shop', selector: 'app=web' } });
const incident = sampleIncident({ labels: { service: 'shop' } });
const NO_NAMES = { prometheus: [], kubernetes: [], loki: [], elasticsearch: [], httpJson: [], deployments: [] };

let api: Awaited<ReturnType<typeof startKubernetesApi>>;
beforeAll(async () => {
  api = await startKubernetesApi();
});
afterAll(() => api.stop());

const select = async (services: readonly (typeof shop)[], sources: object) =>
  selectProbes(incident, { runbooks: await loadRunbooks([OWN]), problem: null }, REACH_ALL, {
    services: { services, problem: null },
    sources: { ...NO_NAMES, ...sources },
    hasToolsImage: false,
    secretNames: [],
  });

/** What the built-in Kubernetes probes find, by probe. */
async function find(): Promise<Readonly<Record<string, Finding>>> {
  const sources = createDataSources(
    createSourceReaders({ ...NO_SOURCE_SETTINGS, kubernetes: [{ name: 'prod', url: api.url, caFile: null, secret: null }] }),
  );
  const runbook = (await loadRunbooks([OWN])).find(({ id }) => id === 'kubernetes');
  const selected = (await select([shop], { kubernetes: ['prod'] })).probes.filter((probe) => probe.runbook === 'kubernetes');
  const findings = await Promise.all(
    selected.map(async (probe) => {
      const definition = runbook?.probes.find(({ id }) => id === probe.probe);
      if (definition?.runs !== 'source') throw new Error(`${probe.probe} asks no source`);
      const { query, outcomes, recommend } = definition;
      const reading = await sources.read(query, { ...TROUBLE, services: [shop] }, signal);
      const subject = { incident, target: null, service: null };
      const run = { probe, startedAt: minutes(10), attempt: 1, durationMs: 1 };
      return readSourceAnswer({ reading, outcomes, recommend, subject, run });
    }),
  );
  return Object.fromEntries(findings.map((finding) => [finding.probe, finding]));
}
const statuses = async () =>
  Object.fromEntries(Object.entries(await find()).map(([probe, { status }]) => [probe.replace('kubernetes-', ''), status]));

const labelled = (object: KubernetesObject): KubernetesObject => ({
  ...object,
  metadata: { ...(object.metadata as KubernetesObject), labels: { app: 'web' } },
});
const [old, now] = [template('shop:1.4'), template('shop:1.5')];
const HEALTHY = {
  pods: [pod({ name: 'web-1' }), pod({ name: 'web-2' })],
  deployments: [deployment({ replicas: 2 })],
  replicasets: [replicaSet(7, minutes(-9_000), old), replicaSet(8, minutes(-5_000), now)].map(labelled),
  nodes: [node('node-1')],
  horizontalpodautoscalers: [autoscaler({ current: 2, max: 10 })],
};

it('finds a healthy service healthy', async () => {
  api.holds(HEALTHY);
  expect(await statuses()).toEqual({
    pods: 'ok',
    restarts: 'ok',
    'oom-kills': 'ok',
    events: 'ok',
    rollouts: 'ok',
    nodes: 'ok',
    autoscalers: 'ok',
  });
});

it('finds what is broken, and says it in whole sentences', async () => {
  const killed = ended('OOMKilled', 137, minutes(-1), 6);
  const waiting = { state: { waiting: { reason: 'CrashLoopBackOff', message: 'back-off' } } };
  api.holds({
    ...HEALTHY,
    pods: [pod({ name: 'web-1', ready: false, memory: '64Mi', container: { ready: false, ...killed, ...waiting } })],
    events: [event('BackOff', 'Back-off restarting failed container', { name: 'web-1', count: 9, first: minutes(-2) })],
    deployments: [deployment({ replicas: 1, status: { availableReplicas: 0 } })],
    replicasets: [replicaSet(7, minutes(-9_000), old), replicaSet(8, minutes(-10), now)].map(labelled),
    nodes: [node('node-1', [{ type: 'MemoryPressure', status: 'True', reason: 'Low', lastTransitionTime: minutes(-1) }])],
    horizontalpodautoscalers: [autoscaler({ current: 10, max: 10, now: 200 })],
  });
  const findings = await find();
  expect(await statuses()).toEqual({
    pods: 'fail',
    restarts: 'fail',
    'oom-kills': 'fail',
    events: 'warn',
    rollouts: 'fail',
    nodes: 'fail',
    autoscalers: 'warn',
  });
  expect(findings['kubernetes-oom-kills']?.summary).toBe(
    'Containers killed for running out of memory: 1. web-1: app was killed for running out of memory 1 min before the trouble, at its limit of 64Mi, restarted 6 times in all',
  );
  expect(findings['kubernetes-rollouts']?.facts).toMatchObject([
    { kind: 'change', service: 'shop' },
    { kind: 'state', cause: 'bad_deploy', holds: true },
  ]);
});

it('is unsure where there is nothing to see', async () => {
  api.holds({});
  expect(await statuses()).toMatchObject({
    pods: 'unknown',
    restarts: 'unknown',
    'oom-kills': 'unknown',
    rollouts: 'unknown',
    nodes: 'unknown',
  });
});

it('adds one line for each runbook that has no service, or no source', async () => {
  const about = (lines: readonly string[]) => lines.filter((line) => /kubernetes|logs|loki|deployments/.test(line));
  const bare = await select([], {});
  const unconfigured = await select([shop], {});
  expect(bare.probes.filter(({ runbook }) => ['kubernetes', 'logs', 'deployments'].includes(runbook))).toEqual([]);
  expect(about(bare.leftOut)).toHaveLength(3);
  expect(about(unconfigured.leftOut).length).toBeLessThanOrEqual(3);
});

it('calls nothing fine of which a part could not be read', async () => {
  const there = ['pods', 'ready', 'workloads', 'nodes', 'autoscalers', 'usual'];
  const statusWith = ({ query, outcomes }: SourceProbe, unread: number) => {
    const fields = readingFields(query).map((name) => [name, name === 'unread' ? unread : Number(there.includes(name))]);
    return judgeReading({ fields: Object.fromEntries(fields) }, outcomes, { incident, target: null, service: null }).status;
  };
  const probes = (await loadRunbooks([OWN])).flatMap((runbook) =>
    runbook.probes.flatMap((probe) => (probe.runs === 'source' ? probe : [])),
  );
  const partial = probes.filter(({ query }) => readingFields(query).includes('unread'));
  expect(partial.length).toBeGreaterThan(9);
  expect(partial.map((probe) => [probe.id, statusWith(probe, 0), statusWith(probe, 1)])).toEqual(
    partial.map(({ id }) => [id, 'ok', 'unknown']),
  );
});
