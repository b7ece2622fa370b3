import { LIKELY, type Outcome } from './outcome';

/** 95 %. */
const Z = 1.96;
const NOT_CONFIDENT = 50;

/** The table of docs/investigation.md: what each service's states were taken for, and the sums with their intervals. */
export function printTable(outcomes: readonly Outcome[]): string {
  const services = [...new Set(outcomes.map(({ service }) => service))];
  const { broken, fine } = split(outcomes);
  const named = broken.concat(fine).filter(({ confidence }) => confidence !== null);
  const within = (from: number, below: number): string =>
    share(named.filter(({ confidence }) => confidence !== null && confidence >= from && confidence < below));
  const herrings = outcomes.flatMap((one) => Array.from({ length: one.redHerrings }, (_, index) => ({ isRight: index < one.misleading })));
  return [
    ...table(
      ['service', 'right', 'wrong'],
      services.map((name) => {
        const of = outcomes.filter(({ service }) => service === name);
        return [name, of.filter(({ isRight }) => isRight).map(tell), of.filter(({ isRight }) => !isRight).map(tellWrong)].map((cell) =>
          [cell].flat().join(', '),
        );
      }),
    ),
    '',
    ...table(
      ['', 'of them', '95 % interval'],
      [
        ['broken, and the first hypothesis is right', share(broken)],
        ['healthy or recovered, and taken for broken', share(fine.map((one) => ({ isRight: one.confidence !== null })))],
        ['odd, but not the cause, and taken for it', share(herrings)],
        [`right, of those with a confidence of ${LIKELY} % or more`, within(LIKELY, 101)],
        [`right, of those with ${NOT_CONFIDENT} to ${LIKELY - 1} %`, within(NOT_CONFIDENT, LIKELY)],
        [`right, of those with less than ${NOT_CONFIDENT} %`, within(0, NOT_CONFIDENT)],
      ].map(([what = '', figures = '']) => [what, ...figures.split('; ')]),
    ),
    '',
  ].join('\n');
}

const tell = ({ state, confidence }: Outcome): string => (confidence === null ? state : `${state} (${confidence} %)`);
const tellWrong = (outcome: Outcome): string => `${tell(outcome)}: ${outcome.found}, not ${outcome.expected}`;

function table(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)];
}

export function split(outcomes: readonly Outcome[]): { readonly broken: readonly Outcome[]; readonly fine: readonly Outcome[] } {
  return { broken: outcomes.filter(({ isBroken }) => isBroken), fine: outcomes.filter(({ isBroken }) => !isBroken) };
}

function share(outcomes: readonly Pick<Outcome, 'isRight'>[]): string {
  const right = outcomes.filter(({ isRight }) => isRight).length;
  const [low, high] = wilson(right, outcomes.length);
  return `${right} of ${outcomes.length}; ${percent(low)}–${percent(high)} %`;
}

const percent = (part: number): number => Math.round(100 * part);

/** The interval of Wilson's score, which holds for few cases too. */
function wilson(right: number, all: number): readonly [number, number] {
  if (all === 0) return [0, 1];
  const part = right / all;
  const middle = part + (Z * Z) / (2 * all);
  const spread = Z * Math.sqrt((part * (1 - part)) / all + (Z * Z) / (4 * all * all));
  const scale = 1 + (Z * Z) / all;
  return [(middle - spread) / scale, (middle + spread) / scale];
}
