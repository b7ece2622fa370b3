import type { AlertGroupState, DeliveryEffect, GroupIncident } from '../../../incident/alert-groups/group-state';
import type { Severity } from '../../../incident/model/severity';

/** A group of alerts, its deliveries, and what its incident is now. */
export interface ShownGroup extends Omit<AlertGroupState, 'seen' | 'work' | 'event' | 'incident'> {
  readonly incident: (GroupIncident & { readonly statusNow: string | null }) | null;
  readonly title: string | null;
  readonly severity: Severity | null;
  readonly labels: Readonly<Record<string, string>>;
}

/** A group of which only the key is known while no worker is answering. */
export interface UnknownGroup {
  readonly key: string;
  readonly known: false;
}

/** What became of a test alert; null while no worker has handled it. */
export interface TestedAlert {
  readonly instance: string;
  readonly severity: 'high' | 'low';
  /** The key of its group. */
  readonly group: string;
  readonly rule: string | null;
  readonly do: string | null;
  readonly effect: DeliveryEffect | null;
  /** The incident that it opened or joined. */
  readonly incident: string | null;
}
