import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ConfigError, loadConfig } from '../../../src/config';
import { fileSchema } from '../../../src/config/file-schema';

const PEOPLE = ['ann@example.com', '@ops'];
const VALID = {
  idPrefix: 'PROD',
  defaultResponders: { critical: PEOPLE },
  teams: { ops: PEOPLE },
  escalation: { critical: [PEOPLE, { name: 'managers', users: PEOPLE }] },
  acknowledgeWithin: { critical: '5m' },
  escalateEvery: { high: '5m' },
  repeatLastLevel: 2,
  remindAfter: { low: '1d' },
  archiveAfter: '1d',
  archiveChannel: true,
  privacy: { default: 'auto', privateLabels: ['security'], privateUsers: PEOPLE },
  defaultTargets: ['https://example.com'],
  runbooks: ['runbooks'],
  services: 'services.yaml',
  reportsDir: 'reports',
  probeImage: 'alpine',
  toolsImage: 'incident-tools:1',
  probeSecrets: ['SHOP_DB_PASSWORD'],
  probeNetworks: ['bridge'],
  probes: { allow: ['10.0.0.0/8'], deny: ['fd00::1'] },
  actions: { allow: ['restart-deployment', 'kubernetes/scale-deployment'] },
  temporalUiUrl: 'http://localhost:8080',
  cachedIncidents: 100,
  alerts: {
    rules: [
      {
        name: 'prod',
        when: { source: ['prod-am'], severity: ['high'], labels: { env: ['prod'] } },
        do: 'join',
        by: ['service'],
        within: '30m',
      },
    ],
    onRecovery: { critical: 'ask' },
    settle: '2m',
    reopenWithin: '24h',
    staleAfter: '12h',
  },
  maintenance: [{ name: 'patching', when: {}, rrule: 'FREQ=WEEKLY', for: '3h', timezone: 'UTC', since: '2024-01-01' }],
  sources: {
    am: { type: 'alertmanager', auth: 'bearer', secrets: ['AM_TOKEN'], url: 'http://alertmanager:9093', limit: 600 },
    own: { type: 'generic', auth: 'none', map: { title: '$.check.name' } },
  },
  heartbeats: {
    'nightly-backup': { every: '24h', grace: '1h', severity: 'high', users: PEOPLE, auth: 'bearer', secrets: ['BACKUP_TOKEN'], limit: 60 },
  },
  slack: { command: '/oncall', broadcast: { channel: 'incidents', severities: ['critical'] } },
  notify: [{ name: 'pager', type: 'pagerduty-events', secret: 'PD_ROUTING_KEY', when: { severity: ['critical'] } }],
  onCall: { dba: { type: 'pagerduty', schedule: 'PI7DH85', secret: 'PD_TOKEN' } },
  dataSources: {
    prometheus: [{ name: 'main', url: 'https://prometheus.example.com', secret: 'PROMETHEUS_TOKEN' }],
    kubernetes: [{ name: 'edge', url: 'https://10.0.0.1:6443', caFile: 'ca.crt' }],
    loki: [{ url: 'http://loki:3100', tenant: 'shop' }],
    elasticsearch: [{ url: 'https://elastic.example.com', index: 'logs-*' }],
    httpJson: [{ url: 'https://status.example.com', header: 'X-Api-Key' }],
    deployments: [
      { type: 'json', url: 'https://deploys.example.com', project: 'shop', items: '$[*]', map: { at: '$.at', text: '$.title' } },
    ],
  },
};
const WRONG = [3, -1, 'x y', '', true, null, [], [3], [[3]], [[]], {}, { x: 3 }, { critical: 3 }, Array(60).fill('a'), 'y'.repeat(100)];

/** Every copy of a value in which one thing, at any depth, is something else, with the path of that thing. */
function* spoilt(value: unknown, path = ''): Generator<readonly [string, unknown]> {
  for (const wrong of WRONG) yield [path, wrong];
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    const rest = path === '' ? key : `${path}.${key}`;
    for (const [where, other] of spoilt(inner, rest)) {
      const copy = (Array.isArray(value) ? [...value] : { ...value }) as Record<string, unknown>;
      copy[key] = other;
      yield [where, copy];
    }
  }
}

