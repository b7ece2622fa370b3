import { shortIdentity } from '../text/identity';

/** Every one of them travels with the incident from run to run. */
const MAX_FINGERPRINTS = 500;

/** What fires in one notification; by it a repeat is told from a group that has something new. */
export interface FiringAlerts {
  /** Exact, however many there are. */
  readonly count: number;
  /** The first 500 in the order of their characters, so that the same alerts always leave the same ones. */
  readonly fingerprints: readonly string[];
  /** The latest start that the payload itself names (RFC 3339, UTC); null when it names none that can be read. */
  readonly newestStartedAt: string | null;
}

export const NONE_FIRING: FiringAlerts = { count: 0, fingerprints: [], newestStartedAt: null };

/** One alert that fires; null for what its payload does not say, or says of the message instead of the trouble. */
export interface FiringAlert {
  readonly fingerprint: string | null;
  /** RFC 3339, UTC. */
  readonly startedAt: string | null;
}

export function firingAlerts(alerts: readonly FiringAlert[]): FiringAlerts {
  const fingerprints = new Set<string>();
  let newestStartedAt: string | null = null;
  for (const { fingerprint, startedAt } of alerts) {
    if (fingerprint !== null) fingerprints.add(fingerprint);
    if (startedAt !== null && (newestStartedAt === null || startedAt > newestStartedAt)) newestStartedAt = startedAt;
  }
  return firingOf({ count: alerts.length, fingerprints: [...fingerprints], newestStartedAt });
}

/** With the fingerprints short, sorted and within bounds. */
export function firingOf({ count, fingerprints, newestStartedAt }: FiringAlerts): FiringAlerts {
  const kept = [...new Set(fingerprints.map(shortIdentity))].sort().slice(0, MAX_FINGERPRINTS);
  return { count, fingerprints: kept, newestStartedAt };
}

/**
 * Whether alerts fire that did not fire before: a fingerprint or a start that is new. Where the known fingerprints were
 * cut, only those that would have been kept can be told to be new; the start decides for the others.
 */
export function holdsNewAlert(known: FiringAlerts, next: FiringAlerts): boolean {
  return isLater(next.newestStartedAt, known.newestStartedAt) || holdsNewFingerprint(known, next);
}

/** Whether an alert fires that has not fired before, not even with an earlier start. */
export function holdsNewFingerprint(known: FiringAlerts, next: FiringAlerts): boolean {
  const kept = new Set(known.fingerprints);
  const last = known.fingerprints.length < MAX_FINGERPRINTS ? undefined : known.fingerprints.at(-1);
  return next.fingerprints.some((fingerprint) => !kept.has(fingerprint) && (last === undefined || fingerprint < last));
}

/** What was known to fire, with a further notification of the same group: one that no longer lists an alert does not say that it has recovered. */
export function joinFiring(known: FiringAlerts, next: FiringAlerts): FiringAlerts {
  return {
    count: next.count,
    fingerprints: [...new Set([...known.fingerprints, ...next.fingerprints])].sort().slice(0, MAX_FINGERPRINTS),
    newestStartedAt: isLater(next.newestStartedAt, known.newestStartedAt) ? next.newestStartedAt : known.newestStartedAt,
  };
}

function isLater(next: string | null, known: string | null): boolean {
  return next !== null && (known === null || next > known);
}
