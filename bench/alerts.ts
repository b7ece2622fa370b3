import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import { inLanes } from '../src/client/temporal/in-lanes';
import { freePort } from '../src/demo/components';
import { ALERT_DELIVERED } from '../src/workflows/contract/alert-messages';
import { BARE_READY, BARE_SIGNAL } from './bare-alerts-names';
import { usageOf } from './process-usage';
import type { Progress } from './progress';
import { PROJECT_ROOT } from './project-root';
import { startSideProcess } from './side-process';
import { type Summary, summarize } from './statistics';

const GROUPS = 20;
const EACH = 50;
const IN_FLIGHT = 50;
const LOOK_EVERY_MS = 100;
const LIMIT_MS = 120_000;

export interface AlertsSide {
  readonly deliveriesPerSecond: Summary;
  /** From the request to its 202, in milliseconds. */
  readonly answerMs: Summary & { readonly p99: number };
  /** Means a delivery, once the workflows have nothing left to do. */
  readonly events: number;
  readonly workflowTasks: number;
  /** Of the process that takes the requests; null without /proc. */
  readonly memoryMb: { readonly before: number; readonly after: number } | null;
  /** Processor time of that process a delivery, in milliseconds; null without /proc. */
  readonly cpuMs: number | null;
}

export interface Alerts {
  readonly rounds: number;
  readonly deliveries: number;
  readonly groups: number;
  readonly inFlight: number;
  readonly gateway: AlertsSide;
  readonly bare: AlertsSide;
  /** Round by round, because the machine's speed drifts; above 1: the gateway takes longer. */
  readonly timeRatio: Summary;
  readonly p50Ratio: Summary;
  readonly p99Ratio: Summary;
  readonly eventRatio: number;
}

export interface AlertsOptions {
  readonly client: Client;
  readonly address: string;
  readonly rounds: number;
  readonly progress: Progress;
}

interface Side {
  readonly url: string;
  readonly signal: string;
  readonly pid: number;
}
interface Round {
  readonly seconds: number;
  readonly answers: readonly number[];
  readonly events: number;
  readonly workflowTasks: number;
}

/**
 * Sends the same deliveries to the gateway and to a bare server, in turn. The alerts are of low severity, which are only
 * recorded: an incident is measured elsewhere. Both sides have a worker at work.
 */
export async function measureAlerts({ client, address, rounds, progress }: AlertsOptions): Promise<Alerts> {
  const [ports, bareScript] = [[await freePort(), await freePort()], join(__dirname, 'bare-alerts.js')];
  const settings = { TEMPORAL_ADDRESS: address, INCIDENT_GATEWAY_LISTEN: `127.0.0.1:${ports[0]}` };
  const processes = await Promise.all([
    startSideProcess([join(PROJECT_ROOT, 'dist', 'gateway.js')], settings, 'gateway is ready'),
    startSideProcess([bareScript, 'gateway', address, String(ports[1])], {}, BARE_READY),
    startSideProcess([bareScript, 'worker', address], {}, BARE_READY),
  ]);
  try {
    const [ours, bare] = processes;
    const gateway: Side = { url: `http://127.0.0.1:${ports[0]}/webhooks/alertmanager`, signal: ALERT_DELIVERED, pid: ours.pid };
    const plain: Side = { url: `http://127.0.0.1:${ports[1]}/`, signal: BARE_SIGNAL, pid: bare.pid };
    progress.update('warming up');
    for (const side of [gateway, plain]) await sendRound(client, side);
    const before = { gateway: usageOf(gateway.pid), bare: usageOf(plain.pid) };
    const pairs: { gateway: Round; bare: Round }[] = [];
    for (let round = 1; round <= rounds; round += 1) {
      progress.update(`round ${round} of ${rounds}`);
      // Each goes first in turn, because what one has left to the server slows the next.
      const [first, second] = round % 2 === 1 ? [gateway, plain] : [plain, gateway];
      const [one, other] = [await sendRound(client, first), await sendRound(client, second)];
      pairs.push(first === gateway ? { gateway: one, bare: other } : { gateway: other, bare: one });
    }
    const after = { gateway: usageOf(gateway.pid), bare: usageOf(plain.pid) };
    const sideOf = (name: 'gateway' | 'bare'): AlertsSide =>
      summarizeSide(
        pairs.map((pair) => pair[name]),
        before[name],
        after[name],
      );
    const ratio = (what: (round: Round) => number): Summary => summarize(pairs.map((pair) => what(pair.gateway) / what(pair.bare)));
    const [ourSide, bareSide] = [sideOf('gateway'), sideOf('bare')];
    return {
      rounds,
      deliveries: GROUPS * EACH,
      groups: GROUPS,
      inFlight: IN_FLIGHT,
      gateway: ourSide,
      bare: bareSide,
      timeRatio: ratio(({ seconds }) => seconds),
      p50Ratio: ratio(({ answers }) => at(answers, 0.5)),
      p99Ratio: ratio(({ answers }) => at(answers, 0.99)),
      eventRatio: ourSide.events / bareSide.events,
    };
  } finally {
    await Promise.all(processes.map((one) => one.stop()));
  }
}

