import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { IncidentClient } from '../src/client/temporal/incident-client';
import type { IncidentState } from '../src/incident/model/state';
import { QUERIES } from '../src/workflows/contract/messages';
import type { Progress } from './progress';
import type { SlackCall, SlackObserver } from './slack-observer';
import { type Summary, summarize } from './statistics';

export const SLACK_DELAY_MS = 80;
const WARM_UPS = 3;
const RUN_LIMIT_MS = 60_000;

export interface Latency {
  readonly runs: number;
  readonly slackDelayMs: number;
  readonly containers: number;
  readonly slackCalls: number;
  /** Trigger → Slack has the headline and everyone sees it. */
  readonly headlineVisibleMs: Summary;
  /** Trigger → the worker has Slack's answer, one delay later. */
  readonly headlineAnsweredMs: Summary;
  /** Trigger → `responseComplete` in the incident's state: all replies, the summary and the report exist. */
  readonly completeMs: Summary;
  /** Where the time goes: medians since the trigger, by event. */
  readonly pathMs: Readonly<Record<string, number>>;
}

interface Run {
  readonly path: Readonly<Record<string, number>>;
  readonly headlineVisibleMs: number;
  readonly headlineAnsweredMs: number;
  readonly completeMs: number;
  readonly containers: number;
  readonly slackCalls: number;
}

export async function measureLatency(incidents: IncidentClient, slack: SlackObserver, runs: number, progress: Progress): Promise<Latency> {
  const measured: Run[] = [];
  for (let index = 0; index < WARM_UPS + runs; index += 1) {
    progress.update(index < WARM_UPS ? 'warming up' : `run ${index - WARM_UPS + 1} of ${runs}`);
    const run = await withLimit(measureOne(incidents, slack));
    if (index >= WARM_UPS) measured.push(run);
  }
  const of = (what: (run: Run) => number): Summary => summarize(measured.map(what));
  const moments = Object.keys(measured[0]?.path ?? {});
  return {
    runs: measured.length,
    slackDelayMs: SLACK_DELAY_MS,
    containers: of((run) => run.containers).p50,
    slackCalls: of((run) => run.slackCalls).p50,
    headlineVisibleMs: of((run) => run.headlineVisibleMs),
    headlineAnsweredMs: of((run) => run.headlineAnsweredMs),
    completeMs: of((run) => run.completeMs),
    pathMs: Object.fromEntries(moments.map((moment) => [moment, of((run) => run.path[moment] ?? Number.NaN).p50])),
  };
}

async function measureOne(incidents: IncidentClient, slack: SlackObserver): Promise<Run> {
  slack.forget();
  const incidentId = `BENCH-${randomUUID().slice(0, 13).toUpperCase()}`;
  const headline = slack.posted(`${incidentId}/announceIncident`);
  const summary = slack.posted(`${incidentId}/postSummary`);
  const begunAt = performance.now();
  await incidents.start({
    incidentId,
    title: 'Database Cluster Down',
    severity: 'critical',
    users: ['dba@example.com', 'oncall@example.com'],
    labels: { bench: 'containers' },
    actor: 'bench',
  });
  const acceptedAt = performance.now();
  const seen = await headline;
  // The workflow is queried only from here on, because a query is work for the worker.
  await summary;
  const handle = incidents.options.client.workflow.getHandle(incidentId);
  let state = await handle.query<IncidentState>(QUERIES.state);
  while (!state.responseComplete) {
    await pause(10);
    state = await handle.query<IncidentState>(QUERIES.state);
  }
  const completeAt = performance.now();
  const { calls } = slack;
  const run = {
    path: pathOf(calls, { begunAt, acceptedAt, completeAt }, state),
    headlineVisibleMs: seen.committedAt - begunAt,
    headlineAnsweredMs: seen.answeredAt - begunAt,
    completeMs: completeAt - begunAt,
    containers: state.findings.filter(({ status }) => status !== 'unknown').length,
    slackCalls: calls.length,
  };
  await handle.terminate('measured');
  return run;
}

function pathOf(
  calls: readonly SlackCall[],
  at: { begunAt: number; acceptedAt: number; completeAt: number },
  state: IncidentState,
): Record<string, number> {
  const since = (moment: number | undefined): number => (moment === undefined ? Number.NaN : moment - at.begunAt);
  const call = (fits: (call: SlackCall) => boolean): SlackCall | undefined => calls.find(fits);
  const post = (end: string): SlackCall | undefined =>
    call(({ key, method }) => method === 'chat.postMessage' && (key ?? '').endsWith(end));
  const create = call(({ method }) => method === 'conversations.create');
  // Findings carry the worker's wall-clock times, which are comparable here because everything runs on one machine.
  const origin = performance.timeOrigin;
  const lastFinding = Math.max(...state.findings.map(({ startedAt, durationMs }) => Date.parse(startedAt) + durationMs)) - origin;
  const firstFinding = Math.min(...state.findings.map(({ startedAt }) => Date.parse(startedAt))) - origin;
  return {
    'start accepted by the server': since(at.acceptedAt),
    'channel asked for': since(create?.arrivedAt),
    'channel answered': since(create?.answeredAt),
    'headline asked for': since(post('/announceIncident')?.arrivedAt),
    'headline answered': since(post('/announceIncident')?.answeredAt),
    'first container began': since(firstFinding),
    'last container ended': since(lastFinding),
    'verdict asked for': since(post('/postVerdict')?.arrivedAt),
    'verdict answered': since(post('/postVerdict')?.answeredAt),
    'summary asked for': since(post('/postSummary')?.arrivedAt),
    'summary answered': since(post('/postSummary')?.answeredAt),
    complete: since(at.completeAt),
  };
}

async function withLimit<Result>(work: Promise<Result>): Promise<Result> {
  const limit = new AbortController();
  const late = pause(RUN_LIMIT_MS, undefined, { signal: limit.signal }).then(() => {
    throw new Error(`a response did not complete within ${RUN_LIMIT_MS / 1_000} s`);
  });
  late.catch(() => undefined);
  try {
    return await Promise.race([work, late]);
  } finally {
    limit.abort();
  }
}
