import type { Idle } from './idle';
import type { Latency } from './latency';
import type { Overhead } from './overhead';
import type { Summary } from './statistics';

export interface Machine {
  readonly cpus: number;
  readonly model: string;
  readonly memoryMb: number;
  readonly node: string;
  /** Load of the last minute before the bench began: above a small part of the processors, latencies say little. */
  readonly loadBefore: number;
}

export interface Results {
  readonly at: string;
  readonly machine: Machine;
  readonly goals: readonly Goal[];
  readonly overhead?: Overhead;
  readonly latency?: Latency;
  readonly idle?: Idle;
}

export interface Goal {
  readonly name: string;
  readonly measured: number;
  readonly atMost: number;
  readonly met: boolean;
}

const OVERHEAD_AT_MOST = 1.2;
const HEADLINE_AT_MOST_MS = 350;
const COMPLETE_AT_MOST_MS = 1_500;

export function goalsOf({ overhead, latency, idle }: Omit<Results, 'goals'>): readonly Goal[] {
  const goal = (name: string, measured: number, atMost: number): Goal => ({ name, measured, atMost, met: measured <= atMost });
  return [
    ...(overhead === undefined
      ? []
      : [
          goal('latency, times the bare workflow (median of pairs)', overhead.latencyRatio.p50, OVERHEAD_AT_MOST),
          goal('events, times the bare workflow', overhead.eventRatio, OVERHEAD_AT_MOST),
        ]),
    ...(latency === undefined
      ? []
      : [
          goal('trigger → headline answered, ms (p50)', latency.headlineAnsweredMs.p50, HEADLINE_AT_MOST_MS),
          goal('trigger → complete, ms (p50)', latency.completeMs.p50, COMPLETE_AT_MOST_MS),
        ]),
    ...(idle === undefined
      ? []
      : [
          goal('evicted incidents that came back changed', idle.evicted.read - idle.evicted.unchanged, 0),
          goal('evicted incidents that could not be acknowledged', idle.evicted.read - idle.evicted.acknowledged, 0),
        ]),
  ];
}

/** The results for people. */
export function renderResults(results: Results): string {
  const { machine, overhead, latency, idle, goals } = results;
  const { cpus, model, memoryMb, node, loadBefore } = machine;
  const lines = [`${cpus} processors (${model}), ${memoryMb} MB, Node ${node}, load before ${loadBefore.toFixed(2)}`];
  if (overhead !== undefined) lines.push(...overheadLines(overhead));
  if (latency !== undefined) lines.push(...latencyLines(latency));
  if (idle !== undefined) lines.push(...idleLines(idle));
  lines.push('', 'Goals');
  lines.push(
    ...columns(
      goals.map(({ name, measured, atMost, met }) => [`  ${name}`, figure(measured), `at most ${atMost}`, met ? 'met' : 'missed']),
    ),
  );
  return `${lines.join('\n')}\n`;
}

function overheadLines({ runs, activities, workflowTasks, events, latencyMs, latencyRatio, eventRatio }: Overhead): string[] {
  return [
    '',
    `Overhead: the response against a bare workflow of ${activities.bare} no-op activities in its shape (${runs} pairs)`,
    ...columns([
      ['', 'min', 'p50', 'p95', 'max'],
      spread('  response, ms', latencyMs.response),
      spread('  bare workflow, ms', latencyMs.bare),
      spread('  ratio, pair by pair', latencyRatio),
    ]),
    ...columns([
      ['', 'response', 'bare', 'ratio'],
      ['  activities', figure(activities.response), figure(activities.bare), ''],
      ['  workflow tasks', figure(workflowTasks.response), figure(workflowTasks.bare), ''],
      ['  events', figure(events.response), figure(events.bare), figure(eventRatio)],
    ]),
  ];
}

function latencyLines(latency: Latency): string[] {
  const { runs, slackDelayMs, containers, slackCalls, pathMs } = latency;
  return [
    '',
    `Latency: Slack ${slackDelayMs} ms away, ${containers} containers and ${slackCalls} Slack calls a response (${runs} runs, ms since the trigger)`,
    ...columns([
      ['', 'min', 'p50', 'p95', 'max'],
      spread('  headline visible in Slack', latency.headlineVisibleMs),
      spread('  headline answered to the worker', latency.headlineAnsweredMs),
      spread('  response complete', latency.completeMs),
    ]),
    '  on the way (p50)',
    ...columns(Object.entries(pathMs).map(([moment, ms]) => [`    ${moment}`, figure(ms)])),
  ];
}

function idleLines({ incidents, cached, openedInSeconds, idleSeconds, worker, server, evicted }: Idle): string[] {
  const row = (name: string, process: Idle['worker']): string[] =>
    process === null
      ? [name, 'unknown', 'unknown', 'unknown']
      : [name, figure(process.residentMbBefore), figure(process.residentMb), `${process.cpuPercent.toFixed(1)} %`];
  return [
    '',
    `Idle: ${incidents} open incidents, ${cached} of them in the worker's memory (opened in ${openedInSeconds.toFixed(0)} s, watched for ${idleSeconds} s)`,
    ...columns([['', 'MB before', 'MB idle', 'processor'], row('  worker', worker), row('  Temporal server', server)]),
    `  evicted ones read: ${evicted.read}, unchanged ${evicted.unchanged}, acknowledged ${evicted.acknowledged}`,
    ...columns([
      ['', 'min', 'p50', 'p95', 'max'],
      spread('  query, ms', evicted.queryMs),
      spread('  acknowledge, ms', evicted.acknowledgeMs),
    ]),
  ];
}

const spread = (name: string, { min, p50, p95, max }: Summary): string[] => [name, ...[min, p50, p95, max].map(figure)];

/** Three places where they matter. */
function figure(value: number): string {
  return Number.isInteger(value) ? String(value) : value.toFixed(Math.abs(value) < 10 ? 2 : 0);
}

/** The first column to the left, the others to the right. */
function columns(rows: readonly (readonly string[])[]): string[] {
  const width = (column: number): number => Math.max(...rows.map((row) => row[column]?.length ?? 0));
  return rows.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(width(column)) : cell.padStart(width(column))))
      .join('  ')
      .trimEnd(),
  );
}
