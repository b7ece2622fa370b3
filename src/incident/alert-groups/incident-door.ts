import type { AlertOutcome } from '../model/alert-outcome';
import type { NormalizedEvent } from '../model/incident';
import type { ServiceIncident } from '../model/investigation/service';
import type { GroupIncident } from './group-state';
import type { RecoveryAction } from './rules';

/** Where the numbering of a new incident starts. It is fixed before the first attempt, so that every retry finds the same incident. */
export interface IdHint {
  /** When it was declared (RFC 3339, UTC). */
  readonly at: string;
  readonly number: number;
}

export interface OpenIncident {
  readonly from: IdHint;
  /** The same in each retry, and in no other request. */
  readonly token: string;
  readonly event: NormalizedEvent;
  /** `alert:prod-am`. */
  readonly actor: string;
  /** The alert group's workflow id. */
  readonly group: string;
  /** The group's earlier incident, which can no longer be reopened; null if there is none. */
  readonly previous: string | null;
  /** Who is paged; absent or empty: those whom the configuration names. */
  readonly users?: readonly string[];
}

/** `created` is false if the incident was there already. */
export interface OpenedIncident {
  readonly incidentId: string;
  readonly created: boolean;
}

export interface JoinIncident {
  readonly key: string;
  /** How long after its last alert an incident takes in further ones, in milliseconds. */
  readonly withinMs: number;
  readonly open: OpenIncident;
}

export interface NoteOnIncident {
  readonly incidentId: string;
  readonly text: string;
  readonly actor: string;
  readonly at: string;
  readonly requestId: string;
}

export interface TellIncident {
  readonly incidentId: string;
  readonly event: NormalizedEvent;
  readonly actor: string;
  /** RFC 3339, UTC. */
  readonly at: string;
  /** The same in each retry, and in no other request. */
  readonly requestId: string;
  readonly group: string;
  readonly onRecovery: RecoveryAction;
  /** An incident that is no longer open is not told, so that it is not reopened. */
  readonly onlyIfOpen?: true;
}

/** What became of what the incident was told. */
export interface Told {
  readonly status: GroupIncident['status'];
  /** Null if the incident has not said yet, or is closed. */
  readonly outcome: AlertOutcome | null;
}

/** What a group of alerts needs of incidents. */
export interface IncidentDoor {
  hint(): Promise<IdHint>;
  /** Opens the incident of this token, once. @throws InvalidInputError, ServiceUnreachableError */
  open(request: OpenIncident): Promise<OpenedIncident>;
  /** @throws ServiceUnreachableError */
  tell(request: TellIncident): Promise<Told>;
  /** Adds a note to an incident; a closed one takes none. @throws ServiceUnreachableError */
  note(request: NoteOnIncident): Promise<void>;
  /** The incident's status. One that does not exist counts as closed. @throws ServiceUnreachableError */
  look(incidentId: string): Promise<GroupIncident['status']>;
  /** Open incidents that are about a service and may be named to everyone. It lags behind a little. @throws ServiceUnreachableError */
  openIncidents(): Promise<readonly ServiceIncident[]>;
  /** Whether it is open now and may be named to everyone. @throws ServiceUnreachableError */
  mayBeNamed(incidentId: string): Promise<boolean>;
  /** The incident that a join key's alerts belong to: the open one, or a new one. @throws InvalidInputError, ServiceUnreachableError */
  join(request: {
    readonly key: string;
    readonly withinMs: number;
    readonly open: OpenIncident;
  }): Promise<{ incidentId: string; created: boolean }>;
}
