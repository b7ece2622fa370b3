import { SAMPLES } from '../unit/incident/alerts/vendors/samples/all';

const alert = {
  status: 'firing',
  labels: { alertname: 'DiskFull', severity: 'critical', instance: 'db-1:9100' },
  annotations: { summary: 'Disk full', runbook_url: 'https://wiki.example.com/disk' },
  startsAt: '2026-11-23T22:00:00Z',
  endsAt: '0001-01-01T00:00:00Z',
  generatorURL: 'https://prometheus.example.com/graph',
  fingerprint: 'f1',
};
const group = {
  version: '4',
  groupKey: '{}:{alertname="DiskFull"}',
  truncatedAlerts: 0,
  status: 'firing',
  receiver: 'ops',
  groupLabels: { alertname: 'DiskFull' },
  commonLabels: { alertname: 'DiskFull' },
  commonAnnotations: {},
  externalURL: 'https://alertmanager.example.com',
  alerts: [alert, { ...alert, fingerprint: 'f2', status: 'resolved' }],
};
const alarm = {
  AlarmName: 'cpu',
  AlarmDescription: 'CPU',
  AWSAccountId: '1',
  NewStateValue: 'ALARM',
  StateChangeTime: '2026-11-23T22:00:00.000+0000',
  Region: 'EU (Ireland)',
  AlarmArn: 'arn:aws:cloudwatch:eu-west-1:1:alarm:cpu',
  Trigger: { MetricName: 'CPUUtilization', Dimensions: [{ name: 'Instance', value: 'i-1' }] },
};

/** One or two payloads of each source that has no samples of its own. */
const OTHERS: Readonly<Record<string, readonly unknown[]>> = {
  alertmanager: [group, [alert], [{ labels: {}, alerts: [alert] }]],
  grafana: [
    { ...group, orgId: 1 },
    {
      ruleId: 0,
      ruleName: 'CPU',
      state: 'alerting',
      evalMatches: [{ metric: 'm', value: 1, tags: { host: 'a' } }],
      tags: { severity: 'p1' },
    },
  ],
  cloudwatch: [
    {
      Type: 'Notification',
      MessageId: 'm',
      TopicArn: 'arn:aws:sns:eu-west-1:1:t',
      Subject: 's',
      Message: JSON.stringify(alarm),
      Timestamp: '2026-11-23T22:00:00Z',
    },
    { Records: [{ EventSource: 'aws:sns', Sns: { MessageId: 'm', Message: JSON.stringify(alarm) } }] },
    {
      'detail-type': 'CloudWatch Alarm State Change',
      id: 'e',
      detail: { alarmName: 'cpu', state: { value: 'OK', timestamp: '2026-11-23T22:00:00Z' } },
    },
  ],
  datadog: [
    {
      title: '[Triggered] CPU',
      alert_transition: 'Triggered',
      alert_id: '7',
      alert_scope: 'host:a',
      alert_priority: 'P2',
      tags: 'env:prod,host:a',
      date: '1795474800000',
      body: '%%%\ntext\n%%%',
    },
  ],
  pagerduty: [
    {
      event: {
        id: 'e',
        event_type: 'incident.triggered',
        occurred_at: '2026-11-23T22:00:00Z',
        data: {
          id: 'P1',
          title: 'CPU',
          urgency: 'high',
          priority: { summary: 'P1' },
          html_url: 'https://x.pagerduty.com/incidents/P1',
          service: { summary: 's' },
        },
      },
    },
  ],
  'pagerduty-events': [
    {
      routing_key: 'r',
      event_action: 'trigger',
      dedup_key: 'd',
      payload: { summary: 'CPU', severity: 'critical', source: 'db-1', custom_details: { a: 1 } },
      links: [{ href: 'https://a.example.com', text: 't' }],
    },
  ],
  opsgenie: [
    {
      action: 'Create',
      integrationId: 'i',
      alert: { alertId: 'a', alias: 'b', message: 'CPU', priority: 'P1', tags: ['x'], details: { host: 'a' }, createdAt: 1795474800000 },
    },
  ],
  sentry: [
    {
      action: 'triggered',
      data: {
        event: {
          event_id: 'e',
          issue_id: '1',
          title: 'TypeError',
          level: 'error',
          web_url: 'https://sentry.io/e',
          tags: [['env', 'prod']],
        },
        triggered_rule: 'r',
      },
    },
    {
      action: 'critical',
      data: {
        metric_alert: { identifier: '1', organization_id: '2', date_started: '2026-11-23T22:00:00Z', alert_rule: { name: 'r' } },
        description_title: 'd',
      },
    },
  ],
  newrelic: [
    {
      id: 'i',
      issueUrl: 'https://x.newrelic.com',
      title: 'CPU',
      priority: 'CRITICAL',
      state: 'ACTIVATED',
      impactedEntities: ['a'],
      createdAt: 1795474800000,
      labels: {},
    },
  ],
  azure: [
    {
      schemaId: 'azureMonitorCommonAlertSchema',
      data: {
        essentials: { alertId: '/a', alertRule: 'CPU', severity: 'Sev1', monitorCondition: 'Fired', firedDateTime: '2026-11-23T22:00:00Z' },
        alertContext: {},
      },
    },
  ],
  gcp: [
    {
      version: '1.2',
      incident: {
        incident_id: 'i',
        policy_name: 'CPU',
        state: 'open',
        started_at: 1795474800,
        severity: 'critical',
        url: 'https://console.cloud.google.com/x',
        resource: { labels: { a: 'b' } },
      },
    },
  ],
  generic: [
    {
      title: 'CPU',
      severity: 'high',
      status: 'firing',
      description: 'd',
      source: 's',
      fingerprint: 'f',
      labels: { a: 'b' },
      links: ['https://a.example.com'],
      started_at: '2026-11-23T22:00:00Z',
      tags: 'a:b,c',
    },
  ],
};

/** Payloads to mutate, by source. */
export const BASES: Readonly<Record<string, readonly unknown[]>> = {
  ...OTHERS,
  ...Object.fromEntries(Object.entries(SAMPLES).map(([source, samples]) => [source, Object.values(samples)])),
};
