import type { Report } from '../../model/report';
import { WORKER } from '../../model/timeline';
import { formatDuration } from '../../text/durations';
import { cut, html, type Markup } from './html';
import { layLabels } from './lay-labels';
import { type Size, svg } from './svg';
import { timeScale } from './time-scale';
import { type Mark, phasesOf, timelineMarks } from './timeline-marks';
import { drawShape } from './timeline-shapes';

/** The actor of what the response did itself. */
const LANE_HEIGHT = 34;
const BAND_HEIGHT = 16;
const LEFT = 12;
const DESCRIBED = 40;
/** Fonts differ; this is slightly more than most need. */
const CHAR_WIDTH = 7.3;
const SMALL_CHAR_WIDTH = 6.3;
const SIGN_WIDTH = 24;
const MAX_LABEL_WIDTH = 220;

/**
 * The incident from its creation to its last event: a band of statuses, flags with actors above it, and small marks on it
 * for notes and the rest.
 */
export function timelinePicture(report: Report, size: Size): Markup {
  const marks = timelineMarks(report);
  const endMs = Math.max(1_000, ...marks.map(({ ms }) => ms));
  const right = size.width - size.labelWidth;
  const scale = timeScale(endMs, { left: LEFT, right });
  const flags = layLabels(
    marks.filter(({ isTurn }) => isTurn).map((mark) => labelOf(mark, Math.min(MAX_LABEL_WIDTH, size.width - scale.at(mark.ms)))),
    { xOf: ({ mark }) => scale.at(mark.ms), widthOf: ({ width }) => width },
  );
  const lanes = Math.max(1, ...flags.map(({ lane }) => lane + 1));
  const bandTop = 8 + lanes * LANE_HEIGHT;
  const axisY = bandTop + BAND_HEIGHT + 6;
  const phases = phasesOf(report, endMs);
  return svg({
    id: `timeline-${size.name}`,
    title: 'Timeline of the incident',
    description: describe(marks, scale.isLogarithmic),
    width: size.width,
    height: axisY + 24,
    content: [
      ...phases.map(({ fromMs, toMs, status }) =>
        band({ x: scale.at(fromMs), to: scale.at(toMs), y: bandTop, status: status ?? 'unknown' }),
      ),
      ...scale.ticks.map(
        ({ x, label }) => html`<path class="tick" d="M${round(x)} ${axisY - 6}v6"/>
<text class="tick-label" x="${round(x)}" y="${axisY + 13}" text-anchor="middle">${label}</text>`,
      ),
      ...marks.filter(({ isTurn }) => !isTurn).map((mark) => small(mark, scale.at(mark.ms), bandTop)),
      ...flags.map(({ item, x, lane }) => flag(item, { x, top: bandTop - (lane + 1) * LANE_HEIGHT, bandTop })),
    ],
  });
}

function band({ x, to, y, status }: { x: number; to: number; y: number; status: string }): Markup {
  const fits = to - x > status.length * 6.4 + 8;
  const name = fits ? html`<text class="band-label" x="${round((x + to) / 2)}" y="${y + 12}" text-anchor="middle">${status}</text>` : null;
  return html`<rect class="band ${status}" x="${round(x)}" y="${y}" width="${round(to - x)}" height="${BAND_HEIGHT}"><title>${status}</title></rect>${name}`;
}

interface Label {
  readonly mark: Mark;
  readonly word: string;
  readonly about: string;
  readonly width: number;
}

function labelOf(mark: Mark, maxWidth: number): Label {
  const chars = Math.floor((maxWidth - SIGN_WIDTH) / CHAR_WIDTH);
  const word = cut(mark.word ?? '', chars);
  const about = cut(`${mark.isStart ? '0' : `+${formatDuration(mark.ms)}`} · ${mark.actor}`, Math.floor((maxWidth - 8) / SMALL_CHAR_WIDTH));
  return { mark, word, about, width: Math.max(SIGN_WIDTH + [...word].length * CHAR_WIDTH, 8 + [...about].length * SMALL_CHAR_WIDTH) };
}

function flag({ mark, word, about }: Label, { x, top, bandTop }: { x: number; top: number; bandTop: number }): Markup {
  return html`<g><title>${sentence(mark)}</title>
<path class="stem" d="M${round(x)} ${top + 2}V${bandTop + 2}"/>
<g transform="translate(${round(x + 9)} ${top + 9})">${drawShape(mark.shape)}</g>
<text class="turn" x="${round(x + 18)}" y="${top + 13}">${word}</text>
<text class="who" x="${round(x + 5)}" y="${top + 27}">${about}</text></g>
`;
}

function small(mark: Mark, x: number, bandTop: number): Markup {
  return html`<circle class="small" cx="${round(x)}" cy="${bandTop + BAND_HEIGHT / 2}" r="3"><title>${sentence(mark)}</title></circle>
`;
}

function sentence({ ms, word, actor, text }: Mark): string {
  return cut(`${afterWords(ms)}, ${actor}: ${text ?? word ?? ''}`, 300);
}

const afterWords = (ms: number): string => (Math.round(ms) === 0 ? 'at the start' : `after ${formatDuration(ms)}`);

function describe(marks: readonly Mark[], isLogarithmic: boolean): string {
  const turns = marks.filter(({ isTurn }) => isTurn);
  const told = turns.slice(0, DESCRIBED).map(({ ms, word, actor }, index) => {
    const by = actor === WORKER ? '' : ` by ${cut(actor, 60)}`;
    const isAtOnce = index > 0 && formatDuration(turns[index - 1]?.ms ?? 0) === formatDuration(ms);
    return `${isAtOnce ? '' : `${afterWords(ms)}: `}${word}${by}`;
  });
  const rest = marks.length - turns.length;
  const scale = isLogarithmic ? ' The time axis is logarithmic.' : '';
  const others = rest === 1 ? '1 further entry is a small mark' : `${rest} further entries are small marks`;
  return `${told.join('; ')}.${rest === 0 ? '' : ` ${others}; the table below has all entries.`}${scale}`;
}

const round = (pixels: number): number => Math.round(pixels * 10) / 10;
