import type { Severity } from '../model/severity';

/** What a sample says, whatever its form. */
export interface SampleFacts {
  /** Names its group: letters, digits and hyphens. */
  readonly id: string;
  readonly severity: Extract<Severity, 'high' | 'low'>;
  /** RFC 3339, UTC. */
  readonly at: string;
}

export const SAMPLE_TITLE = 'Test alert from incident gateway test';
const TEXT = 'This is a test of the way from the gateway to an incident. Nothing is wrong.';

/** An alert in a vendor's own form, marked as a test. The types without one here read the generic form, too. */
export function sampleAlert(type: string, facts: SampleFacts): object {
  const form = Object.hasOwn(FORMS, type) ? FORMS[type] : undefined;
  return (form ?? generic)(facts);
}

type Form = (facts: SampleFacts) => object;

const generic: Form = ({ id, severity, at }) => ({
  ...{ id, title: SAMPLE_TITLE, severity, status: 'firing', description: TEXT, fingerprint: id, started_at: at },
  labels: { test: 'true' },
});

const group: Form = ({ id, severity, at }) => {
  const labels = { alertname: 'IncidentGatewayTest', severity, test: 'true', run: id };
  const annotations = { summary: SAMPLE_TITLE, description: TEXT };
  return {
    ...{ version: '4', receiver: 'incident-gateway-test', status: 'firing', truncatedAlerts: 0, groupKey: `{}:{run="${id}"}` },
    ...{ groupLabels: { run: id }, commonLabels: labels, commonAnnotations: annotations },
    alerts: [{ status: 'firing', labels, annotations, startsAt: at, endsAt: '0001-01-01T00:00:00Z', fingerprint: id }],
  };
};

const FORMS: Readonly<Record<string, Form>> = {
  alertmanager: group,
  grafana: (facts) => ({ ...group(facts), orgId: 1, title: SAMPLE_TITLE, state: 'alerting', message: TEXT }),
  cloudevents: (facts) => ({
    specversion: '1.0',
    type: 'test',
    source: '/incident-gateway-test',
    id: facts.id,
    time: facts.at,
    data: generic(facts),
  }),
  pagerduty: ({ id, severity, at }) => ({
    event: {
      ...{ id: `${id}-event`, event_type: 'incident.triggered', resource_type: 'incident', occurred_at: at },
      data: { id, type: 'incident', status: 'triggered', title: SAMPLE_TITLE, urgency: severity, created_at: at },
    },
  }),
  'pagerduty-events': ({ id, severity, at }) => ({
    ...{ event_action: 'trigger', dedup_key: id },
    payload: { summary: SAMPLE_TITLE, source: 'incident-gateway-test', severity: severity === 'low' ? 'info' : 'error', timestamp: at },
  }),
  sentry: ({ id, severity, at }) => ({
    action: 'triggered',
    data: {
      event: { event_id: id, issue_id: id, title: SAMPLE_TITLE, level: severity === 'low' ? 'info' : 'error', datetime: at, message: TEXT },
      triggered_rule: 'incident gateway test',
    },
  }),
  opsgenie: ({ id, severity }) => ({
    action: 'Create',
    alert: { alertId: id, alias: id, message: SAMPLE_TITLE, description: TEXT, priority: severity === 'low' ? 'P5' : 'P2' },
  }),
  azure: ({ id, severity, at }) => ({
    schemaId: 'azureMonitorCommonAlertSchema',
    data: {
      essentials: {
        ...{ alertId: `/subscriptions/test/alerts/${id}`, alertRule: SAMPLE_TITLE, severity: severity === 'low' ? 'Sev4' : 'Sev2' },
        ...{ monitorCondition: 'Fired', firedDateTime: at, description: TEXT },
      },
    },
  }),
  gcp: ({ id, severity, at }) => ({
    version: '1.2',
    incident: {
      ...{ incident_id: id, state: 'open', policy_name: SAMPLE_TITLE, summary: TEXT, severity: severity === 'low' ? 'Info' : 'Error' },
      started_at: Math.floor(Date.parse(at) / 1_000),
    },
  }),
  kubernetes: ({ id, severity, at }) => ({
    ...{ kind: 'Event', apiVersion: 'v1', type: severity, reason: SAMPLE_TITLE, message: TEXT, lastTimestamp: at },
    metadata: { name: id, namespace: 'test', uid: id },
    involvedObject: { kind: 'Pod', name: id, namespace: 'test' },
  }),
  'uptime-kuma': ({ id, severity, at }) => ({
    ...{
      monitor: { id, name: SAMPLE_TITLE, tags: [{ name: 'severity', value: severity }] },
      heartbeat: { status: 0, time: at, msg: TEXT },
      msg: TEXT,
    },
  }),
  uptimerobot: ({ id, severity }) => ({
    ...{ monitorID: id, monitorFriendlyName: SAMPLE_TITLE, alertType: '1', alertTypeFriendlyName: 'Down', alertDetails: TEXT, severity },
  }),
  betterstack: ({ id, severity, at }) => ({
    data: { id, type: 'incident', attributes: { name: SAMPLE_TITLE, cause: TEXT, started_at: at, status: 'Started', severity } },
    severity,
  }),
  pingdom: ({ id, severity, at }) => ({
    ...{ check_id: id, check_name: SAMPLE_TITLE, check_type: 'HTTP', previous_state: 'UP', current_state: 'DOWN', long_description: TEXT },
    ...{ state_changed_utc_time: at, importance_level: severity === 'low' ? 'LOW' : 'HIGH', severity },
  }),
  graylog: ({ id, severity, at }) => ({
    ...{ event_definition_id: id, event_definition_title: SAMPLE_TITLE, event_definition_description: TEXT },
    event: { id, message: TEXT, timestamp: at, priority: severity === 'low' ? 1 : 3, key: id, alert: true, fields: {} },
  }),
  zabbix: ({ id, severity }) => ({
    ...{
      event_id: id,
      trigger_id: id,
      event_name: SAMPLE_TITLE,
      event_value: '1',
      event_severity: severity === 'low' ? 'Information' : 'High',
    },
    ...{ host_name: id, event_opdata: TEXT },
  }),
  datadog: ({ id, severity }) => ({
    ...{ alert_id: id, alert_cycle_key: id, title: SAMPLE_TITLE, body: TEXT, alert_transition: 'Triggered' },
    alert_priority: severity === 'low' ? 'P5' : 'P2',
  }),
  nagios: (facts) => host(facts),
  icinga: (facts) => host(facts),
  checkmk: (facts) => host(facts),
};

/** The generic form, with the names by which a monitored service is known. */
const host: Form = (facts) => ({ ...generic(facts), host_name: facts.id, service_description: SAMPLE_TITLE });
