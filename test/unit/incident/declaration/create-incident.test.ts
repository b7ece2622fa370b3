import { createIncident } from '../../../../src/incident/declaration/create-incident';
import type { IncidentRules } from '../../../../src/incident/model/config-types';
import type { Incident, IncidentRequest } from '../../../../src/incident/model/incident';
import { InvalidInputError } from '../../../../src/incident/text/errors';
import { samplePolicy } from '../../../support/sample-incident';

const RECEIVED_AT = '2026-11-24T00:00:00.000Z';
const RULES: IncidentRules = {
  idPrefix: 'PROD',
  privacy: { default: 'auto', privateLabels: ['security'], privateUsers: ['ciso'] },
  defaultTargets: ['shop.example.com:443'],
  teams: { payments: ['pay-1@example.com', 'pay-2@example.com'] },
  policy: {
    ...samplePolicy(),
    bySeverity: { ...samplePolicy().bySeverity, critical: { ...samplePolicy().bySeverity.critical, responders: ['oncall@example.com'] } },
  },
};
const EVENT = {
  title: 'Pool exhausted',
  severity: 'high',
  description: 'No connection is left.',
  source: 'db-1.example.com',
  fingerprint: 'pool',
  labels: { instance: 'db-1:5432', env: 'prod' },
  links: ['https://grafana.example.com/d/db'],
  started_at: '2026-11-23T22:00:00Z',
};

const create = (request: object = {}): Incident =>
  createIncident({ request: { incidentId: 'PROD-1', actor: 'ada', ...request } as IncidentRequest, rules: RULES, receivedAt: RECEIVED_AT });

function refusal(request: object): InvalidInputError {
  try {
    create(request);
  } catch (error) {
    if (error instanceof InvalidInputError) return error;
    throw error;
  }
  throw new Error('it was accepted');
}

it('makes an incident of nothing but an id', () => {
  expect(create()).toEqual({
    id: 'PROD-1',
    title: 'Incident declared by ada',
    severity: 'medium',
    severityDefaulted: true,
    description: '',
    source: 'manual',
    sourceAlert: 'Incident declared by ada',
    channelName: 'incident-prod-1',
    privacy: 'public',
    privacyReason: 'no sign of a security incident',
    createdAt: RECEIVED_AT,
    startedAt: RECEIVED_AT,
    labels: {},
    links: [],
    fingerprint: null,
    targets: ['shop.example.com:443'],
    users: [],
    runbooks: [],
    declaredBy: 'ada',
    policy: RULES.policy,
  });
});

it('takes the fields of the event', () => {
  expect(create({ event: EVENT })).toMatchObject({
    title: 'Pool exhausted',
    severity: 'high',
    severityDefaulted: false,
    description: 'No connection is left.',
    source: 'generic',
    startedAt: '2026-11-23T22:00:00.000Z',
    createdAt: RECEIVED_AT,
    labels: { instance: 'db-1:5432', env: 'prod', source: 'db-1.example.com' },
    links: ['https://grafana.example.com/d/db'],
    fingerprint: 'generic:pool',
    targets: ['db-1:5432'],
  });
});

it('lets what was asked for override the event', () => {
  const request = {
    title: 'Mine',
    severity: 'critical',
    description: 'Too',
    labels: { env: 'test' },
    targets: ['db-2:5432'],
    users: 'ben,eve',
  };
  expect(create({ event: EVENT, ...request })).toMatchObject({
    title: 'Mine',
    sourceAlert: 'Pool exhausted',
    severity: 'critical',
    severityDefaulted: false,
    description: 'Too',
    labels: { env: 'test', instance: 'db-1:5432' },
    targets: ['db-2:5432', 'db-1:5432'],
    users: ['ben', 'eve'],
  });
});

it.each([
  ['no title', { severity: 'high' }],
  ['one that cannot be seen', { title: ' \u200b ', severity: 'high' }],
  ['alerts without a name', { receiver: 'r', alerts: [{ status: 'firing', labels: { severity: 'high' }, annotations: {} }] }],
])('lets the title that was asked for stand in for an event of %s', (_, event) => {
  expect(create({ event, title: 'My title' })).toMatchObject({ title: 'My title', sourceAlert: 'My title', severity: 'high' });
  expect(refusal({ event })).toMatchObject({ field: 'title' });
  expect(refusal({ event, title: ' \u200b ' })).toMatchObject({ field: 'title' });
});

