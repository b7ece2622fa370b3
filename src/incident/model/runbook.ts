import type { Aspect, FindingStatus } from './finding';
import type { Severity } from './severity';

/**
 * What a probe runs against, once per matching item of the incident: nothing, a URL (`https` only https URLs), a host, a host
 * that is a name rather than an address, or a host with a port.
 */
export const TARGET_KINDS = ['none', 'url', 'https', 'host', 'name', 'hostport'] as const;
export type TargetKind = (typeof TARGET_KINDS)[number];

/** Everything that is given must hold. */
export interface Condition {
  readonly severity?: readonly Severity[];
  /** Label → required value; `*` for any. */
  readonly labels?: Readonly<Record<string, string>>;
  /** The incident must have a target of each of these kinds. */
  readonly requires?: readonly TargetKind[];
}

/** Limits of the container, in addition to hardening that no runbook can loosen. */
export interface ProbeResources {
  readonly memoryBytes: number;
  readonly cpus: number;
  readonly pids: number;
}

/** How a probe's end becomes a status: from the JSON printed after its nonce, or from its exit code. */
export type ResultRule = { readonly from: 'json' } | { readonly exit: Readonly<Record<string, FindingStatus>> };

/** The network that the worker's configuration gives to probes. */
export const WORKER_NETWORK = 'default';

export interface ProbeDefinition {
  /** Unique among all runbooks. */
  readonly id: string;
  readonly title: string;
  readonly aspect: Aspect;
  readonly kind: 'health' | 'correlation';
  readonly component: string;
  /** 1 (minor) to 5 (decisive). */
  readonly weight: number;
  /** Checks whether the prober itself has a network; it never counts for or against the system. */
  readonly control: boolean;
  readonly targets: TargetKind;
  /** Only for targets with one of these ports. */
  readonly onlyPorts?: readonly number[];
  /** Not for targets with one of these ports. */
  readonly exceptPorts?: readonly number[];
  /** Null means the worker's probe image. */
  readonly image: string | null;
  /** Null means no network; `default` the worker's; anything else is a network that the worker allows. */
  readonly network: string | null;
  /** The only place where templates are allowed: `{{target.host}}`, `{{incident.id}}`… */
  readonly env: Readonly<Record<string, string>>;
  /** The command as an argument vector; a script becomes `sh -c` with the prelude in front. */
  readonly command: readonly string[];
  readonly stdin: 'none' | 'incident' | 'labels';
  /** From creation to exit, in milliseconds. */
  readonly timeoutMs: number;
  readonly resources: ProbeResources;
  readonly result: ResultRule;
  /** What to check if the probe ends with this status. */
  readonly recommend: Readonly<Partial<Record<FindingStatus, readonly string[]>>>;
}

export interface Runbook {
  readonly id: string;
  readonly title: string;
  /** It is chosen if one of these holds, or always if there are none. */
  readonly when: readonly Condition[];
  readonly probes: readonly ProbeDefinition[];
}

/** The current runbooks. */
export interface RunbookSet {
  readonly runbooks: readonly Runbook[];
  /** What is wrong with the newest files, in which case the previous runbooks still apply; null if nothing is wrong. */
  readonly problem: string | null;
}
