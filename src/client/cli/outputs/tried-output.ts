import type { RuleAction } from '../../../incident/alert-groups/rules';
import type { ActionDefinition } from '../../../incident/model/actions/action';
import type { ProbeSelection } from '../../../incident/model/finding';
import type { NormalizedEvent } from '../../../incident/model/incident';
import type { Plan } from '../../../incident/model/plan';
import type { WireIncident } from '../../../incident/model/report';
import type { ProbeDefinition, Runbook } from '../../../incident/model/runbook';

type Selected = ProbeSelection['probes'][number];

/** What would start. Nothing was started or contacted. */
export interface DryRun {
  readonly test: true;
  readonly incident: WireIncident;
  readonly users: readonly string[];
  readonly targets: readonly string[];
  /** Names of the runbooks that match. */
  readonly runbooks: readonly string[];
  readonly probes: readonly Pick<Selected, 'key' | 'runbook' | 'title' | 'target'>[];
  /** What would not run, and why. */
  readonly left_out: readonly string[];
  readonly plan: Plan['steps'];
  readonly nodes: Plan['nodes'];
  /** The plan as a Mermaid diagram. */
  readonly mermaid: string;
}

/** One rule, as tried on an alert. */
export interface TriedRule {
  readonly rule: string;
  readonly do: RuleAction;
  /** Null if it applies. */
  readonly whyNot: string | null;
  /** True if it depends on whether another incident is open, which was not looked up. */
  readonly mayApply?: true;
}

/** A normalised event; with `--rules`, which rule would decide on it. */
export interface ParsedEvent extends NormalizedEvent {
  /** The sender as which it was judged. */
  readonly instance?: string;
  readonly rules?: readonly TriedRule[];
  readonly decision?: {
    readonly do: RuleAction | 'mute';
    readonly rule: string;
    /** Of the configuration that the rule comes from. */
    readonly digest: string;
    /** When the maintenance ends (RFC 3339, UTC); null if there is none. */
    readonly mutedUntil: string | null;
  };
}

export interface ListedRunbook extends Pick<Runbook, 'id' | 'title' | 'when'> {
  readonly probes: readonly Pick<ProbeDefinition, 'id' | 'title' | 'aspect' | 'kind' | 'component' | 'targets'>[];
  readonly actions: readonly (Pick<ActionDefinition, 'name' | 'title' | 'effect' | 'targets' | 'parameters'> & {
    /** Whether the configuration lets it be proposed. */
    readonly on: boolean;
  })[];
  /** Only if an alert, target, label or severity was given: whether it would run. */
  readonly matches?: boolean;
}

/** The runbooks; with an alert, target, label or severity, also what would run and what not. */
export interface ListedRunbooks {
  readonly runbooks: readonly ListedRunbook[];
  readonly probes?: readonly (Pick<Selected, 'key' | 'runbook' | 'title' | 'target'> & { readonly service: string | null })[];
  /** What would not run, and why. */
  readonly left_out?: readonly string[];
}
