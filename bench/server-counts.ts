/** What a Temporal server has counted for one namespace since it started. */
export interface ServerCounts {
  /** Actions as Temporal Cloud bills them, by kind. */
  readonly actions: Readonly<Record<string, number>>;
  /** Requests from clients and workers, by operation. */
  readonly requests: Readonly<Record<string, number>>;
}

/** Reads the development server's metrics. */
export async function readServerCounts(metricsUrl: string, namespace = 'default'): Promise<ServerCounts> {
  const text = await (await fetch(metricsUrl)).text();
  return parseServerCounts(text, namespace);
}

/** Parses Prometheus' text format. */
export function parseServerCounts(text: string, namespace: string): ServerCounts {
  const actions: Record<string, number> = {};
  const requests: Record<string, number> = {};
  for (const [, name, labels = '', value] of text.matchAll(/^(action|service_requests)\{(.*)\} (\S+)$/gm)) {
    const label = (key: string): string | undefined => new RegExp(`(?:^|,)${key}="([^"]*)"`).exec(labels)?.[1];
    if (label('namespace') !== namespace || label('service_name') !== 'frontend') continue;
    const [counts, kind] = name === 'action' ? [actions, label('action_type')] : [requests, label('operation')];
    if (kind !== undefined) counts[kind] = (counts[kind] ?? 0) + Number(value);
  }
  return { actions, requests };
}

/** The growth between two readings; counts that did not grow are omitted. */
export function grownBetween(before: ServerCounts, after: ServerCounts): ServerCounts {
  const grown = (first: Readonly<Record<string, number>>, last: Readonly<Record<string, number>>): Record<string, number> =>
    Object.fromEntries(
      Object.entries(last)
        .map(([kind, count]) => [kind, count - (first[kind] ?? 0)] as const)
        .filter(([, count]) => count > 0),
    );
  return { actions: grown(before.actions, after.actions), requests: grown(before.requests, after.requests) };
}

export function sumOf(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}
