import type { Plan } from '../../model/plan';
import type { Report, ReportStep } from '../../model/report';
import { formatDuration } from '../../text/durations';
import { NODE_MARKS } from './font-marks';
import { html, type Markup } from './html';
import { type Place, type PlanStep, stepLayers } from './step-layers';
import { type Size, svg } from './svg';

const BOX_HEIGHT = 46;
/** Gaps between layers, and between boxes of one layer. */
const GAP = 24;
const MARGIN = 3;
const NARROW_BOX_WIDTH = 132;

interface Box {
  readonly place: Place;
  readonly x: number;
  readonly y: number;
}
interface Grid {
  readonly isAcross: boolean;
  readonly boxWidth: number;
}

/** The steps as boxes with outcome and duration, each after what it needs: left to right, or top to bottom on narrow pages. */
export function stepGraph({ steps }: Report, plan: Plan, size: Size): Markup {
  const layers = stepLayers(plan.steps);
  const isAcross = size.name === 'wide';
  const boxWidth = isAcross ? Math.floor((size.width - 2 * MARGIN - GAP * (layers.length - 1)) / layers.length) : NARROW_BOX_WIDTH;
  const grid = { isAcross, boxWidth };
  const most = Math.max(...layers.map((layer) => layer.length));
  const height = isAcross ? most * (BOX_HEIGHT + GAP) - GAP : layers.length * (BOX_HEIGHT + GAP) - GAP;
  const middle = isAcross ? height / 2 + MARGIN : size.width / 2;
  const boxes = layers.flatMap((layer, depth) =>
    layer.map((place, index) => boxAt(place, { depth, index, of: layer.length }, middle, grid)),
  );
  const arrows = boxes.flatMap((to) =>
    boxes.filter(({ place }) => to.place.from.includes(place.name)).map((from) => arrow(from, to, grid)),
  );
  const drawn = boxes.map(({ place: { step }, x, y }) =>
    step === null
      ? null
      : drawBox(
          step,
          steps.find(({ name }) => name === step.name),
          { x, y, boxWidth },
        ),
  );
  return svg({
    id: `graph-${size.name}`,
    title: 'Dependencies between the steps, with outcomes and durations',
    description: `${plan.steps.map(described).join('; ')}.`,
    width: size.width,
    height: height + 2 * MARGIN,
    content: [...arrows, ...drawn],
  });
}

function described({ name, depends }: PlanStep): string {
  return depends.length === 0 ? `${name} depends on nothing` : `${name} depends on ${depends.join(', ')}`;
}

function boxAt(place: Place, { depth, index, of }: { depth: number; index: number; of: number }, middle: number, grid: Grid): Box {
  const { isAcross, boxWidth } = grid;
  const along = depth * ((isAcross ? boxWidth : BOX_HEIGHT) + GAP) + MARGIN;
  const thick = isAcross ? BOX_HEIGHT : boxWidth;
  const across = middle + (index - (of - 1) / 2) * (thick + GAP) - thick / 2;
  return isAcross ? { place, x: along, y: across } : { place, x: across, y: along };
}

/** One segment of an arrow. A segment that only passes through has no head. */
function arrow(from: Box, to: Box, { isAcross, boxWidth }: Grid): Markup {
  const isPassing = to.place.step === null;
  const [x1, y1] = isAcross ? [from.x + boxWidth, from.y + BOX_HEIGHT / 2] : [from.x + boxWidth / 2, from.y + BOX_HEIGHT];
  const [x2, y2] = isAcross ? [to.x, to.y + BOX_HEIGHT / 2] : [to.x + boxWidth / 2, to.y];
  const bend = GAP / 2;
  const curve = isAcross
    ? `M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`
    : `M${x1} ${y1}C${x1} ${y1 + bend} ${x2} ${y2 - bend} ${x2} ${y2}`;
  const through = isPassing ? (isAcross ? `h${boxWidth}` : `v${BOX_HEIGHT}`) : '';
  const head = isAcross ? 'l-6 -3.5v7Z' : 'l-3.5 -6h7Z';
  return html`<path class="edge" d="${curve}${through}"/>${isPassing ? null : html`<path class="edge-head" d="M${x2} ${y2}${head}"/>`}
`;
}

function drawBox({ name, description }: PlanStep, ran: ReportStep | undefined, at: { x: number; y: number; boxWidth: number }): Markup {
  const status = ran?.status ?? 'pending';
  const took = ran === undefined || ran.durationMs === null || status === 'skipped' ? [] : [formatDuration(ran.durationMs)];
  const told = [...(status === 'done' ? [] : [status]), ...took].join(' · ');
  const middle = at.x + at.boxWidth / 2;
  return html`<g><title>${`${name}: ${description}`}</title>
<rect class="box ${status}" x="${at.x}" y="${at.y}" width="${at.boxWidth}" height="${BOX_HEIGHT}" rx="6"/>
<text class="boxed" x="${middle}" y="${at.y + 19}" text-anchor="middle">${name}</text>
<text class="took ${status}" x="${middle}" y="${at.y + 36}" text-anchor="middle">${NODE_MARKS[status]} ${told}</text></g>
`;
}
