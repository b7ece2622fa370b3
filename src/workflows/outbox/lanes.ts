import type { OutboxItem } from '../contract/run-handover';

const LANES: Readonly<Record<OutboxItem['kind'], string>> = {
  say: 'room',
  remind: 'room',
  sweep: 'room',
  call: 'people',
  direct: 'direct',
  closeAnswers: 'answers',
  card: 'card',
  writeReport: 'report',
  proposal: 'proposals',
  removeAction: 'removals',
  page: 'pages',
  endPages: 'pages',
};

/** A search that takes minutes must not hold up the next escalation level, nor a service that fails the other services. */
export function laneOf(item: OutboxItem): string {
  if ('pager' in item) return `${LANES[item.kind]} of ${item.pager}`;
  if (item.kind === 'direct') return `${LANES.direct} ${item.lane}`;
  return item.kind === 'call' && item.call.why.kind === 'late' ? 'late' : LANES[item.kind];
}
