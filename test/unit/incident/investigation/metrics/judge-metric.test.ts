import fc from 'fast-check';
import { judgeMetric, type MetricSeries } from '../../../../../src/incident/investigation/metrics/judge-metric';
import type { Signal } from '../../../../../src/incident/model/investigation/service';

const STARTED = Date.parse('2026-01-05T12:00:00Z') / 1_000;
const AT = { startedAt: new Date(STARTED * 1_000), now: new Date((STARTED + 3_600) * 1_000) };
const STEP = 60;

/** One sample a minute: the history first, then ten minutes from five minutes before the start. */
function series(history: readonly number[], trouble: readonly number[], changes: Partial<MetricSeries> = {}): MetricSeries {
  const from = STARTED - 5 * 60;
  const before = history.map((value, index): [number, number] => [from - (history.length - 1 - index) * STEP, value]);
  const after = trouble.map((value, index): [number, number] => [from + (index + 1) * STEP, value]);
  return { service: 'shop', metric: 'latency-p99', signal: 'latency', unit: 's', points: [...before, ...after], ...changes };
}

/** Values between 0.9 and 1.1 in an order of their own. */
const steady = (count: number) => Array.from({ length: count }, (_, index) => 1 + 0.1 * Math.sin(index * 2.4));

it('finds a metric unusual that is far above its history, and says since when', () => {
  const fact = judgeMetric(series(steady(120), [1, 1, 1, 1, 1, 3, 3, 3, 3, 3]), AT);
  expect(fact).toMatchObject({ verdict: 'unusual', value: 3, since: '2026-01-05T12:01:00.000Z', service: 'shop', unit: 's' });
  expect(fact.usual).toBeCloseTo(1, 1);
  expect(fact.deviation).toBeGreaterThan(10);
  expect(fact.change).toBeGreaterThan(10);
  expect(fact.text).toMatch(/^latency-p99 is 3 s, usually 1.* since 2026-01-05 12:01 UTC$/);
});

it.each<[Signal, number, number]>([
  ['latency', 3, 1],
  ['errors', 3, 1],
  ['saturation', 3, 1],
  ['availability', 3, -1],
  ['availability', 0.2, 1],
  ['latency', 0.2, -1],
  ['traffic', 3, 1],
  ['traffic', 0.2, -1],
])('a step of %s from 1 to %d deviates on side %d', (signal, value, side) => {
  const { deviation } = judgeMetric(series(steady(120), Array(10).fill(value), { signal }), AT);
  expect(Math.sign(deviation)).toBe(side);
});

it('calls what was so before the trouble unusual, but not changed', () => {
  const fact = judgeMetric(series([...steady(120), 3, 3, 3, 3, 3], Array(10).fill(3)), AT);
  expect(fact).toMatchObject({ verdict: 'unusual', before: 3 });
  expect(fact.change).toBeLessThanOrEqual(0);
});

it('is not misled by a history that often jumps, or that is mostly constant', () => {
  const jumping = Array.from({ length: 200 }, (_, index) => (index % 9 === 0 ? 5 : 1));
  expect(judgeMetric(series(jumping, [1, 1, 5, 1, 1, 1, 1, 1, 1, 5]), AT)).toMatchObject({ verdict: 'usual', deviation: 0, change: 0 });
  expect(judgeMetric(series(Array(200).fill(100), Array(10).fill(99.95), { signal: 'availability' }), AT).deviation).toBeLessThan(0.25);
  expect(judgeMetric(series(Array(200).fill(0), Array(10).fill(0), { signal: 'errors' }), AT)).toMatchObject({
    verdict: 'usual',
    change: 0,
  });
  expect(judgeMetric(series(Array(200).fill(0), Array(10).fill(1), { signal: 'errors' }), AT).deviation).toBeGreaterThan(90);
});

it('does not judge without enough history, or without samples around the trouble', () => {
  expect(judgeMetric(series(steady(5), [9, 9, 9]), AT)).toMatchObject({ verdict: 'unclear', deviation: 0, value: 9 });
  expect(judgeMetric(series([], [9, 9, 9]), AT)).toMatchObject({ verdict: 'unclear', usual: null, usualRange: null, value: 9 });
  expect(judgeMetric(series(steady(60), []), AT)).toMatchObject({ verdict: 'unclear', value: null });
  expect(judgeMetric(series([], []), AT)).toMatchObject({ verdict: 'unclear', value: null, usual: null, before: null, since: null });
});

it('believes a short history less than a long one', () => {
  const [short, long] = [15, 300].map((count) => judgeMetric(series(Array(count).fill(1), [2, 2, 2]), AT).deviation);
  expect(short).toBeGreaterThan(10);
  expect(long).toBeGreaterThan(1.5 * (short ?? 0));
});

it('looks no further than now, and not at what came half an hour after the start', () => {
  const late = series(steady(155).slice(0, 120), [...steady(155).slice(120), ...Array(10).fill(9)]);
  expect(judgeMetric(late, AT).verdict).toBe('usual');
  const known = { ...AT, now: new Date((STARTED + 60) * 1_000) };
  expect(judgeMetric(series(steady(126).slice(0, 120), [...steady(126).slice(120), 9, 9, 9]), known).verdict).toBe('usual');
});

const values = fc.array(fc.integer({ min: 0, max: 1_000 }), { minLength: 40, maxLength: 80 });
const signals = fc.constantFrom<Signal>('latency', 'errors', 'availability', 'traffic', 'saturation');

it('judges alike whatever the unit, the order of the samples, and samples that are not numbers', () => {
  fc.assert(
    fc.property(values, signals, fc.constantFrom(1 / 1_024, 0.125, 8, 1_024), (all, signal, factor) => {
      const [history, trouble] = [all.slice(0, -10), all.slice(-10)];
      const plain = judgeMetric(series(history, trouble, { signal }), AT);
      const { points } = series(history, trouble);
      const scaled = points.map(([time, value]): [number, number] => [time, value * factor]).reverse();
      const odd = scaled.flatMap((point): [number, number][] => [point, [point[0], Number.NaN], [point[0], Number.POSITIVE_INFINITY]]);
      const other = judgeMetric({ ...series([], []), signal, points: odd }, AT);
      expect(other.verdict).toBe(plain.verdict);
      expect(other.deviation).toBeCloseTo(plain.deviation, 6);
      expect(other.change ?? -1).toBeCloseTo(plain.change ?? -1, 6);
    }),
  );
});

it('judges a later trouble alike, and gaps in the history change nothing of the range of the answer', () => {
  fc.assert(
    fc.property(values, signals, fc.integer({ min: -1_000_000, max: 1_000_000 }), (all, signal, minutes) => {
      const plain = series(all.slice(0, -10), all.slice(-10), { signal });
      const fact = judgeMetric(plain, AT);
      const moved = { ...plain, points: plain.points.map(([time, value]): [number, number] => [time + minutes * 60, value]) };
      const later = (date: Date) => new Date(date.getTime() + minutes * 60_000);
      const { since, text, ...rest } = judgeMetric(moved, { startedAt: later(AT.startedAt), now: later(AT.now) });
      expect(rest).toEqual({ ...fact, since: undefined, text: undefined });
      const gaps = { ...plain, points: plain.points.filter((_, index) => index % 3 !== 0) };
      const holed = judgeMetric(gaps, AT);
      expect(Math.abs(holed.deviation)).toBeLessThanOrEqual(100);
      expect(Number.isFinite(holed.deviation)).toBe(true);
      expect(holed.value).not.toBeNaN();
    }),
  );
});