it('needs no title of the alert where one is asked for', () => {
  expect(refusal({ event: { title: 1.5 } })).toMatchObject({ field: 'title' });
  expect(create({ event: { title: 1.5 }, title: 'My title' })).toMatchObject({
    title: 'My title',
    problems: [{ field: 'title', value: '1.5', taken: 'My title' }],
  });
});

it('calls the people of the severity when nobody was named', () => {
  expect(create({ severity: 'critical' }).users).toEqual(['oncall@example.com']);
});

it('decides privacy from all labels, also those that the incident does not keep', () => {
  const many = Object.fromEntries(Array.from({ length: 200 }, (_, index) => [`k${index}`, 'v']));
  const incident = create({ event: { ...EVENT, labels: { ...many, security: 'true' } } });
  expect(incident).toMatchObject({ privacy: 'private', privacyReason: 'label security' });
  expect(Object.keys(incident.labels).length).toBeLessThanOrEqual(60);
  expect(create({ users: ['ciso@example.com'] }).privacy).toBe('private');
  const group = { receiver: 'r', alerts: [{ labels: { alertname: 'A' } }, { labels: { alertname: 'A', security: 'true' } }] };
  expect(create({ event: group }).privacy).toBe('private');
});

it('takes null for absent, as in input that was sent by hand', () => {
  const nothing = {
    title: null,
    severity: null,
    description: null,
    users: null,
    labels: null,
    targets: null,
    channelPrivacy: null,
    event: null,
    via: null,
  };
  expect(create(nothing)).toEqual(create());
});

it.each([
  [{ incidentId: 'Database Down' }, 'incidentId'],
  [{ incidentId: 5 }, 'incidentId'],
  [{ actor: {} }, 'actor'],
  [{ via: {} }, 'via'],
  [{ title: 5 }, 'title'],
  [{ title: ' \u200b ' }, 'title'],
  [{ severity: 'sev1' }, 'severity'],
  [{ severity: 1 }, 'severity'],
  [{ description: {} }, 'description'],
  [{ users: 5 }, 'users'],
  [{ users: [5] }, 'users'],
  [{ labels: 'x' }, 'labels'],
  [{ targets: ['nowhere'] }, 'target'],
  [{ targets: {} }, 'targets'],
  [{ channelPrivacy: 'secret' }, 'channelPrivacy'],
  [{ runbooks: [{}] }, 'runbooks'],
  [{ runbooks: Array.from({ length: 51 }, (_, index) => `r${index}`) }, 'runbooks'],
  [{ event: 'x' }, 'body'],
  [{ event: [] }, 'body'],
  [{ event: {} }, 'title'],
  [{ event: EVENT, source: 'carrier-pigeon' }, 'source'],
  [{ event: EVENT, source: 5 }, 'source'],
  [{ event: { ...EVENT, status: 'resolved' } }, 'event'],
  [{ event: { ...EVENT, status: 'acknowledged' } }, 'event'],
])('refuses %j, naming the field', (request, field) => {
  expect(refusal(request).field).toBe(field);
});

it('gives the same incident for the same input', () => {
  expect(create({ event: EVENT })).toEqual(create({ event: EVENT }));
});

it('takes the people of a team for its name', () => {
  expect(create({ users: ['@payments', 'bob'] }).users).toEqual(['pay-1@example.com', 'pay-2@example.com', 'bob']);
});

it('calls the responders of the severity when nobody is asked for', () => {
  expect(create({ severity: 'critical' }).users).toEqual(['oncall@example.com']);
  expect(create({ severity: 'low' }).users).toEqual([]);
});

it('says in the description what else the body holds', () => {
  const listed = (alertname: string, severity: string, state = 'active') => ({
    labels: { alertname },
    alerts: [{ labels: { alertname, severity }, annotations: { description: `${alertname} it is` }, status: { state } }],
  });
  const event = [listed('Slow', 'warning'), listed('Late', 'critical', 'suppressed'), listed('Down', 'critical')];
  expect(create({ event })).toMatchObject({
    title: 'Down',
    description:
      'Down it is\nAlso firing (no separate incident): Slow (medium)\nAlso received, but silenced or not firing: Late is silenced, inhibited or muted at the source',
  });
});

it('names why an alert that has ended opens nothing', () => {
  expect(refusal({ event: { title: 't', status: 'resolved', reason: 'MissingSeries' } }).message).toContain(
    'ended because its data vanished',
  );
});