const cwd = mkdtempSync(join(tmpdir(), 'schema-'));
afterAll(() => rmSync(cwd, { recursive: true }));
function problemsOf(content: unknown): ConfigError['problems'] {
  const INCIDENT_CONFIG = join(cwd, 'file.yaml');
  writeFileSync(INCIDENT_CONFIG, JSON.stringify(content));
  try {
    loadConfig({ env: { INCIDENT_CONFIG }, cwd, purpose: 'client' });
    return [];
  } catch (error) {
    return (error as ConfigError).problems;
  }
}

it('knows a valid value of every key', () => {
  expect(Object.keys(VALID)).toEqual(Object.keys(fileSchema.shape));
  expect(problemsOf(VALID)).toEqual([]);
});

it('takes what holds for every severity as a value a severity, too', () => {
  const bySeverity = {
    repeatLastLevel: { critical: 5, low: 0 },
    archiveAfter: { critical: '7d', low: '1h' },
    archiveChannel: { critical: false },
  };
  expect(problemsOf({ ...VALID, ...bySeverity })).toEqual([]);
  expect(problemsOf({ archiveAfter: { critical: 5 }, archiveChannel: { high: 'no' }, repeatLastLevel: { urgent: 1 } })).toMatchObject([
    { path: 'repeatLastLevel.urgent' },
    { path: 'archiveAfter.critical', allowed: 'a duration such as 90s, 5m, 1h or 7d' },
    { path: 'archiveChannel.high', allowed: 'true, false' },
  ]);
});

it('says in its own words what is allowed, whatever stands at whichever key', () => {
  const foreign = /Invalid|expected|received|Too (big|small)|Unrecognized/i;
  const told = [
    ...spoilt(VALID),
    ...spoilt({ archiveAfter: { low: '1h' }, archiveChannel: { low: true }, repeatLastLevel: { low: 0 } }),
  ].flatMap(([path, content]) => problemsOf(content).map((problem) => ({ ...problem, spoilt: path })));
  expect(told.length).toBeGreaterThan(300);
  expect(told.filter(({ allowed }) => foreign.test(allowed))).toEqual([]);
});

it.each([
  [{ acknowledgeWithin: { critical: 5 } }, 'acknowledgeWithin.critical: 5 is not valid (allowed: a duration such as 90s, 5m, 1h or 7d)'],
  [
    { defaultResponders: 3 },
    'defaultResponders: 3 is not valid (allowed: a list of at most 50 people, or one per severity: critical, high',
  ],
  [{ escalation: { critical: ['a'] } }, 'escalation.critical.#1: "a" is not valid (allowed: a list of 1 to 50 people, or {name, users}'],
  [{ remindAfter: 'soon' }, 'remindAfter: "soon" is not valid (allowed: a duration for each severity, such as {critical: 5m, '],
  [
    { escalation: 'ops' },
    'escalation: "ops" is not valid (allowed: a list of at most 10 levels for each severity (critical, high, medium,',
  ],
  [
    { alerts: { rules: [{ name: 'near', do: 'joinDependency' }] } },
    'alerts.rules.#1 (near).do: "joinDependency" is not valid (allowed: joinDependency only with the key services, which names the file',
  ],
  [
    { services: 'services.yaml', alerts: { rules: [{ do: 'joinDependency', within: '5m' }] } },
    'alerts.rules.#1.within: "5m" is not valid (allowed: nothing, since only do: join uses it)',
  ],
  [{ privacy: { default: 'maybe' } }, 'privacy.default: "maybe" is not valid (allowed: public, private, auto)'],
])('%j', (content, message) => {
  const [{ path, problem, allowed } = { path: '', problem: '', allowed: '' }] = problemsOf(content);
  expect(`${path}: ${problem} (allowed: ${allowed})`).toContain(message);
});
