import { readTarget } from '../incident/investigation/target';
import type { SelectedProbe } from '../incident/model/finding';

/** Longer than an investigation lasts; afterwards nothing of it is needed. */
const KEEP_MS = 15 * 60_000;

/**
 * Hosts and ports that have let a probe wait in vain. Within one investigation one wait is enough for all its probes:
 * an alert that names ten of them must not hold every container of the worker for minutes.
 */
export class SilentTargets {
  private readonly known = new Map<string, { readonly title: string; readonly at: number }>();

  constructor(private readonly now: () => Date) {}

  /** @param run Tells one investigation of an incident from another. */
  note(run: string, { target, title }: SelectedProbe): void {
    const at = this.now().getTime();
    for (const [key, entry] of this.known) if (at - entry.at > KEEP_MS) this.known.delete(key);
    const endpoint = endpointOf(target);
    if (endpoint !== null) this.known.set(`${run} ${endpoint}`, { title, at });
  }

  /** Title of the probe that waited in vain for what this one would look at, and where; null when there is none. */
  find(run: string, { target }: SelectedProbe): { readonly title: string; readonly endpoint: string } | null {
    const endpoint = endpointOf(target);
    const entry = endpoint === null ? undefined : this.known.get(`${run} ${endpoint}`);
    return endpoint === null || entry === undefined ? null : { title: entry.title, endpoint };
  }
}

/** Host and port; null for what names no port. */
function endpointOf(target: string | null): string | null {
  const read = target === null ? null : readTarget(target);
  return read === null || read.port === null ? null : `${read.host}:${read.port}`;
}
