import { metricPlot } from '../../../../../src/incident/report/html/metric-plot';

const START = Date.parse('2026-01-01T10:00:00.000Z') / 1_000;
const STARTED_AT = '2026-01-01T10:05:00.000Z';
const series = (points: (readonly [number, number])[], name = 'cart: latency') => ({ name, unit: 's', points });
const every = (count: number, value: (index: number) => number) =>
  Array.from({ length: count }, (_, index) => [START + 60 * index, value(index)] as const);
const drawn = (points: (readonly [number, number])[]): string => metricPlot(series(points), 'p', STARTED_AT)?.text ?? '';

it('draws the line, its extremes, its times and when the trouble began', () => {
  const text = drawn(every(11, (index) => (index < 5 ? 0.25 : 4)));
  expect(text).toContain('cart: latency: 0.25 s to 4 s');
  expect(text).toContain('2026-01-01 10:00 UTC');
  expect(text).toContain('2026-01-01 10:10 UTC');
  expect(text).toContain('d="M170 18V76"');
  expect(text).toMatch(/class="edge" d="M4 76L37\.2 76L/);
  expect(text).toContain('at the end 4 s.');
});

it('draws nothing between samples that are far apart', () => {
  const points = every(10, () => 1).filter(([time]) => time < START + 180 || time > START + 480);
  expect(
    drawn(points)
      .match(/class="edge" d="([^"]*)"/)?.[1]
      ?.match(/M/g),
  ).toHaveLength(2);
});

it('needs two samples, and lets no name be markup', () => {
  expect(metricPlot(series([[START, 1]]), 'p', STARTED_AT)).toBeNull();
  expect(
    metricPlot(
      series(
        every(2, () => 1),
        '<script>',
      ),
      'p',
      STARTED_AT,
    )?.text,
  ).not.toContain('<script>');
});
