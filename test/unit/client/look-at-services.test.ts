import { lookAtServices } from '../../../src/client/look-at-services';
import { NO_SOURCES } from '../../../src/incident/investigation/select-probes';
import type { Service } from '../../../src/incident/model/investigation/service';

const service = (name: string, given: Partial<Service> = {}): Service => ({
  name,
  title: name,
  owner: null,
  dependsOn: [],
  targets: [],
  labels: {},
  metrics: [],
  variables: {},
  runbook: null,
  kubernetes: null,
  logs: null,
  deployments: null,
  ...given,
});
const CONFIG = { file: 'own.yaml', dataSourceNames: { ...NO_SOURCES, prometheus: ['eu'], elasticsearch: ['es'] } };

it('counts and names the services', () => {
  const usual = service('db', { logs: { source: 'es', query: 'x' }, deployments: { source: null, project: 'a' } });
  expect(lookAtServices([service('shop'), usual], CONFIG)).toBe('2: shop, db');
});

it('names each data source that a service names and the configuration lacks', () => {
  const metric = { name: 'errors', signal: 'errors', source: 'us', query: 'up', unit: null } as const;
  const shop = service('shop', {
    metrics: [metric],
    kubernetes: { source: 'prod', namespace: 'shop', selector: null },
    logs: { source: 'nowhere', query: 'x' },
    deployments: { source: 'nosuch', project: 'shop' },
  });
  const look = () => lookAtServices([shop], CONFIG);
  expect(look).toThrow(
    [
      'shop: metric errors: no prometheus source is named us (allowed: eu)',
      'shop: kubernetes.source: no kubernetes source is named prod (allowed: none is configured)',
      'shop: logs.source: no loki or elasticsearch source is named nowhere (allowed: es)',
      'shop: deployments.source: no deployments source is named nosuch (allowed: none is configured)',
    ].join('\n'),
  );
  expect(look).toThrow(expect.objectContaining({ hint: expect.stringContaining('dataSources in own.yaml') }));
});
