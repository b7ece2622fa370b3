import { type Client, QueryNotRegisteredError, ServiceError, WorkflowNotFoundError } from '@temporalio/client';
import type { AlertGroupState, GroupStatus } from '../../incident/alert-groups/group-state';
import { GROUP_QUERY, GROUP_WORKFLOW_TYPE } from '../../workflows/contract/alert-messages';
import { SEARCH_ATTRIBUTES } from '../../workflows/contract/search-attributes';
import { NoSuchGroupError, ServiceUnreachableError } from './errors';
import { inLanes } from './in-lanes';
import { latestRuns } from './latest-runs';
import { reachable } from './reachable';

const QUERY_LIMIT_MS = 3_000;
const LANES = 10;

/** A group of alerts as listed. Without a worker only the server's knowledge is left, and the last five are null. */
export interface ListedGroup {
  /** The workflow's id. */
  readonly key: string;
  readonly source: string | null;
  readonly status: string | null;
  readonly severity: string | null;
  readonly title: string | null;
  readonly incident: string | null;
  readonly rule: string | null;
  readonly deliveries: number | null;
  readonly last_seen: string | null;
}

export interface GroupFilter {
  /** The sender's name. */
  readonly source?: string | undefined;
  /** Only groups that heard of an alert since. */
  readonly since?: Date | undefined;
  readonly limit: number;
}

/** Groups of alerts, the last heard of first. @throws ServiceUnreachableError */
export async function listGroups(client: Client, address: string, { source, since, limit }: GroupFilter): Promise<readonly ListedGroup[]> {
  const named = source === undefined ? '' : ` AND ${SEARCH_ATTRIBUTES.source.name} = '${source}'`;
  const query = `WorkflowType = '${GROUP_WORKFLOW_TYPE}' AND ExecutionStatus != 'ContinuedAsNew'${named}`;
  const latest = await reachable(address, () => latestRuns(client, query, limit));
  const rows = await inLanes(LANES, latest, async ({ workflowId, runId, typedSearchAttributes: attributes }): Promise<ListedGroup> => {
    const state = await stateOf(client, workflowId, runId);
    return {
      key: workflowId,
      source: attributes.get(SEARCH_ATTRIBUTES.source) ?? null,
      status: state?.status ?? attributes.get(SEARCH_ATTRIBUTES.status) ?? null,
      severity: state?.event?.severity ?? attributes.get(SEARCH_ATTRIBUTES.severity) ?? null,
      title: state?.event?.title ?? null,
      incident: state?.incident?.id ?? null,
      rule: state?.decision?.rule ?? null,
      deliveries: state?.counts.deliveries ?? null,
      last_seen: state?.lastAt ?? null,
    };
  });
  const isRecent = ({ last_seen }: ListedGroup): boolean => since === undefined || last_seen === null || last_seen >= since.toISOString();
  return rows.filter(isRecent).sort((one, other) => (other.last_seen ?? '').localeCompare(one.last_seen ?? ''));
}

export interface FollowedFilter {
  /** The sender's name, as in the configuration. */
  readonly source: string;
  readonly statuses: readonly GroupStatus[];
  readonly limit: number;
}

export interface FollowedGroups {
  readonly states: readonly AlertGroupState[];
  /** How many groups are left out because their states could not be read. */
  readonly unread: number;
}

/**
 * The states of a sender's groups that are in one of these statuses, the newest first.
 * @throws ServiceUnreachableError, also if no worker answers for any of them.
 */
export async function followedGroups(
  client: Client,
  address: string,
  { source, statuses, limit }: FollowedFilter,
): Promise<FollowedGroups> {
  const among = statuses.map((status) => `'${status}'`).join(', ');
  const { source: sourceKey, status: statusKey } = SEARCH_ATTRIBUTES;
  const query = `WorkflowType = '${GROUP_WORKFLOW_TYPE}' AND ExecutionStatus = 'Running' AND ${sourceKey.name} = '${source}' AND ${statusKey.name} IN (${among})`;
  const running = await reachable(address, () => latestRuns(client, query, limit));
  const states: AlertGroupState[] = [];
  for (let from = 0; from < running.length; from += LANES) {
    const some = running.slice(from, from + LANES);
    const read = await inLanes(LANES, some, ({ workflowId, runId }) => stateOf(client, workflowId, runId));
    states.push(...read.filter((state) => state !== null));
    // Waiting for an answer that does not come takes seconds.
    if (states.length === 0)
      throw new ServiceUnreachableError(`no worker answers for the groups of ${source}`, { hint: 'Start a worker.' });
  }
  // Listings lag behind.
  return { states: states.filter(({ status }) => statuses.includes(status)), unread: running.length - states.length };
}

/** The whole state of a group; null if no worker answers. @throws NoSuchGroupError, ServiceUnreachableError */
export async function readGroup(client: Client, address: string, key: string): Promise<AlertGroupState | null> {
  try {
    const { type } = await reachable(address, () => client.workflow.getHandle(key).describe());
    if (type !== GROUP_WORKFLOW_TYPE) throw new NoSuchGroupError(key);
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) throw new NoSuchGroupError(key);
    throw error;
  }
  return stateOf(client, key);
}

/** A worker answers for a group that has ended, too. */
async function stateOf(client: Client, key: string, runId?: string): Promise<AlertGroupState | null> {
  try {
    const ask = () => client.workflow.getHandle(key, runId).query<AlertGroupState>(GROUP_QUERY);
    return await client.withDeadline(Date.now() + QUERY_LIMIT_MS, ask);
  } catch (error) {
    if (error instanceof ServiceError || error instanceof QueryNotRegisteredError) return null;
    throw error;
  }
}
