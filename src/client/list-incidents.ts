import type { Client } from '@temporalio/client';
import { InvalidInputError } from '../incident/errors';
import { isSeverity, SEVERITIES } from '../incident/severity';
import { INCIDENT_STATUSES } from '../incident/state';
import { SEARCH_ATTRIBUTES, WORKFLOW_TYPE } from '../workflows/messages';
import { reachable } from './reachable';

export interface ListFilter {
  readonly all?: boolean;
  readonly blocked?: boolean;
  readonly status?: string;
  readonly severity?: string;
  readonly since?: Date;
  readonly limit?: number;
}
export interface ListedIncident {
  readonly incident_id: string;
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
    return [...rows.values()];
  });
}

/** Only words of our own enter the query; whatever else is given is refused by name. */
function queryOf({ all, blocked, status, severity, since }: ListFilter): string {
  const parts = [`WorkflowType = '${WORKFLOW_TYPE}'`];
  if (!all && status === undefined) parts.push("ExecutionStatus = 'Running'");
  if (blocked) parts.push('IncidentBlockedStep IS NOT NULL');
  if (status !== undefined) {
    const known = INCIDENT_STATUSES.find((word) => word === status);
    if (known === undefined)
      throw new InvalidInputError('--status', `${JSON.stringify(status.slice(0, 60))} is no status`, INCIDENT_STATUSES.join(', '));
    parts.push(`IncidentStatus = '${known}'`);
  }
  if (severity !== undefined) {
    if (!isSeverity(severity))
      throw new InvalidInputError('--severity', `${JSON.stringify(severity.slice(0, 60))} is no severity`, SEVERITIES.join(', '));
    parts.push(`IncidentSeverity = '${severity}'`);
  }
  if (since !== undefined) parts.push(`StartTime >= '${since.toISOString()}'`);
  return parts.join(' AND ');
}
