import { shortIdentity } from '../text/identity';

/** Bounded, because all fingerprints travel with the incident from run to run. */
const MAX_FINGERPRINTS = 500;

/** The alerts firing in one notification. They distinguish a repeat from a group with something new. */
export interface FiringAlerts {
  /** The exact number, however many there are. */
  readonly count: number;
  /** The first 500 in character order, so that the same alerts always keep the same fingerprints. */
  readonly fingerprints: readonly string[];
  /** The latest start named by the payload (RFC 3339, UTC); null if it names none that is readable. */
  readonly newestStartedAt: string | null;
  /** True if it keeps fewer fingerprints, because many groups share the room for them. */
  readonly isCut?: true;
}

export const NONE_FIRING: FiringAlerts = { count: 0, fingerprints: [], newestStartedAt: null };

/** One firing alert. Null for values that the payload lacks, or gives for the message instead of the trouble. */
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

/** With fingerprints shortened, sorted and limited. */
export function firingOf({ count, fingerprints, newestStartedAt }: FiringAlerts): FiringAlerts {
  const kept = [...new Set(fingerprints.map(shortIdentity))].sort().slice(0, MAX_FINGERPRINTS);
  return { count, fingerprints: kept, newestStartedAt };
}

/**
 * True if alerts are firing that were not firing before, as a new fingerprint or a new start shows. If the known
 * fingerprints were cut, only those that would have been kept can count as new; for the others, the start decides.
 */
export function holdsNewAlert(known: FiringAlerts, next: FiringAlerts): boolean {
  return isLater(next.newestStartedAt, known.newestStartedAt) || holdsNewFingerprint(known, next);
}

/** True if an alert is firing that has never fired before, not even with an earlier start. */
export function holdsNewFingerprint(known: FiringAlerts, next: FiringAlerts): boolean {
  const kept = new Set(known.fingerprints);
  const last = isWhole(known) ? undefined : known.fingerprints.at(-1);
  return next.fingerprints.some((fingerprint) => !kept.has(fingerprint) && (last === undefined || fingerprint < last));
}

/** Merges a further notification of the same group. An alert missing from it has not necessarily recovered. */
export function joinFiring(known: FiringAlerts, next: FiringAlerts): FiringAlerts {
  const all = [...new Set([...known.fingerprints, ...next.fingerprints])].sort();
  return {
    count: next.count,
    fingerprints: all.slice(0, known.isCut ? known.fingerprints.length : MAX_FINGERPRINTS),
    newestStartedAt: isLater(next.newestStartedAt, known.newestStartedAt) ? next.newestStartedAt : known.newestStartedAt,
    ...(known.isCut ? { isCut: true as const } : {}),
  };
}

/** True if no fingerprint was cut. */
export function isWhole({ fingerprints, isCut }: FiringAlerts): boolean {
  return isCut !== true && fingerprints.length < MAX_FINGERPRINTS;
}

/** The same alerts with at most so many fingerprints, the first in character order. */
export function withFewer(alerts: FiringAlerts, most: number): FiringAlerts {
  return alerts.fingerprints.length <= most ? alerts : { ...alerts, fingerprints: alerts.fingerprints.slice(0, most), isCut: true };
}

function isLater(next: string | null, known: string | null): boolean {
  return next !== null && (known === null || next > known);
}
