import type { Aspect, FindingStatus } from './finding';
import type { Severity } from './severity';

/**
 * What a probe is run against, once for each that the incident has: nothing, a URL (`https` only such URLs), a host, a
 * host that is a name and not an address, or a host with a port.
 */
export const TARGET_KINDS = ['none', 'url', 'https', 'host', 'name', 'hostport'] as const;
export type TargetKind = (typeof TARGET_KINDS)[number];

/** All that is given must hold. */
export interface Condition {
  readonly severity?: readonly Severity[];
  /** Label → the value it must have; `*` for any. */
  readonly labels?: Readonly<Record<string, string>>;
  /** The incident must have a target of each of these kinds. */
  readonly requires?: readonly TargetKind[];
}

/** Limits of the container, on top of the hardening that no runbook can loosen. */
export interface ProbeResources {
  readonly memoryBytes: number;
  readonly cpus: number;
  readonly pids: number;
}

/** How the end of a probe becomes a status: from the JSON that it prints behind its nonce, or from its exit code. */
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
  /** 1 (slight) to 5 (decisive). */
  readonly weight: number;
  /** Tells whether the prober itself has a network; never counted for or against the system. */
  readonly control: boolean;
  readonly targets: TargetKind;
  /** Only for targets with one of these ports. */
  readonly onlyPorts?: readonly number[];
  /** Not for targets with one of these ports. */
  readonly exceptPorts?: readonly number[];
  /** Null: the worker's probe image. */
  readonly image: string | null;
  /** Null: no network; `default`: the worker's; else the name of a network that the worker allows. */
  readonly network: string | null;
  /** The only place for templates: `{{target.host}}`, `{{incident.id}}`… */
  readonly env: Readonly<Record<string, string>>;
  /** What is run, as an argument vector: a script has become `sh -c` with the prelude in front. */
  readonly command: readonly string[];
  readonly stdin: 'none' | 'incident' | 'labels';
  /** From create to exit, in milliseconds. */
  readonly timeoutMs: number;
  readonly resources: ProbeResources;
  readonly result: ResultRule;
  /** What to check when it ends with this status. */
  readonly recommend: Readonly<Partial<Record<FindingStatus, readonly string[]>>>;
}

export interface Runbook {
  readonly id: string;
  readonly title: string;
  /** It is chosen when one of these holds; none: always. */
  readonly when: readonly Condition[];
  readonly probes: readonly ProbeDefinition[];
}

/** The runbooks that hold at this moment. */
export interface RunbookSet {
  readonly runbooks: readonly Runbook[];
  /** What is wrong with the newest files, so that the runbooks are those of before; null when nothing is. */
  readonly problem: string | null;
}