/** One round with groups of its own. It ends when the workflows have nothing left to do. */
async function sendRound(client: Client, { url, signal }: Side): Promise<Round> {
  const name = randomUUID().slice(0, 8);
  const bodies = Array.from({ length: GROUPS * EACH }, (_, index) => bodyOf(`${name}-${index % GROUPS}`, index));
  const keys = new Set<string>();
  const begunAt = performance.now();
  const answers = await inLanes(IN_FLIGHT, bodies, async (body) => {
    const sentAt = performance.now();
    const response = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    const answer = (await response.json()) as { accepted: readonly { group: string }[] };
    const took = performance.now() - sentAt;
    if (response.status !== 202) throw new Error(`${url} answered ${response.status}: ${JSON.stringify(answer)}`);
    keys.add(answer.accepted[0]?.group ?? '');
    return took;
  });
  const seconds = (performance.now() - begunAt) / 1_000;
  if (keys.size !== GROUPS) throw new Error(`${GROUPS} groups were sent, and ${keys.size} workflows took them`);
  const histories = await Promise.all([...keys].map((key) => untilQuiet(client, key, signal)));
  await Promise.all([...keys].map((key) => client.workflow.getHandle(key).terminate('measured')));
  const sum = (what: (history: Counted) => number): number => histories.reduce((total, history) => total + what(history), 0);
  return { seconds, answers, events: sum(({ events }) => events), workflowTasks: sum(({ workflowTasks }) => workflowTasks) };
}

interface Counted {
  readonly events: number;
  readonly workflowTasks: number;
}

async function untilQuiet(client: Client, key: string, signal: string): Promise<Counted> {
  const giveUpAt = Date.now() + LIMIT_MS;
  const handle = client.workflow.getHandle(key);
  for (;;) {
    const { raw } = await handle.describe();
    const events = (await handle.fetchHistory()).events ?? [];
    const held = events.filter(({ workflowExecutionSignaledEventAttributes: one }) => one?.signalName === signal).length;
    if (held === EACH && !raw.pendingWorkflowTask)
      return { events: events.length, workflowTasks: events.filter(({ workflowTaskCompletedEventAttributes: done }) => done).length };
    if (Date.now() > giveUpAt) throw new Error(`${key} holds ${held} of ${EACH} deliveries, or does not come to rest`);
    await pause(LOOK_EVERY_MS);
  }
}

function summarizeSide(rounds: readonly Round[], before: ReturnType<typeof usageOf>, after: ReturnType<typeof usageOf>): AlertsSide {
  const answers = rounds.flatMap((round) => round.answers);
  const mean = (what: (round: Round) => number): number => rounds.reduce((sum, round) => sum + what(round), 0) / answers.length;
  const isKnown = before !== null && after !== null;
  return {
    deliveriesPerSecond: summarize(rounds.map((round) => round.answers.length / round.seconds)),
    answerMs: { ...summarize(answers), p99: at(answers, 0.99) },
    events: mean(({ events }) => events),
    workflowTasks: mean(({ workflowTasks }) => workflowTasks),
    memoryMb: isKnown ? { before: before.residentMb, after: after.residentMb } : null,
    cpuMs: isKnown ? ((after.cpuSeconds - before.cpuSeconds) * 1_000) / answers.length : null,
  };
}

function at(sample: readonly number[], share: number): number {
  const sorted = [...sample].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

function bodyOf(shard: string, index: number): string {
  const labels = { alertname: 'DiskFills', shard, severity: 'low' };
  return JSON.stringify({
    version: '4',
    receiver: 'incidents',
    status: 'firing',
    groupKey: `{}:{alertname="DiskFills", shard="${shard}"}`,
    groupLabels: { alertname: labels.alertname, shard },
    commonLabels: labels,
    commonAnnotations: { summary: `A disk of ${shard} fills up` },
    externalURL: 'http://alertmanager.example.com:9093',
    truncatedAlerts: 0,
    alerts: [0, 1, 2].map((host) => ({
      status: 'firing',
      labels: { ...labels, instance: `host-${host}:9100` },
      annotations: { summary: `A disk of ${shard} fills up`, description: `It is ${index % 100} % full.` },
      startsAt: '2026-01-05T10:00:00Z',
      endsAt: '0001-01-01T00:00:00Z',
      generatorURL: 'http://prometheus.example.com:9090/graph',
      fingerprint: `${host}`.padStart(16, '0'),
    })),
  });
}
