import { parseEvents } from '../../../../../src/incident/alerts/parse-events';
import type { NormalizedEvent } from '../../../../../src/incident/model/incident';
import { InvalidInputError } from '../../../../../src/incident/text/errors';
import { RECEIVED_AT } from '../../../../support/read-alert';
import { SAMPLES } from './samples/all';

const alarm = {
  AlarmName: 'a',
  AlarmArn: 'arn:x',
  NewStateValue: 'ALARM',
  StateChangeTime: '2026-11-23T10:00:00Z',
  Trigger: { Dimensions: [{ name: 'n', value: 'v' }] },
};
/** For each source a payload, and the fields without which it says nothing. */
const BODIES: readonly (readonly [string, object, readonly string[]])[] = [
  [
    'grafana',
    {
      ruleId: 1,
      ruleName: 'r',
      title: 't',
      state: 'alerting',
      evalMatches: [{ metric: 'm', value: 1, tags: { a: 'b' } }],
      tags: { severity: 'p1' },
      ruleUrl: 'https://g.example.com/',
      message: 'm',
    },
    [],
  ],
  [
    'datadog',
    {
      title: 't',
      body: 'b',
      alert_transition: 'Triggered',
      alert_type: 'error',
      alert_priority: 'P1',
      alert_id: '1',
      alert_scope: 'a:b',
      tags: 'c:d',
      date: '1795000000000',
      link: 'https://d.example.com/',
      org: { name: 'o' },
    },
    ['title'],
  ],
  ['cloudwatch', { ...alarm, AlarmDescription: 'd', AWSAccountId: '1', Region: 'r', AlarmTags: { severity: 'p1' } }, []],
  [
    'cloudwatch',
    {
      version: '0',
      id: 'i',
      'detail-type': 'CloudWatch Alarm State Change',
      region: 'eu-west-1',
      resources: ['arn:x'],
      detail: {
        alarmName: 'a',
        state: { value: 'OK', timestamp: '2026-11-23T10:00:00Z', reason: 'r' },
        configuration: { metrics: [{ metricStat: { metric: { dimensions: { a: 'b' } } } }] },
      },
    },
    [],
  ],
  [
    'pagerduty',
    {
      event: {
        id: 'e',
        event_type: 'incident.triggered',
        occurred_at: '2026-11-23T10:00:00Z',
        data: {
          id: 'i',
          type: 'incident',
          title: 't',
          status: 'triggered',
          urgency: 'high',
          priority: { summary: 'P1' },
          html_url: 'https://p.example.com/',
          service: { summary: 's' },
          teams: [{ summary: 't' }],
        },
      },
    },
    ['event', 'event.data'],
  ],
  [
    'pagerduty-events',
    {
      routing_key: 'r',
      event_action: 'trigger',
      dedup_key: 'k',
      payload: { summary: 's', source: 'h', severity: 'error', timestamp: '2026-11-23T10:00:00Z', custom_details: { a: 'b' } },
      links: [{ href: 'https://l.example.com/' }],
      client: 'c',
    },
    ['payload', 'payload.summary'],
  ],
  [
    'opsgenie',
    {
      action: 'Create',
      alert: { alias: 'a', message: 'm', priority: 'P1', createdAt: 1_795_000_000_000, tags: ['t'], details: { a: 'b' }, description: 'd' },
      integrationId: 'i',
    },
    ['alert'],
  ],
  [
    'sentry',
    {
      action: 'triggered',
      data: {
        event: {
          title: 't',
          message: 'm',
          issue_id: '1',
          level: 'error',
          datetime: '2026-11-23T10:00:00Z',
          web_url: 'https://s.example.com/',
          tags: [['a', 'b']],
        },
        triggered_rule: 'r',
      },
    },
    ['data', 'data.event'],
  ],
  [
    'sentry',
    {
      action: 'created',
      data: {
        issue: {
          id: '1',
          title: 't',
          culprit: 'c',
          level: 'error',
          status: 'unresolved',
          firstSeen: '2026-11-23T10:00:00Z',
          web_url: 'https://s.example.com/',
          project: { slug: 'p' },
        },
      },
    },
    ['data', 'data.issue'],
  ],
  [
    'sentry',
    {
      action: 'critical',
      data: {
        description_title: 'd',
        metric_alert: {
          identifier: '1',
          organization_id: '5',
          title: 't',
          date_started: '2026-11-23T10:00:00Z',
          projects: ['p'],
          alert_rule: { name: 'n' },
        },
        web_url: 'https://s.example.com/',
      },
    },
    ['data', 'data.metric_alert'],
  ],
  [
    'newrelic',
    {
      id: '1',
      issueUrl: 'https://n.newrelic.com/',
      title: 't',
      priority: 'HIGH',
      state: 'ACTIVATED',
      createdAt: 1_795_000_000_000,
      impactedEntities: ['e'],
      alertPolicyNames: ['p'],
      alertConditionNames: ['c'],
    },
    [],
  ],
  [
    'azure',
    {
      schemaId: 'azureMonitorCommonAlertSchema',
      data: {
        essentials: {
          alertId: '/a',
          alertRule: 'r',
          severity: 'Sev1',
          monitorCondition: 'Fired',
          firedDateTime: '2026-11-23T10:00:00Z',
          description: 'd',
          alertTargetIDs: ['t'],
          configurationItems: ['c'],
        },
        alertContext: { condition: { allOf: [{ dimensions: [{ name: 'n', value: 'v' }] }] } },
        customProperties: { a: 'b' },
      },
    },
    ['data', 'data.essentials'],
  ],
  [
    'gcp',
    {
      incident: {
        incident_id: '1',
        policy_name: 'p',
        condition_name: 'c',
        state: 'open',
        severity: 'Critical',
        started_at: 1_795_000_000,
        url: 'https://g.example.com/',
        summary: 's',
        resource: { labels: { a: 'b' } },
        documentation: { content: 'd', links: [{ url: 'https://g.example.com/d' }] },
      },
      version: '1.2',
    },
    ['incident'],
  ],
];
const HOSTILE: readonly (readonly [string, unknown])[] = [
  ['null', null],
  ['an empty text', ''],
  ['an invisible text', '\u200b\u202e'],
  ['a macro', '{{ x }}'],
  ['text', 'constructor'],
  ['a control character', '\u0000\u001b]0;x\u0007<!channel>'],
  ['0', 0],
  ['a negative number', -7.5],
  ['a rounded number', 2 ** 60],
  ['true', true],
  ['a list', ['x', null, {}]],
  ['an empty list', []],
  ['an object', { name: 'x', toString: 'y', a: { b: 1 } }],
  ['an empty object', {}],
];

