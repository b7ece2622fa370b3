import type { Actions } from './actions';
import { alertLines } from './alert-results';
import type { Alerts } from './alerts';
import { containerGoals, containerLines } from './container-results';
import type { Containers } from './containers';
import type { Idle } from './idle';
import { idleLines } from './idle-results';
import type { Latency } from './latency';
import type { Limits } from './limits';
import { limitsGoals, limitsLines } from './limits-results';
import type { Machine } from './machine';
import { type Noise, TOO_NOISY } from './noise';
import type { Overhead } from './overhead';
import type { CpuUse } from './process-usage';
import type { SourceProbes } from './source-probes';
import { sourceGoal, sourceLines } from './source-results';
import type { Storm, StormSide } from './storm';
import { columns, figure, spread } from './table';

export interface Measured {
  readonly noise?: Noise;
  readonly overhead?: Overhead;
  readonly latency?: Latency;
  readonly storm?: Storm;
  readonly actions?: Actions;
  readonly idle?: Idle;
  readonly alerts?: Alerts;
  readonly limits?: Limits;
  readonly sources?: SourceProbes;
  readonly containers?: Containers;
}

export interface Results extends Measured {
  readonly at: string;
  readonly machine: Machine;
  readonly goals: readonly Goal[];
}

export type Verdict = 'met' | 'missed' | 'too noisy to judge';

export interface Goal {
  readonly name: string;
  readonly measured: number;
  readonly atMost: number;
  readonly verdict: Verdict;
}

const OVERHEAD_AT_MOST = 1.2;
const HEADLINE_AT_MOST_MS = 350;
const COMPLETE_AT_MOST_MS = 1_500;
/** Measured with forty incidents. */
const STORM_HEADLINE_AT_MOST_MS = 3_000;
const STORM_COMPLETE_AT_MOST_MS = 22_000;
const ACTIONS_AT_MOST = 30;
const ALERTS_AT_MOST = 1.3;
const IDLE_AT_MOST_MB = 200;
/** The goal is defined for a thousand incidents; fewer prove nothing. */
const IDLE_INCIDENTS = 1_000;

export function goalsOf({
  noise,
  overhead,
  latency,
  storm,
  actions,
  idle,
  alerts,
  limits,
  sources,
  containers,
}: Measured): readonly Goal[] {
  const isNoisy = noise !== undefined && noise.spread > TOO_NOISY;
  const counted = (name: string, measured: number, atMost: number): Goal => ({
    name,
    measured,
    atMost,
    verdict: measured <= atMost ? 'met' : 'missed',
  });
  /** On a noisy machine, a timing depends as much on the machine's other users as on the code. */
  const timed = (name: string, measured: number, atMost: number): Goal =>
    isNoisy ? { name, measured, atMost, verdict: 'too noisy to judge' } : counted(name, measured, atMost);
  return [
    ...(overhead === undefined
      ? []
      : [
          timed('latency, times the bare workflow (median of pairs)', overhead.latencyRatio.p50, OVERHEAD_AT_MOST),
          counted('events, times the bare workflow', overhead.eventRatio, OVERHEAD_AT_MOST),
        ]),
    ...(latency === undefined
      ? []
      : [
          timed('trigger → headline answered, ms (p50)', latency.headlineAnsweredMs.p50, HEADLINE_AT_MOST_MS),
          timed('trigger → complete, ms (p50)', latency.completeMs.p50, COMPLETE_AT_MOST_MS),
        ]),
    ...(storm === undefined
      ? []
      : [
          timed(`storm of ${storm.incidents}: headline, ms (p95)`, storm.response.headlineMs.p95, STORM_HEADLINE_AT_MOST_MS),
          timed(`storm of ${storm.incidents}: complete, ms (p95)`, storm.response.completeMs.p95, STORM_COMPLETE_AT_MOST_MS),
        ]),
    ...(actions === undefined
      ? []
      : [counted(`Temporal actions of a response with ${actions.probes} probes`, actions.total, ACTIONS_AT_MOST)]),
    ...(idle === undefined
      ? []
      : [
          ...(idle.worker === null || idle.incidents < IDLE_INCIDENTS
            ? []
            : [
                counted(
                  `${idle.incidents} idle incidents: the worker's memory, MB`,
                  idle.worker.residentMb - idle.worker.residentMbBefore,
                  IDLE_AT_MOST_MB,
                ),
              ]),
          counted('evicted incidents that came back changed', idle.evicted.read - idle.evicted.unchanged, 0),
          counted('evicted incidents that could not be acknowledged', idle.evicted.read - idle.evicted.acknowledged, 0),
        ]),
    ...(alerts === undefined
      ? []
      : [
          timed('a round of alerts, times the bare server (median)', alerts.timeRatio.p50, ALERTS_AT_MOST),
          timed('answer to an alert (p50), times the bare server', alerts.p50Ratio.p50, ALERTS_AT_MOST),
          timed('answer to an alert (p99), times the bare server', alerts.p99Ratio.p50, ALERTS_AT_MOST),
          counted('events a delivery, times the bare workflow', alerts.eventRatio, ALERTS_AT_MOST),
        ]),
    ...(sources === undefined ? [] : [sourceGoal(sources)].map(({ name, measured, atMost }) => timed(name, measured, atMost))),
    ...(containers === undefined ? [] : containerGoals(containers).map(({ name, measured, atMost }) => timed(name, measured, atMost))),
    ...(limits === undefined ? [] : limitsGoals(limits).map(({ name, measured, atMost }) => counted(name, measured, atMost))),
  ];
}

