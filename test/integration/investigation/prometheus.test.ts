import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRunProbe, type RunProbeDependencies } from '../../../src/activities/run-probe';
import { freePort } from '../../../src/demo/components';
import { REACH_ALL } from '../../../src/incident/investigation/probe-reach';
import { selectProbes } from '../../../src/incident/investigation/select-probes';
import type { Finding } from '../../../src/incident/model/finding';
import type { Runbook } from '../../../src/incident/model/runbook';
import { createDataSources } from '../../../src/investigation-sources/data-sources';
import { createSourceReaders } from '../../../src/investigation-sources/source-readers';
import { loadRunbooks } from '../../../src/runbooks/load-runbooks';
import { startFilledPrometheus } from '../../support/filled-prometheus';
import { describeWith } from '../../support/needs';
import { sampleIncident } from '../../support/sample-incident';
import { sampleService } from '../../support/sample-service';
import { NO_SOURCE_SETTINGS } from '../../support/source-settings';
import { withoutContainers } from '../../support/without-containers';

const MINUTE = 60;
const DAY = 24 * 60 * MINUTE;
const RUNBOOK = `
id: metrics
title: Metrics
probes:
  - id: error-ratio
    title: Errors
    aspect: availability
    kind: health
    component: api
    weight: 4
    targets: service
    prometheus: { query: 'errors:ratio{job="{{service.name}}"}', read: compare }
    outcomes:
      - when: { value: missing }
        status: unknown
        message: no requests
      - when: { value: '> 0.05', timesDayAgo: '> 3' }
        status: fail
        message: '{{value | percent}} fail, {{timesWeekAgo}} times as many as a week ago'
        cause: errors_returned
      - status: ok
        message: '{{value | percent}} fail'
  - id: latency
    title: Latency
    aspect: performance
    kind: health
    component: api
    weight: 3
    targets: service
    prometheus: { query: 'latency_seconds{job=~"{{service.name}}"}', read: range, history: 1d, step: 1m, signal: latency, unit: s }
    outcomes:
      - { when: { verdict: unusual }, status: warn, message: '{{value | seconds}} since {{since | time}}', cause: slow }
      - { when: { verdict: usual }, status: ok, message: '{{value | seconds}}' }
  - id: all-metrics
    title: Metrics of the services
    aspect: evidence
    kind: correlation
    component: api
    weight: 1
    targets: services
    metrics: { history: 1d, step: 1m }
    outcomes:
      - { when: { unusual: '> 0' }, status: warn, message: '{{unusual}} of the metrics are unusual' }
      - { status: ok, message: as usual }
  - id: broken-query
    title: Broken
    aspect: evidence
    kind: correlation
    component: api
    weight: 1
    prometheus: { query: 'sum(' }
    outcomes: [{ status: ok, message: fine }]
`;

