import { randomUUID } from 'node:crypto';
import type { IncidentClient } from '../src/client/temporal/incident-client';
import { SEVERITIES, type Severity } from '../src/incident/model/severity';
import { type BenchWorker, untilReported } from './bench-worker';
import type { Progress } from './progress';
import type { SlackCall, SlackObserver } from './slack-observer';

export interface Limits {
  readonly incidents: number;
  /** Slack's minutes pass so many times as fast. */
  readonly speed: number;
  readonly rooms: number;
  /** When the last room of each severity was made, in seconds of Slack's time after the start. */
  readonly lastRoomSeconds: Readonly<Record<Severity, number>>;
  /** When the last response was complete, likewise. */
  readonly completeSeconds: number;
  /** Calls that Slack took, per incident. */
  readonly callsEach: number;
  readonly taken: number;
  /** Per incident. */
  readonly takenByMethod: Readonly<Record<string, number>>;
  readonly refused: number;
  /** Methods that Slack has limited: a worker that does not know what is left of a limit is refused at least once for each. */
  readonly limitedMethods: readonly string[];
  /** How often Slack has refused the call that it refused most often. */
  readonly refusedMost: number;
}

export interface LimitsOptions {
  readonly incidents: IncidentClient;
  readonly slack: SlackObserver;
  readonly worker: BenchWorker;
  readonly count: number;
  readonly speed: number;
  readonly progress: Progress;
}

/** Starts incidents of every severity at once, under Slack's rate limits, and waits until all responses are complete. */
export async function measureLimits({ incidents, slack, worker, count, speed, progress }: LimitsOptions): Promise<Limits> {
  slack.forget();
  const begunAt = performance.now();
  const inSlackSeconds = (at: number): number => (speed * (at - begunAt)) / 1_000;
  let complete = 0;
  const runs = await Promise.all(
    Array.from({ length: count }, async (_, index) => {
      const incidentId = `LIMITS-${randomUUID().slice(0, 13).toUpperCase()}`;
      const severity = SEVERITIES[index % SEVERITIES.length] as Severity;
      const summary = slack.posted(`${incidentId}/postSummary`);
      const headline = slack.posted(`${incidentId}/announceIncident`);
      await incidents.start({
        incidentId,
        title: 'Database Cluster Down',
        severity,
        users: ['dba@example.com', 'oncall@example.com'],
        actor: 'bench',
      });
      const { committedAt } = await headline;
      await Promise.all([untilReported(worker, incidentId), summary]);
      complete += 1;
      progress.update(`${complete} of ${count} complete`);
      return { incidentId, severity, roomSeconds: inSlackSeconds(committedAt) };
    }),
  );
  const completeSeconds = inSlackSeconds(performance.now());
  const lastOf = (severity: Severity): number => Math.max(...runs.filter((run) => run.severity === severity).map((run) => run.roomSeconds));
  const { client } = incidents.options;
  await Promise.all(runs.map(({ incidentId }) => client.workflow.getHandle(incidentId).terminate('measured')));
  return {
    incidents: count,
    speed,
    rooms: slack.calls.filter(({ method, isLimited }) => method === 'conversations.create' && !isLimited).length,
    lastRoomSeconds: Object.fromEntries(SEVERITIES.map((severity) => [severity, lastOf(severity)])) as Record<Severity, number>,
    completeSeconds,
    ...countsOf(slack.calls, count),
  };
}

function countsOf(calls: readonly SlackCall[], count: number) {
  const refused = calls.filter(({ isLimited }) => isLimited);
  const times = new Map<string, number>();
  for (const { digest } of refused) times.set(digest, (times.get(digest) ?? 0) + 1);
  const taken = calls.length - refused.length;
  const byMethod = new Map<string, number>();
  for (const { method, isLimited } of calls) if (!isLimited) byMethod.set(method, (byMethod.get(method) ?? 0) + 1 / count);
  return {
    callsEach: taken / count,
    taken,
    takenByMethod: Object.fromEntries([...byMethod].sort()),
    refused: refused.length,
    limitedMethods: [...new Set(refused.map(({ method }) => method))].sort(),
    refusedMost: Math.max(0, ...times.values()),
  };
}
