import type { AlertCondition } from './rules';

/** A time during which matching alerts are only recorded. */
export interface MaintenanceWindow {
  readonly name: string;
  readonly when: AlertCondition;
  readonly times: OneOff | Recurring;
}

/** RFC 3339, UTC. */
export interface OneOff {
  readonly from: string;
  readonly to: string;
}

export interface Recurring {
  /** Recurrence rule of RFC 5545, without the time zone. */
  readonly rrule: string;
  /** How long each occurrence lasts, in milliseconds. */
  readonly forMs: number;
  /** Its name in the time zone database: `Europe/Berlin`. */
  readonly timezone: string;
  /** First day of the recurrence, in that time zone (`2026-01-04`). Rules with an interval or a count depend on it. */
  readonly since: string;
}

/** A window that is going on. */
export interface ActiveMaintenance extends OneOff {
  readonly name: string;
  readonly when: AlertCondition;
}
