import { assessFindings } from '../../../../../src/incident/investigation/assess-findings';
import { otherIncidents, withOpenIncidents } from '../../../../../src/incident/investigation/services/other-incidents';
import { scopeOf } from '../../../../../src/incident/investigation/services/scope';
import type { ServiceIncident } from '../../../../../src/incident/model/investigation/service';
import { sampleService } from '../../../../support/sample-service';

const shop = sampleService('shop', { title: 'Shop', dependsOn: ['db'] });
const SCOPE = scopeOf([shop], [shop, sampleService('db', { title: 'Orders database' })]);
const incident = (incidentId: string, services: readonly string[], minute = 0): ServiceIncident => ({
  incidentId,
  services,
  declaredAt: `2026-01-01T10:${String(minute).padStart(2, '0')}:00.000Z`,
});

it('names each other incident of these services once, of the nearest service first, among equals the oldest', () => {
  const open = [
    incident('OWN', ['shop']),
    incident('LATE', ['db'], 9),
    incident('BOTH', ['db', 'shop'], 5),
    incident('DB', ['db'], 1),
    incident('ELSE', ['mail']),
  ];
  const scope = withOpenIncidents(SCOPE, open, 'OWN');
  const named = [
    { incidentId: 'BOTH', service: 'Shop' },
    { incidentId: 'DB', service: 'Orders database' },
    { incidentId: 'LATE', service: 'Orders database' },
  ];
  expect(otherIncidents(scope)).toEqual(named);
  expect(assessFindings([], [], { scope, startedAt: '', signal: null }).alsoOpen).toEqual(named);
});

it('says nothing of them if there are none, and names no more than a person reads', () => {
  expect(withOpenIncidents(SCOPE, [incident('OWN', ['shop'])], 'OWN')).toEqual(SCOPE);
  expect(assessFindings([], [], { scope: SCOPE, startedAt: '', signal: null })).not.toHaveProperty('alsoOpen');
  const storm = Array.from({ length: 150 }, (_, index) => incident(`I-${index}`, [index % 2 === 0 ? 'shop' : 'db']));
  expect(otherIncidents(withOpenIncidents(SCOPE, storm, 'OWN'))).toHaveLength(10);
});
