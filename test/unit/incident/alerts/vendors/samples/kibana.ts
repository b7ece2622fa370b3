const rule = {
  id: '0f9b6a2e-3a1f-4f57-8d4b-0a3c8d6a4a11',
  name: 'Checkout latency',
  type: 'metrics.alert.threshold',
  spaceId: 'default',
  tags: ['team:payments'],
  url: 'https://kibana.example.com/app/rules/0f9b',
};
const alert = {
  id: 'checkout-7d9',
  uuid: '61a3b1de-9f3c-4b50-ae07-5f1f0f4e2c10',
  actionGroup: 'metrics.threshold.fired',
  actionGroupName: 'Alert',
  flapping: false,
};
const context = {
  reason: 'p99 is 4.1 s, above 2 s',
  alertDetailsUrl: 'https://kibana.example.com/app/observability/alerts/61a3',
  timestamp: '2026-11-23T22:00:00.000Z',
};
const document = {
  'kibana.alert.rule.name': 'SSH brute force',
  'kibana.alert.rule.uuid': 'aa11',
  'kibana.alert.uuid': 'bb22',
  'kibana.alert.status': 'active',
  'kibana.alert.severity': 'high',
  'kibana.alert.start': '2026-11-23T22:00:00.000Z',
  'kibana.alert.reason': '40 failed logins',
  'kibana.alert.workflow_status': 'open',
};
const watch = {
  watch_id: 'error_rate',
  id: 'error_rate_3f1c-2026-11-23T22:00:00.000Z',
  metadata: { name: 'Errors of checkout', severity: 'high' },
  trigger: { triggered_time: '2026-11-23T22:00:00.000Z' },
  payload: { hits: { total: 17 } },
};

export const KIBANA = {
  'a threshold': { rule, alert, context, date: '2026-11-23T22:00:05.000Z', kibanaBaseUrl: 'https://kibana.example.com' },
  'a threshold recovered': { rule, alert: { ...alert, actionGroup: 'recovered', actionGroupName: 'Recovered' }, context },
  'a warning': { rule, alert: { ...alert, actionGroup: 'metrics.threshold.warning', actionGroupName: 'Warning' }, context },
  'no data': { rule, alert: { ...alert, actionGroup: 'metrics.threshold.nodata', actionGroupName: 'No Data' }, context },
  'flat names': {
    ruleId: rule.id,
    ruleName: rule.name,
    alertId: alert.id,
    actionGroup: 'query matched',
    message: '17 documents',
    severity: 'critical',
    spaceId: 'default',
  },
  'parts as texts': {
    webhook_body: { context_info: JSON.stringify(context), alert_info: JSON.stringify(alert), rule_info: JSON.stringify(rule) },
  },
  'a document': document,
  'a document that is acknowledged': { ...document, 'kibana.alert.workflow_status': 'acknowledged' },
  'a document that is untracked': { ...document, 'kibana.alert.status': 'untracked' },
  'a nested document': {
    kibana: { alert: { uuid: 'bb22', status: 'recovered', severity: 'high', rule: { name: 'SSH brute force', uuid: 'aa11' } } },
  },
  'a summary': { rule, alerts: { new: { count: 2 }, ongoing: { count: 1 }, recovered: { count: 4 } } },
  'a summary of recoveries': { rule, alerts: { new: { count: 0 }, ongoing: { count: 0 }, recovered: { count: 3 } } },
  'a watch': watch,
  'a watch as a text': { payload: JSON.stringify(watch), status: 'Alert' },
} as const;
