import type { OutboxItem } from '../contract/run-handover';

const LANES: Readonly<Record<OutboxItem['kind'], string>> = {
  say: 'room',
  remind: 'room',
  sweep: 'room',
  call: 'people',
  writeReport: 'report',
};

/** A search that takes minutes must not hold up the next escalation level. */
export function laneOf(item: OutboxItem): string {
  return item.kind === 'call' && item.call.why.kind === 'late' ? 'late' : LANES[item.kind];
}