/** The results as human-readable text. */
export function renderResults(results: Results): string {
  const { machine, noise, overhead, latency, storm, actions, idle, alerts, limits, sources, containers, goals } = results;
  const { cpus, model, memoryMb, node, loadBefore } = machine;
  const lines = [`${cpus} processors (${model}), ${memoryMb} MB, Node ${node}, load before ${loadBefore.toFixed(2)}`];
  if (noise !== undefined) lines.push(noiseLine(noise));
  if (overhead !== undefined) lines.push(...overheadLines(overhead));
  if (latency !== undefined) lines.push(...latencyLines(latency));
  if (storm !== undefined) lines.push(...stormLines(storm));
  if (actions !== undefined) lines.push(...actionLines(actions));
  if (idle !== undefined) lines.push(...idleLines(idle));
  if (alerts !== undefined) lines.push(...alertLines(alerts));
  if (limits !== undefined) lines.push(...limitsLines(limits));
  if (sources !== undefined) lines.push(...sourceLines(sources));
  if (containers !== undefined) lines.push(...containerLines(containers));
  const spreadText = noise === undefined ? '' : ` (spread ${percent(noise.spread)})`;
  lines.push('', 'Goals');
  lines.push(
    ...columns(
      goals.map(({ name, measured, atMost, verdict }) => [
        `  ${name}`,
        figure(measured),
        `at most ${atMost}`,
        verdict === 'too noisy to judge' ? `${verdict}${spreadText}` : verdict,
      ]),
    ),
  );
  return `${lines.join('\n')}\n`;
}

function noiseLine({ runs, bareRunMs, spread: share }: Noise): string {
  const verdict = share > TOO_NOISY ? ': too noisy to judge times' : '';
  return `noise: the middle half of ${runs} bare runs spreads over ${percent(share)} of the median, ${figure(bareRunMs.p50)} ms${verdict}`;
}

function stormLines({ incidents, slackDelayMs, containersEach, response, bare }: Storm): string[] {
  const side = (name: string, { headlineMs, completeMs }: StormSide): string[][] => [
    spread(`  headline, ms: ${name}`, headlineMs),
    spread(`  complete, ms: ${name}`, completeMs),
  ];
  const cpu = (what: keyof CpuUse): string[] =>
    [response, bare].map(({ cpuSeconds }) => (cpuSeconds === null ? '' : figure(cpuSeconds[what])));
  return [
    '',
    `Storm: ${incidents} incidents at once, Slack ${slackDelayMs} ms away, ${containersEach} containers each`,
    ...columns([['', 'min', 'p50', 'p95', 'max'], ...side('response', response), ...side('bare workflow', bare)]),
    ...columns([
      ['', 'response', 'bare'],
      ['  cpu seconds: Temporal server', ...cpu('server')],
      ['  cpu seconds: worker (bare: within the bench)', ...cpu('worker')],
      ['  cpu seconds: engine, containers, everything else', ...cpu('rest')],
      ['  workflow tasks per incident (median)', figure(response.workflowTasks), figure(bare.workflowTasks)],
      ['  activities per incident (median)', figure(response.activities), figure(bare.activities)],
      ['  events per incident (median)', figure(response.events), figure(bare.events)],
      ['  Temporal actions per incident (mean)', figure(response.actionsEach), ''],
      ['  requests to the server per incident (mean)', figure(response.requestsEach), ''],
      ['  Slack calls per incident (mean)', figure(response.slackCallsEach), ''],
      ['  "unknown" findings in total', figure(response.unknownFindings), ''],
    ]),
  ];
}

function actionLines({ probes, total, byKind, workflowTasks, activities, events, requests }: Actions): string[] {
  return [
    '',
    `Actions: one response with ${probes} probes, counted by the server as Temporal Cloud bills them`,
    ...columns([
      ...Object.entries(byKind).map(([kind, count]) => [`  ${kind}`, figure(count)]),
      ['  all', figure(total)],
      ['  also: workflow tasks', figure(workflowTasks)],
      ['  also: activities', figure(activities)],
      ['  also: events', figure(events)],
      ['  also: requests to the server', figure(requests)],
    ]),
  ];
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
    `Latency: Slack ${slackDelayMs} ms away, ${containers} containers and ${slackCalls} Slack calls per response (${runs} runs, ms since the trigger)`,
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

const percent = (share: number): string => `${Math.round(share * 100)} %`;
