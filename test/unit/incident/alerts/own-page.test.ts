import { claimedIncidents, isOwnPage } from '../../../../src/incident/alerts/own-page';
import { parseEvents } from '../../../../src/incident/alerts/parse-events';
import type { NormalizedEvent } from '../../../../src/incident/model/incident';
import { RECEIVED_AT, readOne } from '../../../support/read-alert';

const ID = 'PROD-20260101-001';

/** A webhook of PagerDuty, version 3, as its documentation shows it. */
const pagerDuty = (incident: object): NormalizedEvent =>
  readOne('pagerduty', {
    event: {
      id: '5ac64822-4adc-4fda-ade0-410becf0de4f',
      event_type: 'incident.triggered',
      resource_type: 'incident',
      occurred_at: '2026-11-20T18:45:22.169Z',
      data: {
        id: 'PGR0VU2',
        type: 'incident',
        number: 2,
        status: 'triggered',
        title: 'A little bump in the road',
        urgency: 'high',
        ...incident,
      },
    },
  });

it.each([
  [{ incident_key: ID, title: `${ID}: Checkout is down` }, true, []],
  // Of a page after an acknowledgement.
  [{ incident_key: `${ID}.2`, title: `${ID}: Checkout is down` }, true, []],
  [{ incident_key: `${ID}.12`, title: 'Checkout, second attempt' }, false, [ID]],
  [{ incident_key: `${ID}.0`, title: `${ID}: Checkout is down` }, false, []],
  // Someone renamed it there; or another tool has such keys.
  [{ incident_key: ID, title: 'Checkout, second attempt' }, false, [ID]],
  // PagerDuty has grouped our alert with others; or another tool has such titles.
  [{ incident_key: null, title: `${ID}: Checkout is down` }, false, [ID]],
  // A page about a page of another installation, which is about one of ours.
  [{ incident_key: null, title: `STAGE-20260101-001: ${ID}: Checkout is down` }, false, ['STAGE-20260101-001', ID]],
  // An id that a person chose; or a ticket of another tool.
  [{ incident_key: 'CHECKOUT', title: 'CHECKOUT: Checkout is down' }, false, ['CHECKOUT']],
  [{ incident_key: ID, title: 'BACKUP-20260101-001: failed' }, false, [ID]],
  [{ incident_key: 'd3640fbd41094207a1c11e58e46b1662', title: `${ID}: a comment on it` }, false, []],
  [{ incident_key: 'd3640fbd41094207a1c11e58e46b1662' }, false, []],
  [{ title: 'DISK: full' }, false, ['DISK']],
  [{ title: 'Disk full' }, false, []],
])('PagerDuty’s incident %j is our own page for certain: %s; otherwise, only if one of %j is an incident', (incident, isOwn, claimed) => {
  const event = pagerDuty(incident);
  expect([isOwnPage(event), claimedIncidents(event)]).toEqual([isOwn, claimed]);
});

it('a title made only of ids is read quickly', () => {
  expect(claimedIncidents(pagerDuty({ title: 'A: '.repeat(50_000) })).length).toBeLessThan(10);
});

it('Opsgenie’s alert is recognised by its source and its alias, with or without details', () => {
  const opsgenie = (alert: object): NormalizedEvent =>
    readOne('opsgenie', {
      action: 'Create',
      integrationId: '37c8',
      alert: { alertId: '7f0c-22', message: `${ID}: Checkout is down`, priority: 'P1', createdAt: 1_795_000_000_000, ...alert },
    });
  const ours = { alias: ID, source: 'temporal-incident-response', tags: ['temporal-incident-response'] };
  expect(isOwnPage(opsgenie(ours))).toBe(true);
  expect(isOwnPage(opsgenie({ ...ours, details: { source: 'temporal-incident-response', incident_id: ID } }))).toBe(true);
  expect(isOwnPage(opsgenie({ ...ours, alias: `${ID}.2` }))).toBe(true);
  expect(isOwnPage(opsgenie({ alias: ID, source: 'nagios' }))).toBe(false);
  expect(isOwnPage(opsgenie({ alias: 'disk full on db-1', source: 'temporal-incident-response' }))).toBe(false);
});

it('another alert that mentions our name or an incident is not our page', () => {
  const alert = (labels: object): NormalizedEvent =>
    readOne('alertmanager', {
      version: '4',
      status: 'firing',
      alerts: [{ status: 'firing', labels: { alertname: 'WorkerDown', ...labels }, startsAt: '2026-11-20T00:00:00Z', annotations: {} }],
    });
  expect(isOwnPage(alert({ source: 'temporal-incident-response' }))).toBe(false);
  expect(isOwnPage(alert({ incident_id: ID }))).toBe(false);
  const [generic] = parseEvents({ title: `${ID}: Checkout is down`, fingerprint: ID }, { source: 'generic', receivedAt: RECEIVED_AT });
  expect(isOwnPage(generic as NormalizedEvent)).toBe(false);
  expect(claimedIncidents(generic as NormalizedEvent)).toEqual([]);
});
