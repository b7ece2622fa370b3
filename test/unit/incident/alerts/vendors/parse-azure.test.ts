import { problemsOf, RECEIVED_AT, readOne, refusalOf } from '../../../../support/read-alert';

const ID = '/subscriptions/s-1/providers/Microsoft.AlertsManagement/alerts/c0ffee';
const TARGET = '/subscriptions/s-1/resourcegroups/shop/providers/microsoft.compute/virtualmachines/web-1';
const alert = (essentials: object = {}, data: object = {}) => ({
  schemaId: 'azureMonitorCommonAlertSchema',
  data: {
    essentials: {
      alertId: ID,
      alertRule: 'CPU of the shop',
      severity: 'Sev1',
      signalType: 'Metric',
      monitorCondition: 'Fired',
      monitoringService: 'Platform',
      alertTargetIDs: [TARGET],
      configurationItems: ['web-1'],
      originAlertId: 'o-1',
      firedDateTime: '2026-11-23T10:00:00.3713213Z',
      description: 'Too busy.',
      ...essentials,
    },
    alertContext: {
      condition: {
        allOf: [
          {
            metricName: 'Percentage CPU',
            dimensions: [{ name: 'zone', value: '2' }],
            linkToSearchResultsUI: 'https://portal.azure.com/#q',
          },
        ],
      },
    },
    customProperties: { team: 'shop' },
    ...data,
  },
});
const read = (...parts: Parameters<typeof alert>) => readOne('azure', alert(...parts));

it('an alert is one event', () => {
  expect(read()).toEqual({
    source: 'azure',
    status: 'firing',
    severity: 'critical',
    severityDefaulted: false,
    severityRaw: 'Sev1',
    title: 'CPU of the shop',
    alertName: 'CPU of the shop',
    description: 'Too busy.',
    fingerprint: `azure:${ID}`,
    startedAt: '2026-11-23T10:00:00.371Z',
    links: ['https://portal.azure.com/#q'],
    labels: { target: 'web-1', resource: TARGET, signal: 'Metric', service: 'Platform', zone: '2', team: 'shop' },
    problems: [],
    statusNote: null,
    firing: { count: 1, fingerprints: [expect.any(String)], newestStartedAt: '2026-11-23T10:00:00.371Z' },
  });
});

it('resolves by its condition, under the same key, with its severity', () => {
  expect(read({ monitorCondition: 'Resolved', resolvedDateTime: '2026-11-23T10:05:00Z' })).toMatchObject({
    status: 'resolved',
    severity: 'critical',
    fingerprint: `azure:${ID}`,
    startedAt: '2026-11-23T10:00:00.371Z',
  });
});

it.each([
  ['Sev0', 'critical'],
  ['Sev1', 'critical'],
  ['Sev2', 'high'],
  ['Sev3', 'medium'],
  ['Sev4', 'low'],
])('of the severity %s is %s', (severity, expected) => {
  expect(read({ severity })).toMatchObject({ severity: expected, severityDefaulted: false });
});

it('without a condition is firing', () => {
  expect(read({ monitorCondition: undefined, signalType: 'Activity Log' }, { alertContext: { operationName: 'delete' } }).status).toBe(
    'firing',
  );
});

it.each([
  ['Activated', 'firing'],
  ['Deactivated', 'resolved'],
])('a metric alert of the older schema that is %s is %s', (status, expected) => {
  const context = {
    id: '/rules/cpu',
    name: 'CPU',
    severity: '3',
    timestamp: '2026-11-23T10:00:00Z',
    resourceId: TARGET,
    resourceName: 'web-1',
    portalLink: 'https://portal.azure.com/#r',
  };
  expect(
    readOne('azure', { schemaId: 'AzureMonitorMetricAlert', data: { version: '2.0', status, context, properties: { team: 'shop' } } }),
  ).toMatchObject({
    status: expected,
    severity: 'medium',
    title: 'CPU',
    fingerprint: `azure:/rules/cpu:${TARGET}`,
    links: ['https://portal.azure.com/#r'],
    labels: { target: 'web-1', team: 'shop' },
  });
});

it('a log alert of the older schema is read', () => {
  const data = { AlertRuleName: 'Errors in the log', Severity: '1', Description: 'x', LinkToSearchResults: 'https://portal.azure.com/#l' };
  expect(readOne('azure', { schemaId: 'Microsoft.Insights/LogAlert', data })).toMatchObject({
    title: 'Errors in the log',
    severity: 'critical',
    status: 'firing',
  });
});

it('broken side fields lose nothing else', () => {
  const broken = {
    severity: 'Verbose',
    monitorCondition: 5,
    firedDateTime: '0001-01-01T00:00:00',
    alertTargetIDs: 'x',
    configurationItems: {},
    description: [],
  };
  const event = read(broken, { alertContext: { condition: { allOf: [null, { dimensions: 'x' }] } }, customProperties: 7 });
  expect(event).toMatchObject({ status: 'firing', severityDefaulted: true, severityRaw: 'Verbose', startedAt: RECEIVED_AT, links: [] });
  expect(problemsOf(event)).toEqual(
    expect.arrayContaining([
      'data.essentials.severity',
      'data.essentials.monitorCondition',
      'data.customProperties',
      'data.essentials.description',
    ]),
  );
});

it('one that says nothing is refused', () => {
  expect(refusalOf('azure', { schemaId: 'azureMonitorCommonAlertSchema', data: null }).field).toBe('data.essentials');
  expect(refusalOf('azure', { schemaId: 'azureMonitorCommonAlertSchema', data: { essentials: {} } }).field).toBe(
    'data.essentials.alertRule',
  );
});
