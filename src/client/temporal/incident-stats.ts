import type { Client } from '@temporalio/client';
import { type IncidentStats, incidentStats } from '../../incident/report/incident-stats';
import { SEARCH_ATTRIBUTES } from '../../workflows/contract/search-attributes';
import { declaredAt, latestRuns } from './latest-runs';
import { queryOf } from './list-filter';
import { reachable } from './reachable';

/**
 * Counts the incidents declared since `since`, or all that the server keeps, using Temporal's visibility. No worker is
 * involved, and no title is read. @throws ServiceUnreachableError
 */
export async function readStats(client: Client, address: string, since?: Date): Promise<IncidentStats> {
  const query = queryOf({ all: true, ...(since === undefined ? {} : { since }) });
  const runs = await reachable(address, () => latestRuns(client, query));
  const counted = runs
    .filter((run) => since === undefined || declaredAt(run) >= since)
    .map(({ typedSearchAttributes: attributes, status }) => ({
      severity: attributes.get(SEARCH_ATTRIBUTES.severity) ?? null,
      status: attributes.get(SEARCH_ATTRIBUTES.status) ?? null,
      isRunning: status.name === 'RUNNING',
      secondsToAcknowledge: attributes.get(SEARCH_ATTRIBUTES.secondsToAcknowledge) ?? null,
      secondsToResolve: attributes.get(SEARCH_ATTRIBUTES.secondsToResolve) ?? null,
    }));
  return incidentStats(counted);
}
