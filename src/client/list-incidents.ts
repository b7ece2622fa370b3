import type { Client } from '@temporalio/client';
import { SEARCH_ATTRIBUTES, TITLE_MEMO } from '../workflows/messages';
import { type ListFilter, queryOf } from './list-filter';
import { reachable } from './reachable';

export interface ListedIncident {
  readonly incident_id: string;
  /** As it was when the incident was declared; a private incident's is not shown. */
  readonly title: string | null;
  readonly severity: string | null;
  readonly status: string | null;
  readonly source: string | null;
  readonly channel: string | null;
  readonly blocked_step: string | null;
  readonly open: boolean;
  readonly started_at: string;
}

/** Lists incidents by Temporal's visibility, newest first, one row an id. @throws InvalidInputError, ServiceUnreachableError */
export async function listIncidents(client: Client, address: string, filter: ListFilter): Promise<readonly ListedIncident[]> {
  const query = queryOf(filter);
  const limit = filter.limit ?? 50;
  return reachable(address, async () => {
    const rows = new Map<string, ListedIncident>();
    for await (const run of client.workflow.list({ query })) {
      const { typedSearchAttributes: attributes } = run;
      if (rows.has(run.workflowId)) continue;
      rows.set(run.workflowId, {
        incident_id: run.workflowId,
        title: textOf(run.memo?.[TITLE_MEMO]),
        severity: attributes.get(SEARCH_ATTRIBUTES.severity) ?? null,
        status: attributes.get(SEARCH_ATTRIBUTES.status) ?? null,
        source: attributes.get(SEARCH_ATTRIBUTES.source) ?? null,
        channel: attributes.get(SEARCH_ATTRIBUTES.channel) ?? null,
        blocked_step: attributes.get(SEARCH_ATTRIBUTES.blockedStep) ?? null,
        open: run.status.name === 'RUNNING',
        started_at: run.startTime.toISOString(),
      });
      if (rows.size >= limit) break;
    }
    // The server lists open ones first, then by their end.
    return [...rows.values()].sort((one, other) => other.started_at.localeCompare(one.started_at));
  });
}

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);
