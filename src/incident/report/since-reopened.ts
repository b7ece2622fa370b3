import type { Report } from '../model/report';

/** Who has acknowledged, for people. Reopening withdraws an earlier acknowledgement. */
export function acknowledgedBy({ acknowledged_by: by, reopenings }: Pick<Report, 'acknowledged_by' | 'reopenings'>): string {
  return by ?? `no one${since(reopenings)}`;
}

/** How many escalation levels were paged, for people. Reopening starts from the first level again. */
export function levelsPaged({ escalation: { reached }, reopenings }: Pick<Report, 'escalation' | 'reopenings'>): string {
  if (reached === 0) return `no escalation level was paged${since(reopenings)}`;
  return `${reached} escalation ${reached === 1 ? 'level' : 'levels'} paged${since(reopenings)}`;
}

/** How often, for people. */
export const times = (count: number): string => (count === 1 ? 'once' : `${count} times`);

const since = (reopenings: number): string => (reopenings === 0 ? '' : ' since the incident was reopened');
