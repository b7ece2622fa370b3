import type { IncidentClient } from '../client/temporal/incident-client';
import type { AllowableAct, Principal } from '../incident/model/actions/principal';
import type { IncidentRules } from '../incident/model/config-types';
import type { ProbeSelection } from '../incident/model/finding';
import type { Incident } from '../incident/model/incident';

/** What the tools ask of Temporal. */
export type Incidents = Pick<
  IncidentClient,
  'list' | 'look' | 'read' | 'readAt' | 'hear' | 'command' | 'start' | 'countOf' | 'groups' | 'group'
>;

/** An action that a runbook declares. */
export interface OfferedAction {
  readonly name: string;
  readonly runbook: string;
  readonly title: string;
  readonly effect: string;
  readonly parameters: readonly string[];
}

/** This machine's runbooks. The worker decides by its own. */
export interface Runbooks {
  /** What they would run for an incident, what they would skip, and why. */
  select(incident: Incident): Promise<ProbeSelection>;
  /** What may be proposed, by whatever they declare. */
  actions(): Promise<readonly OfferedAction[]>;
}

/** What outlives one call. */
export interface Desk {
  /** Connects when first asked. @throws ServiceUnreachableError */
  readonly incidents: () => Promise<Incidents>;
  readonly rules: IncidentRules;
  readonly runbooks: Runbooks;
  readonly now: () => number;
  /** Fires when the process stops: whatever waits then ends. */
  readonly stopping: AbortSignal;
}

/** One call of a tool, and for whom. */
export interface Call {
  readonly desk: Desk;
  readonly incidents: Incidents;
  readonly principal: Principal & { readonly agent: string };
  /** Fires when the caller has gone, or the process stops. */
  readonly signal: AbortSignal;
}

/** What a tool answers, in our own words and fences. */
export interface Answer {
  readonly text: string;
  /** True if what was asked for was not done. */
  readonly isError?: true;
}

export const said = (...lines: readonly string[]): Answer => ({ text: lines.join('\n') });
export const refused = (...lines: readonly string[]): Answer => ({ text: lines.join('\n'), isError: true });

export function mayDo({ principal }: Call, act: AllowableAct): boolean {
  return principal.allows.includes(act);
}
