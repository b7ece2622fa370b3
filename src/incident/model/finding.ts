export const FINDING_STATUSES = ['ok', 'warn', 'fail', 'unknown'] as const;
export type FindingStatus = (typeof FINDING_STATUSES)[number];

/** What a probe speaks of, for coverage and confidence. */
export const ASPECTS = ['availability', 'performance', 'dependencies', 'network', 'capacity', 'change', 'evidence'] as const;
export type Aspect = (typeof ASPECTS)[number];

/** One probe against one target, chosen for this incident. Holds no script: the worker near the engine looks it up by name. */
export interface SelectedProbe {
  /** Unique within the incident and stable between rounds: `http-health:https-shop-example-com`. */
  readonly key: string;
  readonly runbook: string;
  /** The probe's id within its runbook. */
  readonly probe: string;
  readonly title: string;
  readonly aspect: Aspect;
  /** `health` probes count for the health score, `correlation` probes for evidence only. */
  readonly kind: 'health' | 'correlation';
  /** Which line of `system_health` it speaks for: `api`, `database`, `network`, `host`… */
  readonly component: string;
  /** 1 (slight) to 5 (decisive). */
  readonly weight: number;
  /** URL or HOST:PORT; null for probes that need none. */
  readonly target: string | null;
  /** Limit of one run in milliseconds, container start included. */
  readonly timeoutMs: number;
  /** A control probe tells whether the prober itself has a network; when it fails, network failures become unknown. */
  readonly control: boolean;
  /** Whether the container gets a network. */
  readonly network: boolean;
}

/** Which probes will run, and which runbooks were left out and why. */
export interface ProbeSelection {
  readonly probes: readonly SelectedProbe[];
  readonly runbooks: readonly string[];
  /** Sentences for people: "tls-expiry: no https target", "runbook payments: label service=payments does not match". */
  readonly leftOut: readonly string[];
}

/** What one probe said. `unknown` is what a probe says that did not run or could not tell. */
export interface Finding {
  readonly key: string;
  readonly runbook: string;
  readonly probe: string;
  readonly title: string;
  readonly aspect: Aspect;
  readonly kind: 'health' | 'correlation';
  readonly component: string;
  readonly weight: number;
  readonly target: string | null;
  readonly control: boolean;
  readonly network: boolean;
  readonly status: FindingStatus;
  /** One sentence, at most 300 characters. */
  readonly summary: string;
  /** Lines as the probe printed them, at most 10 of 300 characters. Hostile text. */
  readonly evidence: readonly string[];
  readonly recommendations: readonly string[];
  readonly startedAt: string;
  readonly durationMs: number;
  /** Which attempt of the activity answered; 0 when none ran. */
  readonly attempt: number;
  /** A failure that the probe saw a second time; absent when it did not look again. */
  readonly reproduced?: boolean;
  /** The target took the probe's time and said nothing; absent when it said something, if only that it refuses. */
  readonly silent?: boolean;
}

export interface Recommendation {
  readonly text: string;
  /** Key of the finding it follows from. */
  readonly finding: string;
}

/** The assessment of all findings, every figure with the inputs it was computed from. */
export interface Investigation {
  /** `completed` all conclusive, `partial` some, `inconclusive` none though some ran, `not_run` nothing ran. */
  readonly status: 'completed' | 'partial' | 'inconclusive' | 'not_run';
  /** Component → worst known status; `unknown` when nothing conclusive speaks for it. Always has api, database and network. */
  readonly systemHealth: Readonly<Record<string, FindingStatus>>;
  /** 0–100, or null when too little was observed to say. */
  readonly health: number | null;
  /** 0–95: how well the state was observed, not that a cause is right. */
  readonly confidence: number;
  /** 0–1: weight of the conclusive probes over the weight of the selected ones. */
  readonly coverage: number;
  /** "7 of 9 probes conclusive, 4 aspects, 2 of 3 failures reproduced". */
  readonly confidenceInputs: string;
  readonly counts: Readonly<Record<FindingStatus, number>>;
  readonly findings: readonly Finding[];
  readonly recommendations: readonly Recommendation[];
  /** First hypothesis tied to a finding, or null: "no cause found". */
  readonly hypothesis: string | null;
  readonly leftOut: readonly string[];
}
