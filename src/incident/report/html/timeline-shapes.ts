import { html, type Markup } from './html';
import type { Shape } from './timeline-marks';

/** Shapes around the origin, about 11 pixels wide. Their outlines differ, so colour is not needed to distinguish them. */
const OUTLINES: Readonly<Record<Shape, string>> = {
  flag: 'M-4 5.5V-5.5L5 -2.5L-4 1',
  room: 'M-5 5V-1L0 -5.5L5 -1V5Z',
  circle: 'M-5 0a5 5 0 1 0 10 0a5 5 0 1 0 -10 0Z',
  triangle: 'M0 -5.5L5.5 4.5H-5.5Z',
  square: 'M-4.5 -4.5H4.5V4.5H-4.5Z',
  check: 'M-5 0L-1.5 4L5 -4.5',
  ring: 'M4.5 -2.5A5 5 0 1 0 5 1.5M5 -5.5V-2H1.5',
  cross: 'M-4.5 -4.5L4.5 4.5M4.5 -4.5L-4.5 4.5',
  dot: 'M-3 0a3 3 0 1 0 6 0a3 3 0 1 0 -6 0Z',
};

export function drawShape(shape: Shape): Markup {
  return html`<path class="shape ${shape}" d="${OUTLINES[shape]}"/>`;
}
