import fc from 'fast-check';
import { spreadOf, summarize } from '../../../bench/statistics';

describe('summarize', () => {
  it('takes nearest ranks: a figure that was measured, not one between two', () => {
    const twenty = Array.from({ length: 20 }, (_, index) => 20 - index);
    expect(summarize(twenty)).toEqual({ min: 1, p50: 10, p95: 19, max: 20 });
    expect(summarize([7])).toEqual({ min: 7, p50: 7, p95: 7, max: 7 });
    expect(summarize([3, 1])).toEqual({ min: 1, p50: 1, p95: 3, max: 3 });
  });

  it('orders by number, and has at least half of the sample at or below the median', () => {
    fc.assert(
      fc.property(fc.array(fc.integer(), { minLength: 1 }), (sample) => {
        const { min, p50, p95, max } = summarize(sample);
        expect([min, p50, p95, max]).toEqual([min, p50, p95, max].sort((a, b) => a - b));
        expect(sample.filter((value) => value <= p50).length * 2).toBeGreaterThanOrEqual(sample.length);
        expect([min, max]).toEqual([Math.min(...sample), Math.max(...sample)]);
      }),
    );
  });
});

describe('spreadOf', () => {
  it('is the distance of the quartiles over the median, so that one straggler is no noise', () => {
    expect(spreadOf([10, 10, 10, 10, 10, 10, 10, 500])).toBe(0);
    expect(spreadOf([8, 9, 10, 12, 100])).toBeCloseTo(0.3);
  });
});
