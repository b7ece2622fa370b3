import type { GroupIncident } from '../incident/alert-groups/group-state';
import type {
  IdHint,
  JoinIncident,
  NoteOnIncident,
  OpenedIncident,
  OpenIncident,
  TellIncident,
  Told,
} from '../incident/alert-groups/incident-door';
import type { AlertFacts, Decision } from '../incident/alert-groups/judge-alert';
import type { NormalizedEvent } from '../incident/model/incident';
import type { Answer } from './interface';

type Activity<Input, Output> = (input: Input) => Promise<Answer<Output>>;

/** Short work that the workflow does within its own task: it costs one event, and is done before the next delivery. */
export interface LocalAlertActivities {
  /**
   * Applies the rules and maintenances as they are `at` a time (RFC 3339, UTC). `event` and `users` are what an incident would be
   * opened for. `hint` is for a new incident; null if none may be opened.
   */
  judgeAlert: Activity<
    AlertFacts & { readonly at: string; readonly event: NormalizedEvent; readonly users: readonly string[] },
    { decision: Decision; hint: IdHint | null }
  >;
  lookAtIncident: Activity<{ incidentId: string }, GroupIncident['status']>;
}

/** Activities of a group of alerts, as its workflow sees them. */
export interface AlertActivities {
  openIncident: Activity<OpenIncident, OpenedIncident>;
  joinIncident: Activity<JoinIncident, OpenedIncident>;
  tellIncident: Activity<TellIncident, Told>;
  noteOnIncident: Activity<NoteOnIncident, null>;
}
