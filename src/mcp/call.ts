import type { IncidentClient } from '../client/temporal/incident-client';
import type { IdHint } from '../incident/alert-groups/incident-door';
import type { AllowableAct, Principal } from '../incident/model/actions/principal';
import type { IncidentRules } from '../incident/model/config-types';
import type { ProbeSelection } from '../incident/model/finding';
import type { Incident } from '../incident/model/incident';
import type { TargetKind } from '../incident/model/investigation/target-kind';
import type { WriteLimits } from './limits';
import type { Sent } from './request-id';

/** What the tools ask of Temporal. */
export type Incidents = Pick<
  IncidentClient,
  'list' | 'look' | 'read' | 'readAt' | 'hear' | 'command' | 'start' | 'countOf' | 'findStarted' | 'groups' | 'group'
>;

/** An action that a runbook declares, and that this machine's configuration allows. */
export interface OfferedAction {
  readonly name: string;
  readonly runbook: string;
  readonly title: string;
  readonly effect: string;
  /** What kind of target it needs. */
  readonly target: TargetKind;
  readonly parameters: readonly string[];
}

/** This machine's runbooks. The worker decides by its own. */
export interface Runbooks {
  names(): Promise<readonly string[]>;
  /** What they would run for an incident, what they would skip, and why. */
  select(incident: Incident): Promise<ProbeSelection>;
  /** What may be proposed. */
  actions(): Promise<readonly OfferedAction[]>;
}

/** An action that an agent wants to be approved. */
export interface WantedAction {
  readonly incidentId: string;
  readonly action: string;
  readonly target?: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly reason: string;
  readonly requestId: string;
}

/** What signs for a principal. */
export interface Proposals {
  /** @throws IncidentError */
  propose(principal: Principal, wanted: WantedAction): Promise<{ readonly proposal: string; readonly status: string }>;
}

/** What outlives one call. */
export interface Desk {
  /** Connects when first asked. @throws ServiceUnreachableError */
  readonly incidents: () => Promise<Incidents>;
  readonly rules: IncidentRules;
  readonly runbooks: Runbooks;
  /** Null if it is not configured. */
  readonly proposals: Proposals | null;
  readonly limits: WriteLimits;
  /** What was sent shortly before, by request. */
  readonly sent: Sent<null>;
  readonly declared: Sent<{ readonly from: IdHint; readonly incidentId: string | null }>;
  readonly proposed: Sent<string>;
  readonly now: () => number;
  /** Fires when the process stops: whatever waits then ends. */
  readonly stopping: AbortSignal;
}

/** Whether the person at the client was asked. It slows down; it approves nothing. */
export type SpeedBump = 'unasked' | 'accepted' | 'declined' | 'unavailable';

/** One call of a tool, and for whom. */
export interface Call {
  readonly desk: Desk;
  readonly incidents: Incidents;
  readonly principal: Principal & { readonly agent: string };
  readonly bump: SpeedBump;
  /** Fires when the caller has gone, or the process stops. */
  readonly signal: AbortSignal;
}

export function mayDo({ principal }: Call, act: AllowableAct): boolean {
  return principal.allows.includes(act);
}
