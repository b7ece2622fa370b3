import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type IssueCase, readDataSet } from '../../../bench/rca/data-set';
import type { Answer } from '../../../bench/rca/investigate';
import { readMeasurements } from '../../../bench/rca/measurements';
import { naiveRanking } from '../../../bench/rca/naive-rule';
import { openMetrics } from '../../../bench/rca/open-metrics';
import { readRcaOptions } from '../../../bench/rca/options';
import { renderRca } from '../../../bench/rca/render';
import { readAnswer, score } from '../../../bench/rca/score';
import { servicesFile } from '../../../bench/rca/services-file';
import { LEAST_HISTORY, layOut } from '../../../bench/rca/timeline';
import { shareOf } from '../../../bench/rca/wilson';
import { loadServices } from '../../../src/services/load-services';
import { NORMAL_SAMPLES, writeSmallDataSet } from '../../support/small-data-set';

const END = 1_750_000_000;
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'incident-rca-'));
  writeSmallDataSet(folder);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a data set', () => {
  it('is read without its answers, which only the scorer reads', () => {
    const [scenario] = readDataSet(folder);
    expect(scenario).toMatchObject({
      name: 'small',
      cases: [{ name: 'small/train/issue_0', alert: { service: 'shop', signal: 'latency' } }],
    });
    expect(scenario?.calls.get('shop')).toEqual(['cart', 'search']);
    expect(JSON.stringify(scenario)).not.toContain('root_cause');
    expect(readAnswer(scenario?.cases[0] as IssueCase)).toBe('database');
  });

  it('keeps what was not measured apart from zero', () => {
    const { times, columns } = readMeasurements('s,a,b\nm,latency,requests\nt,Average,Sum\nunix_timestamp,,\n300.0,,0\n600.0,1.5,\n', 'x');
    expect(times).toEqual([300, 600]);
    expect(columns.map(({ values }) => values)).toEqual([
      [null, 1.5],
      [0, null],
    ]);
    expect(() => readMeasurements('s,a\nm,b\nt,c\n', 'empty.csv')).toThrow('empty.csv');
  });

  it('without a case is refused', () => {
    const empty = mkdtempSync(join(tmpdir(), 'incident-rca-'));
    expect(() => readDataSet(empty)).toThrow('no case in');
    rmSync(empty, { recursive: true });
  });
});

