import type { Severity } from '../model/severity';

/** When a heartbeat is late, and who is paged then. */
export interface HeartbeatSettings {
  /** It has to be fed once in this time, in milliseconds. */
  readonly everyMs: number;
  /** How late it may be, in milliseconds. */
  readonly graceMs: number;
  /** Of the incident. */
  readonly severity: Severity;
  /** Who is paged; empty: those whom the configuration names for the severity. */
  readonly users: readonly string[];
}
