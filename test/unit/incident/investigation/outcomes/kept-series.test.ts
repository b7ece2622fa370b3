import { keptSeries } from '../../../../../src/incident/investigation/outcomes/kept-series';

const series = (name: string, points: (readonly [number, number])[]) => ({ name, unit: null, points });

it('are those of trouble, few and small, and a peak of one sample remains', () => {
  const points = Array.from({ length: 200 }, (_, index) => [index + 0.4, index === 77 ? 50.123456 : 1 + index / 1e7] as const);
  const [kept, ...others] = keptSeries([series('a', points), series('b', []), series('c', points)], 'warn');
  expect(others.map(({ name }) => name)).toEqual(['b']);
  expect(kept?.points.length).toBeLessThanOrEqual(60);
  expect(kept?.points).toContainEqual([77, 50.12]);
  expect([...(kept?.points ?? [])].sort(([a], [b]) => a - b)).toEqual(kept?.points);
  for (const status of ['ok', 'unknown'] as const) expect(keptSeries([series('a', points)], status)).toEqual([]);
});