describe('the timeline', () => {
  it('puts the normal operation right before the issue, and the alert where it was in it', () => {
    const { questions } = layOut(readDataSet(folder), END);
    const [first] = questions;
    expect(first).toMatchObject({ kind: 'case', name: 'small/train/issue_0' });
    const times = first?.known.times ?? [];
    expect(times).toHaveLength(NORMAL_SAMPLES + 5);
    expect(new Set(times.slice(1).map((time, index) => time - (times[index] ?? 0)))).toEqual(new Set([300]));
    expect(first?.alert.at).toBe((times[NORMAL_SAMPLES + 2] ?? 0) - 20);
  });

  it('cuts healthy windows that share no sample, after enough history, with a gap behind each', () => {
    const { questions, stretches } = layOut(readDataSet(folder), END);
    const windows = questions.filter(({ kind }) => kind === 'healthy');
    expect(windows).toHaveLength((NORMAL_SAMPLES - LEAST_HISTORY) / 5);
    const own = windows.map(({ known }) => known.times.slice(-5));
    expect(new Set(own.flat()).size).toBe(5 * windows.length);
    for (const [index, window] of windows.entries()) {
      expect(window.known.times.length).toBe(LEAST_HISTORY + 5 * (index + 1));
      expect(own[index]?.filter((time) => time <= window.alert.at)).toHaveLength(2);
      const all = stretches.at(-1)?.measured.times ?? [];
      const next = all.find((time) => time > (own[index]?.[4] ?? 0));
      if (next !== undefined) expect(next).toBeGreaterThan(window.alert.at + 1_800);
    }
  });

  it('becomes OpenMetrics: each metric once, each series in order of time', () => {
    const text = [...openMetrics(layOut(readDataSet(folder), END).stretches)].join('');
    expect(text.match(/^# TYPE \S+ gauge$/gm)).toHaveLength(3);
    expect(text.endsWith('# EOF\n')).toBe(true);
    const series = [...text.matchAll(/^rca_latency\{scenario="small",service="search",statistic="Average"\} \S+ (\d+)$/gm)].map(
      ([, time]) => Number(time),
    );
    expect(series.length).toBeGreaterThan(NORMAL_SAMPLES);
    expect(series).toEqual([...series].sort((a, b) => a - b));
  });
});

it('the graph becomes a services file that the product reads, with means first', async () => {
  const file = join(folder, 'services.yaml');
  writeFileSync(file, JSON.stringify(servicesFile(readDataSet(folder))));
  const services = await loadServices(file);
  const shop = services.find(({ name }) => name === 'small/shop');
  expect(shop?.dependsOn).toEqual(['small/cart', 'small/search']);
  expect(shop?.labels.service).toEqual(['small/shop']);
  expect(shop?.metrics.map(({ name }) => name)).toEqual(['latency-average', 'availability-average', 'requests-sum', 'latency-p99']);
  expect(shop?.metrics[0]?.query).toBe('rca_latency{scenario="small",service="shop",statistic="Average"}');
});

describe('the score', () => {
  const answers = (
    causes: readonly { service: string; confidence: number }[],
    inHealthy: readonly { service: string; confidence: number }[] = [],
  ) => {
    const scenarios = readDataSet(folder);
    const all = layOut(scenarios, END).questions.map((question): Answer => {
      const named = (question.issue === null ? inHealthy : causes).map((one) => ({
        ...one,
        cause: 'slow',
        statement: `${one.service} is slow.`,
      }));
      return { question, incidentId: 'RCA-1', conclusion: named.length === 0 ? 'no_cause_found' : 'cause_named', causes: named };
    });
    return { all, naive: ({ question }: Answer) => scenarios.flatMap((scenario) => naiveRanking(question, scenario)) };
  };

  it('counts places, false causes, and how often a confidence of 70 % is right', () => {
    const { all, naive } = answers(
      [
        { service: 'cart', confidence: 75 },
        { service: 'database', confidence: 70 },
      ],
      [{ service: 'shop', confidence: 71 }],
    );
    const results = score(all, naive);
    expect(results.measured).toMatchObject({ top1: { count: 0, of: 1 }, top3: { count: 1, of: 1 }, falseCauses: { count: 5, of: 5 } });
    expect(results.sure).toMatchObject({ count: 1, of: 7 });
    expect(results.cases[0]).toMatchObject({ rank: 2, answer: 'database' });
    const text = renderRca(results);
    expect(text).toContain('small/train/issue_0: database is right (place 2); first: cart is slow.');
    expect(text).toMatch(/healthy_4: shop is slow\. \(71 %\)/);
  });

  it('does not count what is listed without being named as a cause', () => {
    const { all, naive } = answers([{ service: 'database', confidence: 90 }]);
    const unnamed = all.map((answer) => ({ ...answer, conclusion: 'no_cause_found' as const }));
    expect(score(unnamed, naive).measured.top1.count).toBe(0);
    expect(score(all, naive)).toMatchObject({ measured: { top1: { count: 1 }, falseCauses: { count: 0 } }, sure: { count: 1, of: 1 } });
  });

  it('compares with a rule that takes the anomalous service without an anomalous one below it', () => {
    const { all, naive } = answers([]);
    expect(naive(all[0] as Answer)).toEqual(['database']);
    expect(score(all, naive).naive.top1.count).toBe(1);
  });

  it('has intervals that hold for few trials', () => {
    expect(shareOf(16, 16)).toMatchObject({ share: 1, high: 1 });
    expect(shareOf(16, 16).low).toBeCloseTo(0.806, 3);
    expect(shareOf(0, 200).high).toBeCloseTo(0.0188, 3);
    expect(shareOf(0, 0)).toMatchObject({ share: null });
  });
});

it('the options name a folder, or say what is wrong', () => {
  expect(readRcaOptions(['--cases', folder, '--json'])).toEqual({ cases: folder, json: true, atOnce: 4 });
  expect(readRcaOptions(['--help'])).toBe('help');
  expect(() => readRcaOptions([])).toThrow('--cases');
  expect(() => readRcaOptions(['--cases', join(folder, 'none')])).toThrow('not a folder');
  expect(() => readRcaOptions(['--cases', folder, '--at-once', '0'])).toThrow('--at-once');
});
