import type { Series } from '../../model/investigation/reading';
import { formatNumber } from '../../text/number-words';
import { utcTime } from '../../text/utc-time';
import { html, type Markup } from './html';
import { svg } from './svg';

const WIDTH = 340;
const HEIGHT = 96;
const LEFT = 4;
const RIGHT = WIDTH - 4;
const TOP = 18;
const BOTTOM = HEIGHT - 20;
/** After a longer pause than this many usual ones, the line is interrupted: nothing is known of the time between. */
const PAUSE = 3;

/** A metric around the trouble, small: its line, its highest and lowest value, and when the trouble began. */
export function metricPlot({ name, unit, points }: Series, id: string, startedAt: string): Markup | null {
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined || points.length < 2) return null;
  const [from, to] = [first[0], last[0]];
  const values = points.map(([, value]) => value);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const x = (time: number): number => LEFT + ((RIGHT - LEFT) * (time - from)) / Math.max(1, to - from);
  const y = (value: number): number => (high === low ? (TOP + BOTTOM) / 2 : BOTTOM - ((BOTTOM - TOP) * (value - low)) / (high - low));
  const words = (value: number): string => `${formatNumber(value)}${unit === null ? '' : ` ${unit}`}`;
  const clock = (time: number): string => utcTime(new Date(1_000 * time).toISOString(), 'minutes');
  const began = Date.parse(startedAt) / 1_000;
  return svg({
    id,
    title: name,
    description: `${name} from ${clock(from)} to ${clock(to)}: at least ${words(low)}, at most ${words(high)}, at the end ${words(last[1])}.`,
    width: WIDTH,
    height: HEIGHT,
    content: [
      html`<text class="tick-label" x="${LEFT}" y="11">${name}: ${words(low)} to ${words(high)}</text>`,
      began > from && began < to ? html`<path class="stem" stroke-dasharray="3 3" d="M${round(x(began))} ${TOP}V${BOTTOM}"/>` : null,
      html`<path class="edge" d="${pathOf(points, x, y)}"/>`,
      html`<text class="tick-label" x="${LEFT}" y="${HEIGHT - 6}">${clock(from)}</text>`,
      html`<text class="tick-label" x="${RIGHT}" y="${HEIGHT - 6}" text-anchor="end">${clock(to)}</text>`,
    ],
  });
}

function pathOf(points: Series['points'], x: (time: number) => number, y: (value: number) => number): string {
  const pauses = points
    .slice(1)
    .map(([time], index) => time - (points[index]?.[0] ?? time))
    .sort((a, b) => a - b);
  const usual = pauses[Math.floor(pauses.length / 2)] ?? 0;
  return points
    .map(([time, value], index) => {
      const before = points[index - 1]?.[0];
      const isNew = before === undefined || time - before > PAUSE * usual;
      return `${isNew ? 'M' : 'L'}${round(x(time))} ${round(y(value))}`;
    })
    .join('');
}

const round = (value: number): number => Math.round(10 * value) / 10;
