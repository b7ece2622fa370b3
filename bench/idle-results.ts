import type { Idle } from './idle';
import { columns, figure, spread } from './table';

/** As lines of the table. */
export function idleLines({ incidents, cached, openedInSeconds, idleSeconds, worker, server, evicted }: Idle): string[] {
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
