import type { AddedMaintenance } from '../../incident/alert-groups/added-maintenance';

/** The contract between the maintenances that people add and their clients: names as they are on the wire. */
export const MAINTENANCE_WORKFLOW_TYPE = 'keepMaintenance';
export const MAINTENANCE_WORKFLOW_ID = 'maintenance';
/** Signals and updates bear these names. */
export const ADD_MAINTENANCE = 'addMaintenance';
export const END_MAINTENANCE = 'endMaintenance';
/** Memo key of the list, which needs no worker to be read. */
export const MAINTENANCE_MEMO = 'maintenance';

/** An update's answer. A refused update fails with an ApplicationFailure of type `REFUSED`, details: [Refusal]. */
export interface MaintenanceAnswer {
  readonly id: string;
  /** True if this request id had already acted, so nothing was done twice. */
  readonly repeated: boolean;
  /** As it is now; null if it ended so long ago that it is no longer listed. */
  readonly window: AddedMaintenance | null;
}
