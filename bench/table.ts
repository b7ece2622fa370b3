import type { Summary } from './statistics';

export const spread = (name: string, { min, p50, p95, max }: Summary): string[] => [name, ...[min, p50, p95, max].map(figure)];

/** Rounds to three significant digits where they matter. */
export function figure(value: number): string {
  return Number.isInteger(value) ? String(value) : value.toFixed(Math.abs(value) < 10 ? 2 : 0);
}

/** Aligns the first column left, the others right. */
export function columns(rows: readonly (readonly string[])[]): string[] {
  const width = (column: number): number => Math.max(...rows.map((row) => row[column]?.length ?? 0));
  return rows.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(width(column)) : cell.padStart(width(column))))
      .join('  ')
      .trimEnd(),
  );
}
