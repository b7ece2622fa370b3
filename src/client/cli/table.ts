import { cleanLine } from '../../incident/clean-text';

/** Columns as wide as their widest cell; the last one is cut to the terminal's width. */
export function table(head: readonly string[], rows: readonly (readonly string[])[], width = process.stdout.columns ?? 200): string[] {
  const all = [head, ...rows].map((row) => row.map((cell) => cleanLine(cell, 400)));
  const widths = head.map((_, column) => Math.max(...all.map((row) => [...(row[column] ?? '')].length)));
  return all.map((row) => {
    const line = row
      .map((cell, column) => (column === row.length - 1 ? cell : cell + ' '.repeat((widths[column] ?? 0) - [...cell].length)))
      .join('  ');
    return [...line].slice(0, width).join('').trimEnd();
  });
}
