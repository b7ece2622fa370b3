import type { ActionDefinition } from './actions/action';
import type { Aspect, FindingStatus } from './finding';
import type { CauseKind } from './investigation/cause-kind';
import type { ProbeResources } from './investigation/probe-resources';
import type { Outcome, SourceQuery } from './investigation/source-query';
import type { TargetKind } from './investigation/target-kind';
import type { Severity } from './severity';

/** Everything that is given must hold. */
export interface Condition {
  readonly severity?: readonly Severity[];
  /** Label → required value; `*` for any. */
  readonly labels?: Readonly<Record<string, string>>;
  /** The incident must have a target of each of these kinds. */
  readonly requires?: readonly TargetKind[];
}

/**
 * How a probe's end becomes a status: from the JSON printed after its nonce, from its exit code, by the guidelines of
 * Monitoring Plugins, or from the answer of the blackbox exporter.
 */
export type ResultRule =
  | { readonly from: 'json' }
  | { readonly from: 'plugin' }
  /** `wouldFollow`: elsewhere its module follows redirects, which no probe does here. */
  | { readonly from: 'blackbox'; readonly wouldFollow: boolean }
  | { readonly exit: Readonly<Record<string, FindingStatus>> };

/** The image with more tools that the worker's configuration names. */
export const TOOLS_IMAGE = 'tools';

/** The network that the worker's configuration gives to probes. */
export const WORKER_NETWORK = 'default';

interface ProbeBase {
  /** Unique among all runbooks. */
  readonly id: string;
  readonly title: string;
  readonly aspect: Aspect;
  readonly kind: 'health' | 'correlation';
  readonly component: string;
  /** 1 (minor) to 5 (decisive). */
  readonly weight: number;
  readonly targets: TargetKind;
  /** Only for targets with one of these ports. */
  readonly onlyPorts?: readonly number[];
  /** Not for targets with one of these ports. */
  readonly exceptPorts?: readonly number[];
  /** In milliseconds; for a container, from creation to exit. */
  readonly timeoutMs: number;
  /** What to check if the probe ends with this status. */
  readonly recommend: Readonly<Partial<Record<FindingStatus, readonly string[]>>>;
}

/** What a container probe's status says about causes, unless the probe itself names one. */
export interface ProbeCauses {
  readonly fail?: CauseKind;
  readonly warn?: CauseKind;
  /** What else status ok rules out, besides the two above. */
  readonly rulesOut: readonly CauseKind[];
}

/** A probe that runs a program in a container of its own. */
export interface ContainerProbe extends ProbeBase {
  readonly runs: 'container';
  /** Checks whether the prober itself has a network; it never counts for or against the system. */
  readonly control: boolean;
  /** Null means the worker's probe image, `tools` its tools image. */
  readonly image: string | null;
  /** Null means no network; `default` the worker's; anything else is a network that the worker allows. */
  readonly network: string | null;
  /** It asks name servers itself, so it has them even if the target's name has no address. */
  readonly nameServers: boolean;
  /** Its values may contain templates: `{{target.host}}`, `{{incident.id}}`… */
  readonly env: Readonly<Record<string, string>>;
  /** An argument vector; a script becomes `sh -c` with the prelude in front. Only a plugin's may contain templates. */
  readonly command: readonly string[];
  /** Names of secrets that the worker's configuration allows. Each is handed over as a file, whose path is in `NAME_FILE`. */
  readonly secrets: readonly string[];
  readonly stdin: 'none' | 'incident' | 'labels';
  readonly resources: ProbeResources;
  readonly result: ResultRule;
  readonly causes: ProbeCauses;
}

/** A probe that asks a configured data source. Nothing is executed for it. */
export interface SourceProbe extends ProbeBase {
  readonly runs: 'source';
  /** Its texts may contain templates, which are filled in by the rules of the source's language. */
  readonly query: SourceQuery;
  readonly outcomes: readonly Outcome[];
}

export type ProbeDefinition = ContainerProbe | SourceProbe;

export interface Runbook {
  readonly id: string;
  readonly title: string;
  /** It is chosen if one of these holds, or always if there are none. */
  readonly when: readonly Condition[];
  readonly probes: readonly ProbeDefinition[];
  /** What may be proposed; absent if nothing. */
  readonly actions?: readonly ActionDefinition[];
}

/** The current runbooks. */
export interface RunbookSet {
  readonly runbooks: readonly Runbook[];
  /** What is wrong with the newest files, in which case the previous runbooks still apply; null if nothing is wrong. */
  readonly problem: string | null;
}
