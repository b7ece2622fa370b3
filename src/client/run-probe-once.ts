import type { Config } from '../config';
import { BY_HAND } from '../containers/container-spec';
import type { Finding, SelectedProbe } from '../incident/model/finding';
import type { Incident } from '../incident/model/incident';
import { proberBy } from '../worker/probing';
import { currentRunbooks, currentServices } from './probe-tools';

const ENDING = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Runs one probe as a probe worker would. Ctrl-C ends it, and its container is removed. */
export async function runOnce(config: Config, incident: Incident, probe: SelectedProbe): Promise<Finding> {
  const aborted = new AbortController();
  const abort = (): void => aborted.abort();
  for (const name of ENDING) process.once(name, abort);
  try {
    const current = { runbooks: () => currentRunbooks(config), services: () => currentServices(config) };
    const run = proberBy(config, `${BY_HAND}-${process.pid}`, current);
    const attempt = (attempt: number) => run({ incident, probe, attempt, run: String(process.pid) }, aborted.signal);
    return await attempt(1).catch((error: { code?: string }) => {
      if (error.code === 'probe_killed') return attempt(2);
      throw error;
    });
  } finally {
    for (const name of ENDING) process.off(name, abort);
  }
}
