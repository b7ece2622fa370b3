import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { configFile, type LoadArguments } from '../../support/config-file';

const file = configFile('probes');
const load = (dataSources: object, ...rest: LoadArguments) => file.load({ dataSources }, ...rest);
const problemsOf = (dataSources: object, ...rest: LoadArguments) => file.problemsOf({ dataSources }, ...rest);

const ALL = {
  prometheus: [{ name: 'main', url: 'https://prometheus.example.com', secret: 'PROM_TOKEN' }, { url: 'http://localhost:9090' }],
  kubernetes: [{ name: 'edge', url: 'https://10.0.0.1:6443', secret: 'EDGE_TOKEN', caFile: '/etc/edge/ca.crt' }],
  loki: [{ url: 'http://loki:3100', tenant: 'shop' }],
  elasticsearch: [{ url: 'https://elastic.example.com', secret: 'ELASTIC_LOGIN' }],
  httpJson: [{ name: 'status', url: 'https://status.example.com/api', header: 'X-Api-Key', secret: 'STATUS_KEY' }],
  deployments: [
    { type: 'github', secret: 'GITHUB_TOKEN', project: 'acme/shop' },
    { name: 'own', type: 'json', url: 'https://deploys.example.com', map: { at: '$.at', text: '$.title' } },
  ],
};
const SECRETS = {
  PROM_TOKEN: 'tell-tale-1',
  EDGE_TOKEN: 'tell-tale-2',
  ELASTIC_LOGIN: 'ann:tell-tale-3',
  STATUS_KEY: 'tell-tale-4',
  GITHUB_TOKEN: 'tell-tale-5',
};

it('are read with their secrets by a process that runs probes, and by the doctor; the others know the names', () => {
  const config = load(ALL, SECRETS);
  expect(config.dataSources).toMatchObject({
    prometheus: [
      { name: 'main', url: 'https://prometheus.example.com' },
      { name: 'prometheus', url: 'http://localhost:9090', secret: null },
    ],
    kubernetes: [{ name: 'edge', url: 'https://10.0.0.1:6443', caFile: '/etc/edge/ca.crt' }],
    loki: [{ name: 'loki', url: 'http://loki:3100', tenant: 'shop', secret: null }],
    elasticsearch: [{ name: 'elasticsearch', index: 'logs-*' }],
    httpJson: [{ name: 'status', header: 'X-Api-Key' }],
    deployments: [
      { name: 'deployments', type: 'github', url: 'https://api.github.com', project: 'acme/shop' },
      { name: 'own', type: 'json', items: '$[*]', map: { at: '$.at', text: '$.title' } },
    ],
  });
  expect(config.dataSources?.prometheus[0]?.secret?.value()).toBe('tell-tale-1');
  expect(config.dataSources?.elasticsearch[0]?.secret?.value()).toBe('ann:tell-tale-3');
  expect(JSON.stringify(config)).not.toContain('tell-tale');
  for (const purpose of ['client', 'gateway'] as const) {
    const { dataSources, dataSourceNames } = load(ALL, {}, purpose);
    expect(dataSources).toBeNull();
    expect(dataSourceNames).toMatchObject({
      prometheus: ['main', 'prometheus'],
      kubernetes: ['edge'],
      deployments: ['deployments', 'own'],
    });
  }
  expect(load(ALL, SECRETS, 'doctor').dataSources).not.toBeNull();
});

it('read a secret from its file again after it was refused', () => {
  const path = join(file.cwd, 'token');
  writeFileSync(path, 'old\n');
  const [source] =
    load({ prometheus: [{ url: 'https://p.example.com', secret: 'PROM_TOKEN' }] }, { PROM_TOKEN_FILE: path }).dataSources?.prometheus ?? [];
  writeFileSync(path, 'new\n');
  expect([source?.secret?.value(), source?.secret?.refresh(), source?.secret?.value()]).toEqual(['old', 'new', 'new']);
});

it.each([
  [{ prometheus: [{ name: 'main' }] }, 'dataSources.prometheus.#1 (main).url: is missing (allowed: an https URL'],
  [
    { prometheus: [{ url: 'http://p.example.com' }] },
    'dataSources.prometheus.#1.url: "http://p.example.com" is not valid (allowed: an https URL',
  ],
  [{ prometheus: [{ url: 'https://ann:pw@p.example.com' }] }, 'dataSources.prometheus.#1.url: '],
  [
    { prometheus: [{ url: 'https://p.example.com', token: 'x' }] },
    'dataSources.prometheus.#1.token: is not a known key (allowed: name, secret, url)',
  ],
  [{ prometheus: [{ url: 'https://p.example.com' }, { url: 'https://q.example.com' }] }, 'dataSources.prometheus.#2.name: '],
  [
    { prometheus: { url: 'https://p.example.com' } },
    'dataSources.prometheus: {"url":"https://p.example.com"} is not valid (allowed: a list of at most 20',
  ],
  [{ promtheus: [] }, 'dataSources.promtheus: is not a known key; did you mean prometheus?'],
  [{ kubernetes: [{ name: 'x' }] }, 'dataSources.kubernetes.#1 (x).url: is missing (allowed: either inCluster: true, or url)'],
  [
    { kubernetes: [{ inCluster: true, url: 'https://k.example.com' }] },
    'dataSources.kubernetes.#1.inCluster: true is not valid (allowed: either',
  ],
  [
    { deployments: [{ url: 'https://d.example.com' }] },
    'dataSources.deployments.#1.type: is missing (allowed: github, gitlab, argocd, json)',
  ],
  [{ deployments: [{ type: 'argocd' }] }, 'dataSources.deployments.#1 (argocd).url: is missing'],
  [
    { deployments: [{ type: 'json', url: 'https://d.example.com', map: { at: 'x', text: '$.t' } }] },
    'dataSources.deployments.#1 (json).map.at: "x" is not valid (allowed: a JSONPath',
  ],
  [
    { loki: [{ name: 'logs', url: 'http://loki:3100' }], elasticsearch: [{ name: 'logs', url: 'http://es:9200' }] },
    'dataSources.elasticsearch.#1 (logs).name: "logs" is not valid (allowed: a name that no source under loki has)',
  ],
])('%j is refused by its path', (dataSources, message) => {
  const [problem = '', ...others] = problemsOf(dataSources);
  expect(problem).toContain(message);
  expect(others).toEqual([]);
});

it('need their secrets, and a pod for inCluster', () => {
  expect(problemsOf(ALL, { ...SECRETS, EDGE_TOKEN: '' })).toEqual([
    'dataSources.kubernetes.#1 (edge).secret: EDGE_TOKEN is not set (allowed: EDGE_TOKEN, or EDGE_TOKEN_FILE with the path of a file that holds it)',
  ]);
  expect(problemsOf({ kubernetes: [{ name: 'own', inCluster: true }] })).toEqual([
    expect.stringMatching(/^dataSources\.kubernetes\.#1 \(own\)\.inCluster: this process has no service account of a pod/),
  ]);
});
