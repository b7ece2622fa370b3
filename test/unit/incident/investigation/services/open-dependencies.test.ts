import { needsOf, openDependencies } from '../../../../../src/incident/investigation/services/open-dependencies';
import type { ServiceIncident } from '../../../../../src/incident/model/investigation/service';
import { sampleService } from '../../../../support/sample-service';

const SERVICES = [
  sampleService('shop', { title: 'Shop', dependsOn: ['search', 'db'], targets: ['https://shop.example.com/'] }),
  sampleService('search', { title: 'Search', dependsOn: ['index'] }),
  sampleService('index', { title: 'Index', dependsOn: ['disk'] }),
  sampleService('db', { title: 'Orders database', dependsOn: ['disk'] }),
  sampleService('disk', { title: 'Disk' }),
  sampleService('mail', { title: 'Mail' }),
  sampleService('a', { dependsOn: ['b'] }),
  sampleService('b', { dependsOn: ['a'] }),
  sampleService('alone', { title: 'Alone', dependsOn: ['alone'] }),
];

const needs = (service: string) => {
  const found = needsOf({ labels: { service }, targets: [], privacy: 'public' }, SERVICES);
  if ('whyNot' in found) throw new Error(found.whyNot);
  return found;
};
const incident = (incidentId: string, services: readonly string[], minute = 0): ServiceIncident => ({
  incidentId,
  services,
  declaredAt: `2026-01-01T10:${String(minute).padStart(2, '0')}:00.000Z`,
});
const idsOf = (service: string, open: readonly ServiceIncident[]) =>
  openDependencies(needs(service), open).map(({ incidentId }) => incidentId);

it('finds the open incidents of what a service needs: the nearest first, among equals the oldest', () => {
  const open = [
    incident('DISK', ['disk'], 1),
    incident('DB-LATE', ['db'], 9),
    incident('DB', ['mail', 'db'], 5),
    incident('MAIL', ['mail']),
    incident('OWN', ['shop']),
    incident('INDEX', ['index'], 2),
  ];
  expect(idsOf('shop', open)).toEqual(['DB', 'DB-LATE', 'DISK', 'INDEX']);
  expect(openDependencies(needs('shop'), open)[0]).toEqual({ incidentId: 'DB', service: 'Orders database', neededBy: 'Shop' });
  expect(idsOf('search', open)).toEqual(['INDEX', 'DISK']);
});

it('takes the nearest of several services that an alert names, and ends in a circle', () => {
  expect(needs('search, shop').needed.get('index')).toEqual({ distance: 1, service: 'Index', neededBy: 'Search' });
  expect(needs('shop, search').needed.get('index')).toEqual({ distance: 1, service: 'Index', neededBy: 'Search' });
  expect(idsOf('a', [incident('A', ['a']), incident('B', ['b'])])).toEqual(['B']);
});

it('finds the service by the target if no label names one', () => {
  expect(needsOf({ labels: {}, targets: ['https://shop.example.com/cart'], privacy: 'public' }, SERVICES)).toMatchObject({
    words: 'Search, Orders database, Index, Disk',
  });
});

it.each([
  [{ labels: { service: 'shop' }, privacy: 'private' }, 'an alert that asks for privacy joins no incident of another service'],
  [{ labels: { service: 'unheard-of' }, privacy: 'public' }, 'no service has one of its labels or targets'],
  [{ labels: { service: 'mail' }, privacy: 'public' }, 'the services file lists no dependencies of Mail'],
  [{ labels: { service: 'alone' }, privacy: 'public' }, 'the services file lists no dependencies of Alone'],
] as const)('says why an alert joins none: %j', (about, whyNot) => {
  expect(needsOf({ ...about, targets: [] }, SERVICES)).toEqual({ whyNot });
});
