import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IssueCase } from './data-set';
import type { Answer, NamedCause } from './investigate';
import { type Share, shareOf } from './wilson';

const SURE = 70;

export interface ScoredCase {
  readonly name: string;
  readonly alert: { readonly service: string; readonly signal: string };
  readonly answer: string;
  readonly conclusion: string | null;
  readonly causes: readonly NamedCause[];
  /** From 1; null if it is not among the causes. */
  readonly rank: number | null;
  readonly naive: { readonly causes: readonly string[]; readonly rank: number | null };
}

export interface ScoredWindow {
  readonly name: string;
  readonly conclusion: string | null;
  readonly causes: readonly NamedCause[];
  readonly naive: readonly string[];
}

export interface Ranked {
  readonly top1: Share;
  readonly top3: Share;
  /** Healthy windows in which a cause is named. */
  readonly falseCauses: Share;
}

export interface RcaResults {
  readonly cases: readonly ScoredCase[];
  readonly windows: readonly ScoredWindow[];
  readonly measured: Ranked;
  readonly naive: Ranked;
  /** Hypotheses with a confidence of 70 % or more, in cases and in healthy windows: how many are right. */
  readonly sure: Share;
  /** First hypotheses by confidence. */
  readonly calibration: readonly { readonly from: number; readonly to: number; readonly right: Share }[];
}

/** The service that the data set says is the cause. Only the scorer reads it. @throws Error */
export function readAnswer({ folder }: Pick<IssueCase, 'folder'>): string {
  const file = join(folder, 'target.json');
  const { root_cause: cause } = JSON.parse(readFileSync(file, 'utf8')) as { root_cause?: { node?: unknown } };
  if (typeof cause?.node !== 'string') throw new Error(`${file} has no root_cause with a node`);
  return cause.node;
}

export type NaiveRule = (answer: Answer) => readonly string[];

export function score(answers: readonly Answer[], naive: NaiveRule, answerOf: (issue: IssueCase) => string = readAnswer): RcaResults {
  const cases = answers.flatMap((answer) =>
    answer.question.issue === null ? [] : [scoreCase(answer, naive(answer), answerOf(answer.question.issue))],
  );
  const windows = answers.flatMap((answer) => (answer.question.issue === null ? [scoreWindow(answer, naive(answer))] : []));
  return {
    cases,
    windows,
    measured: ranked(
      cases.map(({ rank }) => rank),
      windows.map(({ conclusion }) => conclusion === 'cause_named'),
    ),
    naive: ranked(
      cases.map((one) => one.naive.rank),
      windows.map((one) => one.naive.length > 0),
    ),
    ...calibrated(cases, windows),
  };
}

/** What is listed counts only if the investigation says that it found a cause. */
const namedIn = ({ conclusion, causes }: Answer): readonly NamedCause[] => (conclusion === 'cause_named' ? causes : []);

function scoreCase(answer: Answer, naive: readonly string[], right: string): ScoredCase {
  const causes = namedIn(answer);
  const { name, alert } = answer.question;
  return {
    name,
    alert: { service: alert.service, signal: alert.signal },
    answer: right,
    conclusion: answer.conclusion,
    causes,
    rank: rankIn(
      causes.map(({ service }) => service),
      right,
    ),
    naive: { causes: naive, rank: rankIn(naive, right) },
  };
}

/** A service that is blamed twice, for two causes, takes one place. */
function rankIn(services: readonly (string | null)[], right: string): number | null {
  const at = [...new Set(services)].indexOf(right);
  return at < 0 ? null : at + 1;
}

function scoreWindow(answer: Answer, naive: readonly string[]): ScoredWindow {
  return { name: answer.question.name, conclusion: answer.conclusion, causes: namedIn(answer), naive };
}

function ranked(ranks: readonly (number | null)[], named: readonly boolean[]): Ranked {
  const within = (places: number): Share => shareOf(ranks.filter((rank) => rank !== null && rank <= places).length, ranks.length);
  return { top1: within(1), top3: within(3), falseCauses: shareOf(named.filter(Boolean).length, named.length) };
}

function calibrated(cases: readonly ScoredCase[], windows: readonly ScoredWindow[]): Pick<RcaResults, 'sure' | 'calibration'> {
  const judged = [
    ...cases.flatMap(({ causes, answer }) => causes.map((cause, index) => ({ ...cause, index, isRight: cause.service === answer }))),
    ...windows.flatMap(({ causes }) => causes.map((cause, index) => ({ ...cause, index, isRight: false }))),
  ];
  const right = (some: typeof judged): Share => shareOf(some.filter(({ isRight }) => isRight).length, some.length);
  const first = judged.filter(({ index }) => index === 0);
  const bounds = [0, 50, 60, SURE, 80, 90, 101];
  return {
    sure: right(judged.filter(({ confidence }) => confidence >= SURE)),
    calibration: bounds.slice(1).map((to, index) => {
      const from = bounds[index] ?? 0;
      return { from, to: Math.min(to, 100), right: right(first.filter(({ confidence }) => confidence >= from && confidence < to)) };
    }),
  };
}
