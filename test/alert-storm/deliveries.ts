import { createHash } from 'node:crypto';
import { Random } from '../fuzz/random';

/** One body of Alertmanager's webhook; equal bodies may be sent several times. */
export interface Delivery {
  readonly group: number;
  readonly body: string;
  /** Begins the id by which its group knows it. */
  readonly digest: string;
}

/** How many times each body is sent, in turn: two on average. */
const TIMES = [1, 3, 2, 2] as const;
/** One delivery in so many is a recovery. */
const RECOVERY_EVERY = 5;
/** A group grows to as many alerts. */
const MAX_ALERTS = 5;
const SEVERITIES = ['warning', 'high', 'critical'] as const;

/** The deliveries of all groups, `each` a group, in an order drawn from the seed. */
export function drawDeliveries(seed: number, groups: number, each: number): readonly Delivery[] {
  const all = Array.from({ length: groups }, (_, group) => deliveriesOf(group, each)).flat();
  return shuffled(all, new Random(seed));
}

function deliveriesOf(group: number, each: number): readonly Delivery[] {
  const deliveries: Delivery[] = [];
  for (let number = 0; deliveries.length < each; number += 1) {
    const body = bodyOf(group, number, each);
    const delivery = { group, body, digest: createHash('sha256').update(body).digest('hex') };
    const times = Math.min(TIMES[number % TIMES.length] ?? 1, each - deliveries.length);
    for (let time = 0; time < times; time += 1) deliveries.push(delivery);
  }
  return deliveries;
}

function bodyOf(group: number, number: number, each: number): string {
  const isRecovery = number % RECOVERY_EVERY === RECOVERY_EVERY - 1;
  const status = isRecovery ? 'resolved' : 'firing';
  const size = 1 + Math.floor((number * MAX_ALERTS * 2) / (each + 1));
  const labels = { alertname: 'StormOfAlerts', shard: `shard-${group}`, severity: SEVERITIES[group % SEVERITIES.length] ?? 'high' };
  return JSON.stringify({
    version: '4',
    receiver: 'incidents',
    status,
    groupKey: `{}:{alertname="StormOfAlerts", shard="shard-${group}"}`,
    groupLabels: { alertname: labels.alertname, shard: labels.shard },
    commonLabels: labels,
    commonAnnotations: {},
    externalURL: 'http://alertmanager.example.com:9093',
    truncatedAlerts: 0,
    alerts: Array.from({ length: Math.min(size, MAX_ALERTS) }, (_, index) => ({
      status,
      labels: { ...labels, instance: `host-${index}:9100` },
      annotations: { summary: `Shard ${group} is slow`, description: `The measured value is ${number}.` },
      startsAt: '2026-01-05T10:00:00Z',
      endsAt: isRecovery ? '2026-01-05T10:20:00Z' : '0001-01-01T00:00:00Z',
      generatorURL: 'http://prometheus.example.com:9090/graph',
      fingerprint: createHash('sha256').update(`${group}/${index}`).digest('hex').slice(0, 16),
    })),
  });
}

/** Fisher and Yates. */
function shuffled<Item>(items: readonly Item[], random: Random): readonly Item[] {
  const mixed = [...items];
  for (let last = mixed.length - 1; last > 0; last -= 1) {
    const other = random.below(last + 1);
    [mixed[last], mixed[other]] = [mixed[other] as Item, mixed[last] as Item];
  }
  return mixed;
}
