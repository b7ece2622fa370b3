import type { ConnectionLike } from '@temporalio/client';

/** Listings, statistics and links to earlier incidents need closed incidents; a server's default is often one day. */
export const RECOMMENDED_RETENTION_DAYS = 90;
const DAY_SECONDS = 86_400;

/** How long the namespace keeps closed incidents, and the command to keep them longer; null if it is long enough. */
export interface Retention {
  readonly days: number;
  readonly command: string | null;
}

export async function readRetention({ workflowService }: ConnectionLike, namespace: string): Promise<Retention> {
  const { config } = await workflowService.describeNamespace({ namespace });
  const days = Number(config?.workflowExecutionRetentionTtl?.seconds ?? 0) / DAY_SECONDS;
  const command = `temporal operator namespace update --namespace ${namespace} --retention ${RECOMMENDED_RETENTION_DAYS}d`;
  return { days, command: days < RECOMMENDED_RETENTION_DAYS ? command : null };
}
