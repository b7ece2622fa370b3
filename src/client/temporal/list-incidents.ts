import type { Client, WorkflowExecutionInfo } from '@temporalio/client';
import type { ServiceIncident } from '../../incident/model/investigation/service';
import { OWNER_MEMO, SERVICES_MEMO, START_TOKEN_MEMO, TITLE_MEMO } from '../../workflows/contract/messages';
import { SEARCH_ATTRIBUTES } from '../../workflows/contract/search-attributes';
import { declaredAt, latestRuns, withoutOutlived } from './latest-runs';
import { type ListFilter, queryOf } from './list-filter';
import { reachable } from './reachable';
import { memoText } from './read-state';

export interface ListedIncident {
  readonly incident_id: string;
  /** Null for a private incident, and until a worker has read the event. */
  readonly title: string | null;
  /** Who owns it; null if no one does, or if it is private. */
  readonly owner: string | null;
  readonly severity: string | null;
  readonly status: string | null;
  readonly source: string | null;
  readonly channel: string | null;
  readonly blocked_step: string | null;
  /** Neither resolved nor cancelled. */
  readonly open: boolean;
  /** True once the incident is closed; until then a resolved incident can be reopened. */
  readonly closed: boolean;
  /** When the incident was declared, and how long ago. */
  readonly started_at: string;
  readonly age_seconds: number;
  /** Title, severity, channel and started_at again, under the keys of the incident's wire form. */
  readonly incident_title: string | null;
  readonly incident_severity: string | null;
  readonly slack_channel_name: string | null;
  readonly created_at: string;
}

/**
 * Lists incidents using Temporal's visibility, newest first, one row per id. @throws InvalidInputError,
 * ServiceUnreachableError
 */
export async function listIncidents(
  client: Client,
  address: string,
  filter: ListFilter,
  now = new Date(),
): Promise<readonly ListedIncident[]> {
  const query = queryOf(filter);
  return reachable(address, async () => {
    const matching = await latestRuns(client, query, filter.limit ?? 50);
    const rows = (await withoutOutlived(client, matching))
      .filter((run) => filter.since === undefined || declaredAt(run) >= filter.since)
      .map((run) => listed(run, now));
    // The server lists running workflows first, then ended ones by end time.
    return rows.sort((one, other) => other.started_at.localeCompare(one.started_at));
  });
}

/** The newest incident since then whose memo holds one of these start tokens; null if there is none. @throws ServiceUnreachableError */
export async function findStarted(client: Client, address: string, tokens: readonly string[], since: Date): Promise<string | null> {
  const query = queryOf({ all: true, since });
  const runs = await reachable(address, () => latestRuns(client, query));
  return runs.find(({ memo }) => tokens.includes(String(memo?.[START_TOKEN_MEMO])))?.workflowId ?? null;
}

/** Open incidents that are about a service and may be named to everyone. @throws ServiceUnreachableError */
export async function openServiceIncidents(client: Client, address: string): Promise<readonly ServiceIncident[]> {
  const running = await reachable(address, () => latestRuns(client, queryOf({})));
  return running.flatMap((run) => {
    const services = run.memo?.[SERVICES_MEMO];
    if (!Array.isArray(services) || services.length === 0) return [];
    return [{ incidentId: run.workflowId, services: services as string[], declaredAt: declaredAt(run).toISOString() }];
  });
}

function listed(run: WorkflowExecutionInfo, now: Date): ListedIncident {
  const { typedSearchAttributes: attributes } = run;
  const title = memoText(run.memo, TITLE_MEMO);
  const severity = attributes.get(SEARCH_ATTRIBUTES.severity) ?? null;
  const channel = attributes.get(SEARCH_ATTRIBUTES.channel) ?? null;
  const declared = declaredAt(run);
  const status = attributes.get(SEARCH_ATTRIBUTES.status) ?? null;
  const isRunning = run.status.name === 'RUNNING';
  return {
    incident_id: run.workflowId,
    title,
    severity,
    owner: memoText(run.memo, OWNER_MEMO),
    status,
    source: attributes.get(SEARCH_ATTRIBUTES.source) ?? null,
    channel,
    blocked_step: attributes.get(SEARCH_ATTRIBUTES.blockedStep) ?? null,
    open: isRunning && status !== 'resolved' && status !== 'cancelled',
    closed: !isRunning,
    started_at: declared.toISOString(),
    age_seconds: Math.max(0, Math.round((now.getTime() - declared.getTime()) / 1_000)),
    incident_title: title,
    incident_severity: severity,
    slack_channel_name: channel,
    created_at: declared.toISOString(),
  };
}
