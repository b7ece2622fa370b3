import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Signal } from '../../src/incident/model/investigation/service';
import { type Measurements, readCalls, readMeasurements } from './measurements';

/** What an alert says: which service, what about it, and since when (seconds since 1970). */
export interface CaseAlert {
  readonly service: string;
  readonly signal: Signal;
  readonly at: number;
}

export interface IssueCase {
  /** `SCENARIO/train/issue_3` */
  readonly name: string;
  readonly folder: string;
  readonly alert: CaseAlert;
  readonly measured: Measurements;
}

export interface Scenario {
  readonly name: string;
  readonly calls: ReadonlyMap<string, readonly string[]>;
  /** Normal operation. */
  readonly normal: Measurements;
  readonly cases: readonly IssueCase[];
}

/** What the metrics of a data set measure. */
export const SIGNAL_OF: Readonly<Record<string, Signal>> = { latency: 'latency', availability: 'availability', requests: 'traffic' };

/** Every `SCENARIO/GROUP/issue_N` below the folder. The answers are not read. @throws Error if there is no case. */
export function readDataSet(folder: string): readonly Scenario[] {
  const scenarios = foldersIn(folder)
    .filter((name) => existsSync(join(folder, name, 'graph.csv')))
    .map((name) => readScenario(folder, name));
  if (!scenarios.some(({ cases }) => cases.length > 0)) {
    throw new Error(`no case in ${folder}: none of its folders holds graph.csv, noissue/metrics.csv and GROUP/issue_N/metrics.csv`);
  }
  return scenarios;
}

function readScenario(folder: string, name: string): Scenario {
  const path = (...parts: string[]): string => join(folder, name, ...parts);
  const read = (file: string): string => readFileSync(file, 'utf8');
  const groups = foldersIn(path()).flatMap((group) => foldersIn(path(group)).map((issue) => ({ group, issue })));
  return {
    name,
    calls: readCalls(read(path('graph.csv')), path('graph.csv')),
    normal: readMeasurements(read(path('noissue', 'metrics.csv')), path('noissue', 'metrics.csv')),
    cases: groups
      .filter(({ issue }) => /^issue_\d+$/.test(issue))
      .map(({ group, issue }): IssueCase => {
        const file = path(group, issue, 'metrics.csv');
        const target = path(group, issue, 'target.json');
        return {
          name: `${name}/${group}/${issue}`,
          folder: path(group, issue),
          alert: readAlert(read(target), target),
          measured: readMeasurements(read(file), file),
        };
      }),
  };
}

function readAlert(text: string, file: string): CaseAlert {
  const { target } = JSON.parse(text) as { target?: { node?: unknown; metric?: unknown; timestamp?: unknown } };
  const signal = SIGNAL_OF[String(target?.metric)];
  if (typeof target?.node !== 'string' || signal === undefined || typeof target.timestamp !== 'number') {
    throw new Error(`${file} has no target with node, metric (${Object.keys(SIGNAL_OF).join(', ')}) and timestamp`);
  }
  return { service: target.node, signal, at: target.timestamp };
}

/** Folders in the order of their names, numbers by value. */
function foldersIn(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
}
