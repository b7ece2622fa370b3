import type { Outcome } from './outcome';

const HEAD = ['service', 'state', 'expected', 'first hypothesis', 'confidence', ''];
/** 95 %. */
const Z = 1.96;

/** One line a state, and the sums with their intervals. */
export function printTable(outcomes: readonly Outcome[]): string {
  const rows = outcomes.map(({ service, state, expected, found, confidence, isRight }) => [
    service,
    state,
    expected,
    found,
    confidence === null ? '' : `${confidence} %`,
    isRight ? 'right' : 'WRONG',
  ]);
  const widths = HEAD.map((head, column) => Math.max(head.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  const { broken, fine } = split(outcomes);
  const sure = outcomes.filter(({ confidence }) => confidence !== null && confidence >= 70);
  return [
    line(HEAD),
    ...rows.map(line),
    '',
    `first hypothesis right: ${share(broken)}`,
    `healthy or recovered, taken for broken: ${share(fine.map((one) => ({ ...one, isRight: one.found.includes(':') })))}`,
    `right where the confidence is 70 % or more: ${share(sure)}`,
    '',
  ].join('\n');
}

export function split(outcomes: readonly Outcome[]): { readonly broken: readonly Outcome[]; readonly fine: readonly Outcome[] } {
  return { broken: outcomes.filter(({ isBroken }) => isBroken), fine: outcomes.filter(({ isBroken }) => !isBroken) };
}

function share(outcomes: readonly Pick<Outcome, 'isRight'>[]): string {
  const right = outcomes.filter(({ isRight }) => isRight).length;
  const [low, high] = wilson(right, outcomes.length);
  return `${right} of ${outcomes.length} (95 % interval ${percent(low)} to ${percent(high)})`;
}

const percent = (part: number): string => `${Math.round(100 * part)} %`;

/** The interval of Wilson's score, which holds for few cases too. */
function wilson(right: number, all: number): readonly [number, number] {
  if (all === 0) return [0, 1];
  const part = right / all;
  const middle = part + (Z * Z) / (2 * all);
  const spread = Z * Math.sqrt((part * (1 - part)) / all + (Z * Z) / (4 * all * all));
  const scale = 1 + (Z * Z) / all;
  return [(middle - spread) / scale, (middle + spread) / scale];
}
