import type { SelectedProbe } from '../finding';
import type { ProbeResources } from '../investigation/probe-resources';
import type { TargetKind } from '../investigation/target-kind';

/** What is done to a Deployment. `restore` puts back what was there before the action. */
export const KUBERNETES_VERBS = ['restart', 'scale', 'undo', 'restore'] as const;
export type KubernetesVerb = (typeof KUBERNETES_VERBS)[number];

/** A program in a container of its own, hardened as for probes. */
export interface ContainerStep {
  readonly runs: 'container';
  /** Null means the worker's probe image, `tools` its tools image. */
  readonly image: string | null;
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Null means no network; `default` the worker's. */
  readonly network: string | null;
  /** Names of secrets that the worker's configuration allows. */
  readonly secrets: readonly string[];
  readonly resources: ProbeResources;
  readonly timeoutMs: number;
}

/** One change of a Deployment over the Kubernetes API. Nothing is executed for it. */
export interface KubernetesStep {
  readonly runs: 'kubernetes';
  /** The data source's name in the worker's configuration. */
  readonly source: string;
  readonly verb: KubernetesVerb;
  readonly namespace: string;
  readonly deployment: string;
  /** For `scale`. */
  readonly replicas?: number;
  readonly timeoutMs: number;
}

export type ActionStep = ContainerStep | KubernetesStep;

/** A change as a runbook declares it: its texts may contain templates. */
export interface KubernetesChange extends Omit<KubernetesStep, 'source' | 'replicas'> {
  /** Null means the source of the service that it is about, else the first one. */
  readonly source: string | null;
  /** A whole number, once it is filled in. */
  readonly replicas?: string;
}

/** The arguments and the environment of a container may contain templates, a script may not. */
export type StepDefinition = ContainerStep | KubernetesChange;

/** What whoever proposes an action may or must say. */
export interface ActionParameter {
  /** A regular expression that the whole value must match. */
  readonly pattern: string;
  /** May contain templates. Without one, the value must be given. */
  readonly default?: string;
}

/** An action as a runbook declares it. Its texts may contain templates, as those of probes, and `{{parameters.NAME}}`. */
export interface ActionDefinition {
  /** Unique among all runbooks. */
  readonly name: string;
  readonly title: string;
  /** What it changes, in one sentence. */
  readonly effect: string;
  readonly targets: TargetKind;
  readonly parameters: Readonly<Record<string, ActionParameter>>;
  readonly does: StepDefinition;
  /** Null if it cannot be undone. */
  readonly rollback: StepDefinition | null;
  readonly checks: {
    /** Ids of probes; empty means those that had failed. */
    readonly probes: readonly string[];
    /** How long the checks may take to come out well. */
    readonly withinMs: number;
  };
}

/** An action filled in for one incident: exactly what is shown, approved by its digest, and run. */
export interface ResolvedAction {
  readonly runbook: string;
  readonly name: string;
  readonly title: string;
  readonly effect: string;
  readonly target: string | null;
  readonly does: ActionStep;
  readonly rollback: ActionStep | null;
  readonly checks: { readonly probes: readonly SelectedProbe[]; readonly withinMs: number };
}
