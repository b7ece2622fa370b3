import type { Client, WorkflowExecutionInfo } from '@temporalio/client';
import { DECLARED_AT_MEMO } from '../../workflows/contract/messages';
import { ANY_RUN } from './list-filter';

/** Ids per query: the server limits the length of a query. */
const IDS_AT_ONCE = 50;

/** One run per id, the latest of those that match: a long-lived or resumed incident has several runs. Stops after `limit` ids. */
export async function latestRuns(
  client: Client,
  query: string,
  limit = Number.POSITIVE_INFINITY,
): Promise<readonly WorkflowExecutionInfo[]> {
  const latest = new Map<string, WorkflowExecutionInfo>();
  for await (const run of client.workflow.list({ query })) {
    const known = latest.get(run.workflowId);
    if (known === undefined || known.startTime < run.startTime) latest.set(run.workflowId, run);
    if (latest.size >= limit) break;
  }
  return [...latest.values()];
}

/**
 * Drops runs that match only by an outdated status: an earlier run keeps the status it closed with, even if a later run with
 * the same id has a different one.
 */
export async function withoutOutlived(client: Client, runs: readonly WorkflowExecutionInfo[]): Promise<readonly WorkflowExecutionInfo[]> {
  const closed = runs.filter(({ status }) => status.name !== 'RUNNING').map(({ workflowId }) => workflowId);
  const current = new Map<string, string>();
  for (let from = 0; from < closed.length; from += IDS_AT_ONCE) {
    const ids = closed.slice(from, from + IDS_AT_ONCE).map((id) => `'${id}'`);
    for (const { workflowId, runId } of await latestRuns(client, `${ANY_RUN} AND WorkflowId IN (${ids.join(', ')})`)) {
      current.set(workflowId, runId);
    }
  }
  return runs.filter(({ workflowId, runId }) => (current.get(workflowId) ?? runId) === runId);
}

/** When the incident was declared, which may be long before its latest run started. */
export function declaredAt({ memo, startTime }: WorkflowExecutionInfo): Date {
  const declared = memo?.[DECLARED_AT_MEMO];
  const at = typeof declared === 'string' ? new Date(declared) : startTime;
  return Number.isNaN(at.getTime()) ? startTime : at;
}
