import { columns } from '../table';
import type { NamedCause } from './investigate';
import type { Ranked, RcaResults, ScoredCase, ScoredWindow } from './score';
import type { Share } from './wilson';

/** The results for people. Wrong answers come with what was said instead, and why. */
export function renderRca(results: RcaResults): string {
  const { cases, windows, measured, naive, sure, calibration } = results;
  const wrong = cases.filter(({ rank }) => rank !== 1);
  const named = windows.filter(({ conclusion }) => conclusion === 'cause_named');
  return [
    `${cases.length} cases, ${windows.length} healthy windows`,
    '',
    ...table(cases),
    '',
    ...section('Wrong or missed', wrong, wrongLines),
    ...section('Causes named although nothing was wrong', named, windowLines),
    ...columns([['', 'this', 'naive rule'], ...rows(measured, naive)]),
    '',
    `Hypotheses with a confidence of 70 % or more that are right: ${shown(sure)}`,
    ...calibration
      .filter(({ right }) => right.of > 0)
      .map(({ from, to, right }) => `  first hypotheses with ${from} to ${to} %: ${shown(right)}`),
    '',
  ].join('\n');
}

function rows(measured: Ranked, naive: Ranked): string[][] {
  return [
    ['top-1', shown(measured.top1), shown(naive.top1)],
    ['top-3', shown(measured.top3), shown(naive.top3)],
    ['cause named on a healthy window', shown(measured.falseCauses), shown(naive.falseCauses)],
  ];
}

/** `13 of 16 = 81 % (57–93 %)` */
export function shown({ count, of, share, low, high }: Share): string {
  if (share === null || low === null || high === null) return 'none';
  const percent = (value: number): string => (100 * value).toFixed(value > 0 && value < 0.1 ? 1 : 0);
  return `${count} of ${of} = ${percent(share)} % (${percent(low)}–${percent(high)} %)`;
}

/** The causes come last and differ much in length, so they are not aligned. */
function table(cases: readonly ScoredCase[]): readonly string[] {
  const rows = cases.map(({ name, alert, rank, naive }) => [
    name,
    `${alert.service} ${alert.signal}`,
    String(rank ?? '–'),
    String(naive.rank ?? '–'),
  ]);
  const [head = '', ...lines] = columns([['case', 'alert', 'rank', 'naive'], ...rows]);
  const said = cases.map(({ causes, conclusion }) =>
    causes.length === 0 ? (conclusion ?? 'no conclusion') : causes.map(causeText).join(', '),
  );
  return [`${head}  causes`, ...lines.map((line, index) => `${line}  ${said[index]}`)];
}

const causeText = ({ service, cause, confidence }: NamedCause): string => `${service ?? '?'} ${cause} ${confidence} %`;

function section<One>(title: string, all: readonly One[], lines: (one: One) => readonly string[]): readonly string[] {
  return all.length === 0 ? [] : [`${title}:`, ...all.flatMap(lines).map((line) => `  ${line}`), ''];
}

function wrongLines({ name, answer, rank, conclusion, causes }: ScoredCase): readonly string[] {
  const [first] = causes;
  const place = rank === null ? 'not ranked' : `place ${rank}`;
  return [`${name}: ${answer} is right (${place}); first: ${first === undefined ? (conclusion ?? 'nothing') : first.statement}`];
}

function windowLines({ name, causes }: ScoredWindow): readonly string[] {
  return [`${name}: ${causes[0]?.statement ?? ''} (${causes[0]?.confidence} %)`];
}
