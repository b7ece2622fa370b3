import type { Plan } from '../../model/plan';
import type { Report, ReportNode, ReportStep } from '../../model/report';
import { formatDuration } from '../../text/durations';
import { NODE_MARKS } from './font-marks';
import { cut, html, type Markup } from './html';
import { type Size, svg } from './svg';
import { type TimeScale, timeScale } from './time-scale';

const NAME_WIDTH = 168;
/** Space to the right of the bars for a duration. */
const TAIL = 76;

interface Row {
  readonly about: ReportStep | ReportNode;
  readonly isStep: boolean;
  readonly description: string;
}
interface Layout {
  readonly size: Size;
  readonly scale: TimeScale;
  readonly createdMs: number;
  readonly endMs: number;
}

/** When each step and activity started, and how long it took. */
export function stepChart(report: Report, plan: Plan, size: Size): Markup {
  const rows = rowsOf(report, plan);
  const createdMs = Date.parse(report.incident.created_at);
  const ends = rows.map(({ about }) => endOf(about, createdMs)).filter((ms) => ms !== null);
  const endMs = Math.max(100, ...ends);
  const isWide = size.name === 'wide';
  const scale = timeScale(endMs, { left: isWide ? NAME_WIDTH : 6, right: size.width - (isWide ? TAIL : 10) });
  const layout = { size, scale, createdMs, endMs };
  let y = 20;
  const drawn = rows.map((row) => {
    const top = y;
    y += heightOf(row, size);
    return drawRow(row, top, layout);
  });
  const grid = scale.ticks.map(
    ({ x, label }) => html`<path class="grid" d="M${round(x)} 18V${y}"/>
<text class="tick-label" x="${round(x)}" y="12" text-anchor="middle">${label}</text>`,
  );
  return svg({
    id: `steps-${size.name}`,
    title: 'Steps and their activities over time',
    description: `${rows.map(({ about }) => `${about.name}: ${words(about).join(', ')}`).join('; ')}.`,
    width: size.width,
    height: y + 4,
    content: [...grid, ...drawn],
  });
}

/** A step with a single activity of the same name has one row. */
function rowsOf({ steps, nodes }: Report, plan: Plan): readonly Row[] {
  return steps.flatMap((step) => {
    const own = nodes.filter((node) => node.step === step.name);
    const isSingle = own.length === 1 && own[0]?.name === step.name;
    const description = plan.steps.find(({ name }) => name === step.name)?.description ?? '';
    const below = isSingle
      ? []
      : own.map((about) => ({ about, isStep: false, description: plan.nodes.find(({ name }) => name === about.name)?.description ?? '' }));
    return [{ about: step, isStep: true, description }, ...below];
  });
}

function heightOf({ isStep }: Row, { name }: Size): number {
  if (name === 'wide') return isStep ? 25 : 19;
  return isStep ? 33 : 28;
}

function drawRow({ about, isStep, description }: Row, top: number, { size, scale, createdMs, endMs }: Layout): Markup {
  const isWide = size.name === 'wide';
  const from = about.startedAt === null ? null : scale.at(Date.parse(about.startedAt) - createdMs);
  const to = scale.at(endOf(about, createdMs) ?? endMs);
  const baseline = top + (isStep ? 17 : 13);
  const barTop = isWide ? baseline - 10 : baseline + 5;
  const barHeight = isWide ? (isStep ? 12 : 9) : 6;
  const told = words(about).join(' · ');
  const bar =
    from === null
      ? null
      : html`<rect class="bar ${about.status}${isStep ? '' : ' part'}" x="${round(from)}" y="${barTop}" width="${round(Math.max(2, to - from))}" height="${barHeight}" rx="2"/>`;
  const place = isWide
    ? beside(told, from === null ? NAME_WIDTH - 6 : to, from ?? NAME_WIDTH, size.width)
    : { x: size.width - 6, anchor: 'end' };
  const room = isWide ? 26 : 34;
  return html`<g><title>${`${about.name}: ${told}${description === '' ? '' : `. ${description}`}`}</title>
<text class="${isStep ? 'step' : 'node'}" x="${isStep ? 4 : 14}" y="${baseline}">${cut(about.name, room)}</text>${bar}
<text class="took ${about.status}" x="${round(place.x)}" y="${baseline}" text-anchor="${place.anchor}">${cut(told, isWide ? 80 : 34)}</text></g>
`;
}

/** Places a text to the right of the bar if there is space, else to the left. */
function beside(text: string, to: number, from: number, width: number): { x: number; anchor: 'start' | 'end' } {
  const fits = to + 6 + text.length * 6.2 < width;
  return fits || from - NAME_WIDTH < text.length * 6.2 ? { x: to + 6, anchor: 'start' } : { x: from - 6, anchor: 'end' };
}

function words({ status, durationMs, attempts, ...about }: ReportStep | ReportNode): readonly string[] {
  return [
    `${NODE_MARKS[status]} ${[...(status === 'done' ? [] : [status]), ...(durationMs === null || status === 'skipped' ? [] : [formatDuration(durationMs)])].join(' · ')}`,
    ...(attempts > 1 ? [`${attempts} attempts`] : []),
    ...('round' in about && about.round > 1 ? [`run ${about.round}`] : []),
  ];
}

/** Null if it has not started or not ended. */
function endOf({ startedAt, durationMs }: ReportStep | ReportNode, createdMs: number): number | null {
  return startedAt === null || durationMs === null ? null : Math.max(0, Date.parse(startedAt) - createdMs + durationMs);
}

const round = (pixels: number): number => Math.round(pixels * 10) / 10;
