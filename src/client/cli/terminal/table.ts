import { cleanLine } from '../../../incident/text/clean-text';
import { type Paint, plain } from './style';
import { cutToWidth, padToWidth, textWidth } from './text-width';

const MAX_CELL = 1_000;
/** With less room than this the last column would be unreadable, so it is left whole and the terminal wraps it. */
const MIN_LAST = 30;

export interface TableOptions {
  /**
   * Width of the terminal in columns. The last cell is cut to fit if it stays readable. Without a terminal the width is
   * unlimited.
   */
  readonly width?: number | undefined;
  readonly paint?: Paint;
  /** Colours a padded cell; the head is dimmed. */
  readonly paintCell?: (cell: string, column: number) => string;
}

/** A table whose columns are as wide as their widest cell. Cells are cleaned, because they may contain untrusted text. */
export function table(head: readonly string[], rows: readonly (readonly string[])[], options: TableOptions = {}): string[] {
  // Without a terminal there is no width, and some terminals report 0.
  const { width = process.stdout.columns || Number.POSITIVE_INFINITY, paint = plain, paintCell = (cell) => cell } = options;
  const all = [head, ...rows].map((row) => row.map((cell) => cleanLine(cell, MAX_CELL)));
  const widths = head.map((_, column) => Math.max(...all.map((row) => textWidth(row[column] ?? ''))));
  const last = head.length - 1;
  const before = widths.slice(0, last).reduce((sum, columns) => sum + columns + 2, 0);
  const room = width - before < MIN_LAST ? Number.POSITIVE_INFINITY : width - before;
  return all.map((row, index) => {
    const cells = row.map((cell, column) => (column === last ? cutToWidth(cell, room) : padToWidth(cell, widths[column] ?? 0)));
    if (index === 0) return paint('dim', cells.join('  ').trimEnd());
    return cells.map(paintCell).join('  ').trimEnd();
  });
}
