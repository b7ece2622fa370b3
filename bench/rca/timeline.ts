import type { CaseAlert, IssueCase, Scenario } from './data-set';
import type { Column, Measurements } from './measurements';

/** Measurements of one scenario, at times of their own in the past. */
export interface Stretch {
  readonly scenario: string;
  readonly measured: Measurements;
}

/** Something to investigate: a case, or a stretch of normal operation in which nothing is wrong. */
export interface Question {
  readonly kind: 'case' | 'healthy';
  readonly name: string;
  readonly scenario: string;
  /** Null for a healthy window. */
  readonly issue: IssueCase | null;
  /** What is wrongly reported, for a healthy window. */
  readonly alert: CaseAlert;
  /** What is known when it is investigated: its own history, then the time of the alert. */
  readonly known: Measurements;
}

export interface Timeline {
  readonly stretches: readonly Stretch[];
  readonly questions: readonly Question[];
}

/** Samples around the alert, as in the cases. */
const WINDOW = 5;
/** In a case, the alert falls between the second sample and the third. */
const ALERT_AT = 2;
/** A healthy window needs this many samples as its history: three hours of samples every five minutes. */
export const LEAST_HISTORY = 36;
/** Between stretches lies more than any history that a probe may look at. */
const BETWEEN_S = 40 * 86_400;
/** An investigation looks at half an hour from the alert; after a healthy window, as after a case, nothing is known. */
const GAP_S = 35 * 60;

/**
 * Gives each case a time of its own: its scenario's normal operation, shifted so that it ends right before the issue, then the
 * issue. Healthy windows are cut one after the other from the normal operation, without overlapping, with a gap after each, so
 * that an investigation sees of a window as much as of a case; the history of each is what came before it. Each is given the
 * alert of one of the scenario's cases in turn.
 */
export function layOut(scenarios: readonly Scenario[], endS: number): Timeline {
  const parts = scenarios.map((scenario) => {
    const starts = scenario.cases.map((_, index) => endS - (index + 1) * BETWEEN_S);
    const cases = scenario.cases.map((issue, index) => ofCase(scenario, issue, starts[index] ?? endS));
    const spread = withGaps(scenario.normal);
    const normal = shifted(spread, endS - (scenario.cases.length + 1) * BETWEEN_S - (spread.times.at(-1) ?? 0));
    return {
      stretches: [
        ...cases.map(({ known }) => ({ scenario: scenario.name, measured: known })),
        { scenario: scenario.name, measured: normal },
      ],
      questions: [...cases, ...healthyWindows(scenario, normal)],
    };
  });
  return { stretches: parts.flatMap(({ stretches }) => stretches), questions: parts.flatMap(({ questions }) => questions) };
}

function ofCase(scenario: Scenario, issue: IssueCase, endS: number): Question {
  const shift = endS - (issue.measured.times.at(-1) ?? 0);
  const moved = shifted(issue.measured, shift);
  const step = stepOf(scenario.normal);
  const before = shifted(scenario.normal, (moved.times[0] ?? 0) - step - (scenario.normal.times.at(-1) ?? 0));
  const alert = { ...issue.alert, at: issue.alert.at + shift };
  return { kind: 'case', name: issue.name, scenario: scenario.name, issue, alert, known: joined(before, moved) };
}

function healthyWindows({ name, cases }: Scenario, normal: Measurements): readonly Question[] {
  const windows: Question[] = [];
  for (let from = LEAST_HISTORY; from + WINDOW <= normal.times.length; from += WINDOW) {
    const like = cases[windows.length % cases.length];
    if (like === undefined) break;
    const late = (like.measured.times[ALERT_AT] ?? like.alert.at) - like.alert.at;
    const alert = { ...like.alert, at: (normal.times[from + ALERT_AT] ?? 0) - late };
    const known = { times: normal.times.slice(0, from + WINDOW), columns: normal.columns.map((column) => firstOf(column, from + WINDOW)) };
    windows.push({ kind: 'healthy', name: `${name}/healthy_${windows.length}`, scenario: name, issue: null, alert, known });
  }
  return windows;
}

/** With a gap before the first window, and after each. */
function withGaps({ times, columns }: Measurements): Measurements {
  const gapsBefore = (index: number): number => (index < LEAST_HISTORY ? 0 : 1 + Math.floor((index - LEAST_HISTORY) / WINDOW));
  return { times: times.map((time, index) => time + gapsBefore(index) * GAP_S), columns };
}

const firstOf = (column: Column, count: number): Column => ({ ...column, values: column.values.slice(0, count) });

function shifted({ times, columns }: Measurements, by: number): Measurements {
  return { times: times.map((time) => time + by), columns };
}

/** The most frequent distance between samples. */
function stepOf({ times }: Measurements): number {
  const steps = times.slice(1).map((time, index) => time - (times[index] ?? 0));
  return [...steps].sort((a, b) => a - b)[Math.floor(steps.length / 2)] ?? 0;
}

/** One after the other; what only one of them measured is missing in the other. */
function joined(first: Measurements, second: Measurements): Measurements {
  const keyOf = ({ service, metric, statistic }: Column): string => JSON.stringify([service, metric, statistic]);
  const byKey = new Map(second.columns.map((column) => [keyOf(column), column]));
  const none = (count: number): null[] => Array<null>(count).fill(null);
  const both = first.columns.map((column) => ({
    ...column,
    values: [...column.values, ...(byKey.get(keyOf(column))?.values ?? none(second.times.length))],
  }));
  const known = new Set(first.columns.map(keyOf));
  const added = second.columns.filter((column) => !known.has(keyOf(column)));
  const late = added.map((column) => ({ ...column, values: [...none(first.times.length), ...column.values] }));
  return { times: [...first.times, ...second.times], columns: [...both, ...late] };
}