/** The names that lead to each field, at every depth. */
function pathsIn(value: unknown, at: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => [[...at, name], ...pathsIn(inner, [...at, name])]);
}

function replaced(body: object, path: readonly string[], value: unknown): object {
  const copy = structuredClone(body) as Record<string, unknown>;
  const holder = path.slice(0, -1).reduce((at, name) => at[name] as Record<string, unknown>, copy);
  holder[path.at(-1) ?? ''] = value;
  return copy;
}

function readBroken(source: string | undefined, event: object): NormalizedEvent | InvalidInputError {
  try {
    return parseEvents(event, { source, receivedAt: RECEIVED_AT })[0] as NormalizedEvent;
  } catch (error) {
    if (error instanceof InvalidInputError) return error;
    throw error;
  }
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they must not be there
const DIRTY = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b\u202e]/;

describe.each(BODIES)('a payload of %s (%#)', (source, body, essential) => {
  const paths = pathsIn(body);
  const isFiring = (readBroken(source, body) as NormalizedEvent).status === 'firing';

  it.each(HOSTILE)('is kept, clean and going on, whatever side field holds %s', (_, value) => {
    for (const path of paths) {
      const event = readBroken(source, replaced(body, path, value));
      if (event instanceof InvalidInputError) expect(essential).toContain(path.join('.'));
      else {
        const texts = [event.title, event.alertName, event.description, event.fingerprint ?? '', event.statusNote?.text ?? ''];
        for (const text of [...texts, ...Object.entries(event.labels).flat()]) {
          expect(text).not.toMatch(DIRTY);
          expect(text).not.toContain('[object Object]');
        }
        if (isFiring) expect(event.status).not.toBe('resolved');
        expect(event.title).not.toBe('');
        expect(event.fingerprint ?? `${source}:`).toMatch(new RegExp(`^${source}:`));
        for (const link of event.links) expect(link).toMatch(/^https?:/);
      }
    }
  });
});

const samples = Object.entries(SAMPLES).flatMap(([source, bodies]) =>
  Object.entries(bodies).map(([name, body]): [string, string, object] => [source, name, body as object]),
);

it.each(samples)('a payload of %s (%s) is read or refused, by its shape too, whatever a field holds', (source, _, body) => {
  for (const path of pathsIn(body)) {
    // Any text conversion of it fails.
    const event = replaced(body, path, { name: 'x', toString: 'y' });
    readBroken(source, event);
    readBroken(undefined, event);
  }
});
