import { SEVERITIES } from '../model/severity';
import type { IncidentStatus } from '../model/state';

/** What a listing knows about an incident. */
export interface CountedIncident {
  /** Null if the incident ended before its alert was parsed. */
  readonly severity: string | null;
  readonly status: string | null;
  /**
   * True while its workflow is running. That of a resolved incident runs on for a while, so that the incident can be
   * reopened.
   */
  readonly isRunning: boolean;
  readonly secondsToAcknowledge: number | null;
  readonly secondsToResolve: number | null;
}

/** Seconds, over the incidents for which they are known. */
export interface TimeTaken {
  readonly mean_seconds: number;
  readonly median_seconds: number;
  readonly incidents: number;
}

export interface IncidentCounts {
  readonly count: number;
  /** Neither resolved nor cancelled. */
  readonly open: number;
  /** How many open incidents someone has acknowledged. */
  readonly acknowledged: number;
  readonly resolved: number;
  readonly cancelled: number;
  /** Incidents whose workflow was terminated or failed before they were over. */
  readonly broken_off: number;
  /** To the first acknowledgement (MTTA); null if no incident was acknowledged. */
  readonly time_to_acknowledge: TimeTaken | null;
  /** To the latest resolution, for incidents that are resolved now (MTTR); null if there are none. */
  readonly time_to_resolve: TimeTaken | null;
}

export interface IncidentStats {
  readonly total: IncidentCounts;
  /** From the worst to the mildest severity, all four; then `unknown` if there are any. */
  readonly severities: readonly (IncidentCounts & { readonly severity: string })[];
}

const UNKNOWN = 'unknown';

/** Counts incidents and their times by severity. */
export function incidentStats(incidents: readonly CountedIncident[]): IncidentStats {
  const severityOf = ({ severity }: CountedIncident): string => SEVERITIES.find((known) => known === severity) ?? UNKNOWN;
  const severities = [...SEVERITIES, ...(incidents.some((incident) => severityOf(incident) === UNKNOWN) ? [UNKNOWN] : [])];
  return {
    total: countsOf(incidents),
    severities: severities.map((severity) => ({ severity, ...countsOf(incidents.filter((one) => severityOf(one) === severity)) })),
  };
}

function countsOf(incidents: readonly CountedIncident[]): IncidentCounts {
  const resolved = incidents.filter(has('resolved'));
  const cancelled = incidents.filter(has('cancelled'));
  const rest = incidents.filter(({ status }) => status !== 'resolved' && status !== 'cancelled');
  const open = rest.filter(({ isRunning }) => isRunning);
  return {
    count: incidents.length,
    open: open.length,
    acknowledged: open.filter(has('acknowledged')).length,
    resolved: resolved.length,
    cancelled: cancelled.length,
    broken_off: rest.length - open.length,
    time_to_acknowledge: timeTaken(incidents.map(({ secondsToAcknowledge }) => secondsToAcknowledge)),
    // A reopened incident keeps the time to its earlier resolution but is not resolved.
    time_to_resolve: timeTaken(resolved.map(({ secondsToResolve }) => secondsToResolve)),
  };
}

const has =
  (status: IncidentStatus) =>
  (incident: CountedIncident): boolean =>
    incident.status === status;

function timeTaken(values: readonly (number | null)[]): TimeTaken | null {
  const known = values.filter((value) => value !== null).toSorted((one, other) => one - other);
  if (known.length === 0) return null;
  const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
  const upper = known[Math.floor(known.length / 2)] ?? 0;
  const lower = known[Math.floor((known.length - 1) / 2)] ?? 0;
  return { mean_seconds: tenths(mean), median_seconds: tenths((lower + upper) / 2), incidents: known.length };
}

const tenths = (value: number): number => Math.round(value * 10) / 10;
