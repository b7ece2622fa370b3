import fc from 'fast-check';
import { layLabels } from '../../../../../src/incident/report/html/lay-labels';
import { timeScale } from '../../../../../src/incident/report/html/time-scale';

const lay = (xs: readonly number[], width: number) => layLabels(xs, { xOf: (x) => x, widthOf: () => width });

describe('layLabels', () => {
  it('takes one lane where there is room for all, and a stair where there is none', () => {
    expect(lay([0, 100, 200], 90).map(({ lane }) => lane)).toEqual([0, 0, 0]);
    expect(lay([0, 10, 20], 90).map(({ lane }) => lane)).toEqual([2, 1, 0]);
  });

  it('lets no label cover another one or a stem', () => {
    const places = fc.array(fc.integer({ min: 0, max: 600 }), { maxLength: 14 }).map((xs) => xs.toSorted((a, b) => a - b));
    fc.assert(
      fc.property(places, fc.integer({ min: 1, max: 200 }), (xs, width) => {
        const laid = lay(xs, width);
        const covers = laid.flatMap((label, index) =>
          laid.slice(index + 1).filter((other) => other.lane >= label.lane && other.x < label.x + width),
        );
        expect(covers).toEqual([]);
        expect(laid.map(({ item }) => item)).toEqual(xs);
      }),
    );
  });
});

describe('timeScale', () => {
  it.each([1, 900, 14_000, 60_000, 3_600_000, 90 * 86_400_000])('goes from edge to edge over %d ms, with ticks apart', (total) => {
    const { at, ticks } = timeScale(total, { left: 10, right: 500 });
    expect([at(0), at(total), at(-5), at(2 * total)]).toEqual([10, 500, 10, 500]);
    const gaps = ticks.slice(1).map(({ x }, index) => x - (ticks[index]?.x ?? 0));
    expect(gaps.every((gap) => gap >= 46)).toBe(true);
  });

  it('gives the first seconds of a long incident room', () => {
    const { at, isLogarithmic } = timeScale(3 * 3_600_000, { left: 0, right: 1_000 });
    expect(isLogarithmic).toBe(true);
    expect(at(2_000)).toBeGreaterThan(100);
    expect(at(3_600_000)).toBeLessThan(900);
  });
});
