import { SOURCES } from '../../../../../src/incident/alerts/vendors';
import { problemsOf, readAll, readOne, refusalOf } from '../../../../support/read-alert';

const incident = (fields: object = {}) => ({
  id: 'Q7INC',
  type: 'incident',
  html_url: 'https://shop.pagerduty.com/incidents/Q7INC',
  number: 311,
  status: 'triggered',
  created_at: '2026-11-23T10:00:00Z',
  title: 'Checkout answers 500',
  service: { summary: 'checkout', type: 'service_reference' },
  teams: [{ summary: 'Storefront' }],
  priority: null,
  urgency: 'high',
  ...fields,
});
const webhook = (event_type: string, data: unknown = incident()) => ({
  event: { id: `evt-${event_type}`, event_type, resource_type: 'incident', occurred_at: '2026-11-23T10:05:00.000Z', agent: null, data },
});
const read = (event: unknown) => readOne('pagerduty', event);

describe('an incident', () => {
  it('is one event', () => {
    expect(read(webhook('incident.triggered'))).toEqual({
      source: 'pagerduty',
      status: 'firing',
      severity: 'high',
      severityDefaulted: false,
      severityRaw: 'high',
      title: 'Checkout answers 500',
      alertName: 'Checkout answers 500',
      description: '',
      fingerprint: 'pagerduty:Q7INC',
      startedAt: '2026-11-23T10:00:00.000Z',
      links: ['https://shop.pagerduty.com/incidents/Q7INC'],
      labels: { service: 'checkout', team: 'Storefront', urgency: 'high', incident_number: '311' },
      problems: [],
      statusNote: null,
      firing: { count: 1, fingerprints: ['pagerduty:Q7INC'], newestStartedAt: '2026-11-23T10:00:00.000Z' },
    });
  });

  it.each([
    ['triggered', 'triggered', 'firing'],
    ['acknowledged', 'acknowledged', 'acknowledged'],
    ['unacknowledged', 'triggered', 'firing'],
    ['reopened', 'triggered', 'firing'],
    ['resolved', 'resolved', 'resolved'],
    ['resolved', 'triggered', 'resolved'],
    ['escalated', 'triggered', 'firing'],
    ['reassigned', 'acknowledged', 'acknowledged'],
    ['priority_updated', 'resolved', 'resolved'],
    ['service_updated', 'triggered', 'firing'],
    ['workflow.started', 'acknowledged', 'acknowledged'],
  ])('after incident.%s, in its state %s, is %s', (type, status, expected) => {
    expect(read(webhook(`incident.${type}`, incident({ status })))).toMatchObject({ status: expected, fingerprint: 'pagerduty:Q7INC' });
  });

  it.each([
    [{ summary: 'P1' }, 'low', 'critical'],
    [{ summary: 'P2' }, 'low', 'high'],
    [{ summary: 'P3' }, 'high', 'medium'],
    [{ summary: 'P5' }, 'high', 'low'],
    [{ summary: 'SEV-1' }, 'low', 'critical'],
    [{ summary: 'Whatever' }, 'high', 'high'],
    [null, 'low', 'low'],
    [undefined, undefined, 'medium'],
  ])('of the priority %j and the urgency %s is %s', (priority, urgency, severity) => {
    expect(read(webhook('incident.triggered', incident({ priority, urgency }))).severity).toBe(severity);
  });

  it('without a time of its own began when it was triggered', () => {
    const event = read(webhook('incident.triggered', incident({ created_at: undefined })));
    expect(event).toMatchObject({ startedAt: '2026-11-23T10:05:00.000Z', firing: { newestStartedAt: '2026-11-23T10:05:00.000Z' } });
    expect(read(webhook('incident.escalated', incident({ created_at: undefined }))).firing?.newestStartedAt).toBeNull();
  });

  it('whose side fields are broken is kept', () => {
    const broken = {
      title: null,
      number: 311,
      status: 7,
      created_at: 'soon',
      urgency: [],
      priority: 'x',
      service: 5,
      teams: {},
      html_url: '/x',
    };
    const event = read(webhook('incident.custom_field_values.updated', incident(broken)));
    expect(event).toMatchObject({
      status: 'firing',
      title: 'PagerDuty incident 311',
      severity: 'medium',
      severityDefaulted: true,
      links: [],
    });
    expect(problemsOf(event)).toEqual(expect.arrayContaining(['event.data.status', 'event.data.created_at']));
  });
});

describe('what is not about the state of an incident', () => {
  const ofIncident = { incident: { id: 'Q7INC', summary: 'Checkout answers 500' } };

  it.each([
    ['incident.annotated', { ...ofIncident, id: 'N1', content: 'resolved?', type: 'incident_note' }, 'pagerduty:Q7INC'],
    ['incident.responder.added', { ...ofIncident, type: 'incident_responder', state: 'pending' }, 'pagerduty:Q7INC'],
    ['incident.status_update_published', { ...ofIncident, message: 'up again', type: 'incident_status_update' }, 'pagerduty:Q7INC'],
    ['service.updated', { id: 'S1', summary: 'checkout', type: 'service' }, null],
    ['pagey.ping', { message: 'Hello', type: 'ping' }, null],
  ])('as %s opens nothing', (type, data, fingerprint) => {
    expect(read(webhook(type, data))).toMatchObject({ status: 'ignored', statusNote: { kind: 'notAnAlert' }, fingerprint });
  });

  it('is refused without data, naming it', () => {
    expect(refusalOf('pagerduty', webhook('incident.triggered', null)).field).toBe('event.data');
    expect(refusalOf('pagerduty', { event: 5 }).field).toBe('event');
    expect(refusalOf('pagerduty', []).field).toBe('body');
  });
});

describe('version 2', () => {
  const message = (event: string, fields: object = {}) => ({
    event,
    id: 'm-1',
    created_on: '2026-11-23T10:05:00Z',
    incident: { ...incident(), number: undefined, incident_number: 311, service: { name: 'checkout' }, ...fields },
  });

  it.each([
    ['incident.trigger', 'firing'],
    ['incident.acknowledge', 'acknowledged'],
    ['incident.unacknowledge', 'firing'],
    ['incident.resolve', 'resolved'],
    ['incident.assign', 'firing'],
    ['incident.annotate', 'ignored'],
  ])('of %s is %s, under the key of version 3', (event, status) => {
    expect(read({ messages: [message(event)] })).toMatchObject({ status, fingerprint: 'pagerduty:Q7INC', labels: { service: 'checkout' } });
  });

  it('keeps the order of the messages of one incident, and loses none with a broken one', () => {
    const events = readAll('pagerduty', { messages: [null, message('incident.trigger'), message('incident.resolve'), { event: 'x' }] });
    expect(events.map(({ status }) => status)).toEqual(['firing', 'resolved']);
    expect(problemsOf(events[0] as never)).toEqual(['messages[0]', 'messages[3]']);
  });
});

it('knows a retry by the id of its event', () => {
  const messageId = SOURCES.find(({ name }) => name === 'pagerduty')?.messageId;
  expect(messageId?.(webhook('incident.resolved'))).toBe('evt-incident.resolved');
  expect(messageId?.({ messages: [] })).toBeUndefined();
});
