import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';

/** Who is paged, unless the demo's flags name others: one of them is not in the workspace, to show what happens then. */
export const DEMO_USERS: readonly string[] = ['dba@example.com', 'oncall@example.com', 'Sana Rehman', 'nobody@example.com'];
/** Short, so that one sees a recovery resolve the incident. */
export const SETTLE = '10s';

/** The demo's own. */
export interface DemoFiles {
  readonly services: string;
  readonly runbooks: string;
}

/** The runbooks that count where the configuration names none. */
const BUILT_IN = join(__dirname, '..', '..', 'runbooks');

/** What mends the demo's failing service. */
export const DEMO_ACTION = 'free-connections';

/**
 * Writes the configuration of the demo: the project's, in which every alert opens an incident, and nothing reaches people
 * outside the demo's Slack. Returns the file; null if the project's own file cannot be read, which the worker then reports.
 */
export function writeDemoConfig(env: NodeJS.ProcessEnv, file: string, { services, runbooks }: DemoFiles): string | null {
  const own = readOwn(env);
  if (own === null) return null;
  const { sources: _, maintenance: __, heartbeats: ___, notify: ____, ...kept } = own;
  const config = {
    ...kept,
    idPrefix: 'DEMO',
    services,
    runbooks: [...(Array.isArray(kept.runbooks) ? kept.runbooks : [BUILT_IN]), runbooks],
    actions: { allow: [DEMO_ACTION] },
    defaultResponders: DEMO_USERS,
    alerts: { settle: SETTLE, rules: [{ name: 'demo', when: {}, do: 'open' }] },
  };
  // JSON is YAML, too.
  writeFileSync(file, `${JSON.stringify(config, null, 2)}\n`, { mode: 0o600 });
  return file;
}

/** Writes the demo's services: the shop, which needs its database. Without an engine there are none. */
export function writeDemoServices(file: string, service: { readonly healthUrl: string; readonly database: string } | null): void {
  const shop = {
    name: 'shop',
    title: 'Shop',
    owner: '@oncall',
    dependsOn: ['orders-db'],
    targets: service === null ? [] : [service.healthUrl],
  };
  const database = { name: 'orders-db', title: 'Orders database', owner: '@dba', targets: service === null ? [] : [service.database] };
  writeFileSync(file, `${JSON.stringify({ services: [shop, database] }, null, 2)}\n`, { mode: 0o600 });
}

/** The project's configuration as it is written; empty if there is none. */
function readOwn(env: NodeJS.ProcessEnv): Readonly<Record<string, unknown>> | null {
  const named = env.INCIDENT_CONFIG?.trim();
  try {
    const content: unknown = parse(readFileSync(resolve(named || 'incident.config.yaml'), 'utf8')) ?? {};
    return typeof content === 'object' && !Array.isArray(content) ? (content as Record<string, unknown>) : null;
  } catch (error) {
    return !named && (error as NodeJS.ErrnoException).code === 'ENOENT' ? {} : null;
  }
}
