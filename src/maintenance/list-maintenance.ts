import { type AddedMaintenance, endOf, stillListed } from '../incident/alert-groups/added-maintenance';
import type { MaintenanceWindow, OneOff } from '../incident/alert-groups/maintenance';
import type { AlertCondition } from '../incident/alert-groups/rules';
import { nextOccurrence, occurrenceAt } from './active-maintenance';

export const MAINTENANCE_STATES = ['active', 'upcoming', 'ended'] as const;
export type MaintenanceState = (typeof MAINTENANCE_STATES)[number];

/** A maintenance as listed. Times are in RFC 3339, UTC; for a recurring one, they are those of the current or next occurrence. */
export interface ListedMaintenance {
  /** The id of one that was added, the name of one that is configured. */
  readonly name: string;
  readonly origin: 'added' | 'configured';
  readonly state: MaintenanceState;
  readonly when: AlertCondition;
  /** Null if it never occurs again. */
  readonly from: string | null;
  readonly to: string | null;
  /** Its recurrence rule, with the time zone; null if it happens once. */
  readonly recurs: string | null;
  /** Who added it; null if it is configured. */
  readonly by: string | null;
  readonly reason: string | null;
  /** Who ended it before its time; null if no one did. */
  readonly ended_by: string | null;
}

/** Configured and added maintenances: first those that are going on, then upcoming ones, then those that have ended. */
export function listMaintenance(
  configured: readonly MaintenanceWindow[],
  added: readonly AddedMaintenance[],
  at: Date,
): readonly ListedMaintenance[] {
  const rows = [
    ...stillListed(added, at.toISOString()).map((window) => addedRow(window, at)),
    ...configured.map((window) => configuredRow(window, at)),
  ];
  return rows.sort((one, other) => rankOf(one) - rankOf(other) || (one.from ?? '').localeCompare(other.from ?? ''));
}

function addedRow(window: AddedMaintenance, at: Date): ListedMaintenance {
  const { id, when, from, actor, reason, ended } = window;
  const to = endOf(window);
  const state = ended === null ? stateOf({ from, to }, at) : 'ended';
  return { name: id, origin: 'added', state, when, from, to, recurs: null, by: actor, reason, ended_by: ended?.by ?? null };
}

function configuredRow({ name, when, times }: MaintenanceWindow, at: Date): ListedMaintenance {
  const isRecurring = 'rrule' in times;
  const next = isRecurring ? (occurrenceAt(times, at) ?? nextOccurrence(times, at)) : times;
  return {
    name,
    origin: 'configured',
    state: next === null ? 'ended' : stateOf(next, at),
    when,
    from: next?.from ?? null,
    to: next?.to ?? null,
    recurs: isRecurring ? `${times.rrule} (${times.timezone})` : null,
    by: null,
    reason: null,
    ended_by: null,
  };
}

function stateOf({ from, to }: OneOff, at: Date): MaintenanceState {
  const now = at.toISOString();
  if (to <= now) return 'ended';
  return from <= now ? 'active' : 'upcoming';
}

function rankOf({ state }: ListedMaintenance): number {
  return MAINTENANCE_STATES.indexOf(state);
}
