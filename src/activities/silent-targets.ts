import { readTarget } from '../incident/investigation/target';
import type { SelectedProbe } from '../incident/model/finding';

/** Longer than an investigation; afterwards the entries are useless. */
const KEEP_MS = 15 * 60_000;

/**
 * Hosts and ports that used up a probe's time without an answer. Per investigation, one probe waiting in vain is enough: an
 * alert that names ten dead hosts must not occupy every container of the worker for minutes.
 */
export class SilentTargets {
  private readonly known = new Map<string, { readonly title: string; readonly at: number }>();

  constructor(private readonly now: () => Date) {}

  /** @param run Distinguishes one investigation of an incident from another. */
  note(run: string, { target, title }: SelectedProbe): void {
    const at = this.now().getTime();
    for (const [key, entry] of this.known) if (at - entry.at > KEEP_MS) this.known.delete(key);
    const endpoint = endpointOf(target);
    if (endpoint !== null) this.known.set(`${run} ${endpoint}`, { title, at });
  }

  /** The earlier probe that got no answer from this target, and the endpoint; null if there is none. */
  find(run: string, { target }: SelectedProbe): { readonly title: string; readonly endpoint: string } | null {
    const endpoint = endpointOf(target);
    const entry = endpoint === null ? undefined : this.known.get(`${run} ${endpoint}`);
    return endpoint === null || entry === undefined ? null : { title: entry.title, endpoint };
  }
}

/** Host and port; null if the target names no port. */
function endpointOf(target: string | null): string | null {
  const read = target === null ? null : readTarget(target);
  return read === null || read.port === null ? null : `${read.host}:${read.port}`;
}
