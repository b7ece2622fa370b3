import * as fc from 'fast-check';
import { matchServices } from '../../../../../src/incident/investigation/services/match-services';
import { MAX_SCOPE, scopeOf } from '../../../../../src/incident/investigation/services/scope';
import { sampleService } from '../../../../support/sample-service';

const SHOP = sampleService('shop', { dependsOn: ['db', 'search'], targets: ['https://shop.example.com/health'] });
const SEARCH = sampleService('search', { dependsOn: ['db', 'shop'] });
const DB = sampleService('db', { targets: ['db-1:5432'] });
const OTHER = sampleService('other', { dependsOn: ['db'] });
const ALL = [SHOP, SEARCH, DB, OTHER];

it('finds the services that a label names, also in the list of a group', () => {
  expect(matchServices({ labels: { service: 'shop' }, targets: ['db-1:5432'] }, ALL)).toEqual([SHOP]);
  expect(matchServices({ labels: { service: 'db, other' }, targets: [] }, ALL)).toEqual([DB, OTHER]);
  expect(matchServices({ labels: { service: 'Shop' }, targets: [] }, ALL)).toEqual([]);
});

it('finds the services at a target if no label names one', () => {
  expect(matchServices({ labels: { service: 'unheard-of' }, targets: ['https://shop.example.com/cart?x=1'] }, ALL)).toEqual([SHOP]);
  expect(matchServices({ labels: {}, targets: ['db-1:5433'] }, ALL)).toEqual([]);
});

it('covers what the affected services depend on, nearest first, around circles', () => {
  expect(scopeOf([SHOP], ALL).map(({ name, relation, distance, dependsOn }) => [name, relation, distance, dependsOn])).toEqual([
    ['shop', 'affected', 0, ['db', 'search']],
    ['db', 'dependency', 1, []],
    ['search', 'dependency', 1, ['db', 'shop']],
  ]);
});

it('never covers more than the limit, and names no service outside of it', () => {
  const chain = Array.from({ length: MAX_SCOPE + 5 }, (_, index) => sampleService(`s${index}`, { dependsOn: [`s${index + 1}`] }));
  const scope = scopeOf([chain[0] as (typeof chain)[0]], chain);
  expect(scope).toHaveLength(MAX_SCOPE);
  expect(scope.at(-1)).toMatchObject({ dependsOn: [], distance: MAX_SCOPE - 1 });
});

it('gives each service the fewest calls in between', () => {
  const graph = fc.uniqueArray(fc.tuple(fc.nat(9), fc.nat(9)), { maxLength: 30 });
  fc.assert(
    fc.property(graph, (edges) => {
      const services = Array.from({ length: 10 }, (_, at) =>
        sampleService(`s${at}`, { dependsOn: edges.filter(([from]) => from === at).map(([, to]) => `s${to}`) }),
      );
      const scope = scopeOf(services.slice(0, 1), services);
      const distances = new Map(scope.map(({ name, distance }) => [name, distance]));
      for (const { name, distance, dependsOn } of scope) {
        for (const needed of dependsOn) expect(distances.get(needed)).toBeLessThanOrEqual(distance + 1);
        if (distance > 0) {
          expect(scope.some((other) => other.distance === distance - 1 && other.dependsOn.includes(name))).toBe(true);
        }
      }
    }),
  );
});