describeWith(['alertmanager'], 'a real Prometheus', () => {
  const folder = mkdtempSync(join(tmpdir(), 'incident-prometheus-'));
  const now = Math.floor(Date.now() / 1_000);
  const startedAt = now - 12 * MINUTE;
  let prometheus: Awaited<ReturnType<typeof startFilledPrometheus>>;
  let runbooks: readonly Runbook[];

  beforeAll(async () => {
    const times = Array.from({ length: (8 * DAY) / MINUTE }, (_, index) => now - 8 * DAY + (index + 1) * MINUTE);
    const noise = (time: number): number => 1 + Math.sin(time / 700) / 10;
    const at = (value: (time: number) => number) => times.map((time) => [time, value(time)] as const);
    const measured = {
      'errors:ratio{job="cart"}': at((time) => 0.01 * noise(time) * (time >= startedAt ? 20 : 1)),
      'latency_seconds{job="cart"}': at((time) => 0.1 * noise(time) + (time >= startedAt ? 2 : 0)),
      'errors:ratio{job="db"}': at((time) => 0.01 * noise(time)),
      'latency_seconds{job="db"}': at((time) => 0.1 * noise(time)),
    };
    prometheus = await startFilledPrometheus(measured, { packages: process.env.TEST_PROMETHEUS_FOLDER ?? '', folder });
    writeFileSync(join(folder, 'metrics.yaml'), RUNBOOK);
    runbooks = await loadRunbooks([folder]);
  });
  afterAll(async () => {
    await prometheus?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** The findings about one service, by the probe's id; the probes run without an engine. */
  async function investigate(name: string, url: string): Promise<Readonly<Record<string, Finding>>> {
    const metrics = [{ name: 'latency', signal: 'latency', source: null, query: `latency_seconds{job="${name}"}`, unit: 's' } as const];
    const services = { services: [sampleService(name, { metrics })], problem: null };
    const incident = sampleIncident({ labels: { service: name }, targets: [], startedAt: new Date(startedAt * 1_000).toISOString() });
    const names = { prometheus: ['main'], kubernetes: [], loki: [], elasticsearch: [], httpJson: [], deployments: [] };
    const { probes } = selectProbes(incident, { runbooks, problem: null }, REACH_ALL, {
      services,
      sources: names,
      hasToolsImage: false,
      secretNames: [],
    });
    const dependencies: RunProbeDependencies = {
      ...withoutContainers(),
      runbooks: async () => ({ runbooks, problem: null }),
      services: async () => services,
      sources: createDataSources(createSourceReaders({ ...NO_SOURCE_SETTINGS, prometheus: [{ name: 'main', url, secret: null }] })),
      now: () => new Date(now * 1_000),
    };
    const run = createRunProbe(dependencies);
    const findings = await Promise.all(probes.map((probe) => run({ incident, probe, attempt: 1, run: 'r-1' })));
    return Object.fromEntries(findings.map((finding) => [finding.probe, finding]));
  }

  it('that measures trouble', async () => {
    const findings = await investigate('cart', prometheus.url);
    expect(findings['error-ratio']).toMatchObject({
      status: 'fail',
      summary: expect.stringMatching(/^(1[5-9]|2\d)(\.\d+)? % fail, (1[5-9]|2\d)(\.\d+)? times as many as a week ago$/),
      facts: [{ kind: 'state', cause: 'errors_returned', holds: true, service: 'cart' }],
    });
    expect(findings.latency).toMatchObject({
      status: 'warn',
      summary: expect.stringMatching(/^2\.\d s since /),
      facts: [
        { kind: 'state', cause: 'slow', holds: true },
        { kind: 'metric', verdict: 'unusual', service: 'cart' },
      ],
    });
    expect(findings['all-metrics']).toMatchObject({
      status: 'warn',
      summary: '1 of the metrics are unusual',
      evidence: [expect.stringMatching(/^cart: latency is 2\.\d+ s/), '0 of 1 metrics are as usual, 0 have too few samples to tell'],
    });
  });

  it('that measures none', async () => {
    const findings = await investigate('db', prometheus.url);
    expect(findings['error-ratio']).toMatchObject({ status: 'ok', facts: [{ cause: 'errors_returned', holds: false }] });
    expect(findings.latency).toMatchObject({ status: 'ok', facts: [{ cause: 'slow', holds: false }, { verdict: 'usual' }] });
    expect(findings['all-metrics']).toMatchObject({ status: 'ok', summary: 'as usual' });
  });

  it('that has never heard of the service, or does not understand the query', async () => {
    const findings = await investigate('gone', prometheus.url);
    expect(findings['error-ratio']).toMatchObject({ status: 'unknown', summary: 'no requests' });
    expect(findings.latency).toMatchObject({ status: 'unknown', summary: expect.stringContaining('no outcome of the probe matches') });
    expect(findings['broken-query']).toMatchObject({
      status: 'unknown',
      summary: expect.stringMatching(/^unknown: Prometheus main at .*: HTTP 400 \(.*parse error/),
      recommendations: ['Correct the query.'],
    });
  });

  it('that is not there', async () => {
    for (const finding of Object.values(await investigate('cart', `http://127.0.0.1:${await freePort()}`))) {
      expect(finding).toMatchObject({ status: 'unknown', summary: expect.stringMatching(/unreachable \(ECONNREFUSED\)/) });
      expect(finding).not.toHaveProperty('facts');
    }
  });
});
