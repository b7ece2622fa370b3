import type { Alerts, AlertsSide } from './alerts';
import { columns, figure } from './table';

/** The alerts bench as lines of the table. */
export function alertLines({ rounds, deliveries, groups, inFlight, gateway, bare, ...ratios }: Alerts): string[] {
  const both = (name: string, read: (side: AlertsSide) => number | undefined, ratio?: number): string[] => [
    name,
    ...[read(gateway), read(bare), ratio].map((value) => (value === undefined ? '' : figure(value))),
  ];
  return [
    '',
    `Alerts: ${rounds} rounds of ${deliveries} deliveries to ${groups} groups, ${inFlight} in flight, against a bare server and workflow`,
    ...columns([
      ['', 'gateway', 'bare', 'ratio'],
      both('  deliveries a second (median)', ({ deliveriesPerSecond }) => deliveriesPerSecond.p50, 1 / ratios.timeRatio.p50),
      both('  answer, ms: p50', ({ answerMs }) => answerMs.p50, ratios.p50Ratio.p50),
      both('  answer, ms: p99', ({ answerMs }) => answerMs.p99, ratios.p99Ratio.p50),
      both('  events a delivery', ({ events }) => events, ratios.eventRatio),
      both('  workflow tasks a delivery', ({ workflowTasks }) => workflowTasks),
      both('  cpu of the server, ms a delivery', ({ cpuMs }) => cpuMs ?? undefined),
      both('  memory of the server, MB: before', ({ memoryMb }) => memoryMb?.before),
      both('  memory of the server, MB: after', ({ memoryMb }) => memoryMb?.after),
    ]),
  ];
}
