import type { Fact } from './investigation/fact';
import type { Conclusion, Hypothesis } from './investigation/hypothesis';
import type { Series } from './investigation/reading';
import type { ServiceScope } from './investigation/service';

export const FINDING_STATUSES = ['ok', 'warn', 'fail', 'unknown'] as const;
export type FindingStatus = (typeof FINDING_STATUSES)[number];

/** What a probe is about, for coverage and confidence. */
export const ASPECTS = ['availability', 'performance', 'dependencies', 'network', 'capacity', 'change', 'evidence'] as const;
export type Aspect = (typeof ASPECTS)[number];

/** One probe against one target, chosen for this incident. It holds no script: the worker near the engine looks it up by name. */
export interface SelectedProbe {
  /** Unique within the incident and stable between rounds: `http-health:https-shop-example-com`. */
  readonly key: string;
  readonly runbook: string;
  /** The probe's id within its runbook. */
  readonly probe: string;
  readonly title: string;
  readonly aspect: Aspect;
  /** `health` probes count towards the health score; `correlation` probes are only evidence. */
  readonly kind: 'health' | 'correlation';
  /** The line of `system_health` that it belongs to: `api`, `database`, `network`, `host`… */
  readonly component: string;
  /** 1 (minor) to 5 (decisive). */
  readonly weight: number;
  /** A URL or HOST:PORT; null for probes that need no target. */
  readonly target: string | null;
  /** Limit for one run in milliseconds, including container start. */
  readonly timeoutMs: number;
  /**
   * A control probe checks whether the prober itself has a network. If it fails, failures of network probes count as
   * unknown.
   */
  readonly control: boolean;
  /** Whether the container gets a network. */
  readonly network: boolean;
  /** It asks a data source, so that what it sees is not the prober, even if it has no target. Older code left it out. */
  readonly asksSource?: true;
  /** The service that it looks at, by name; absent if it looks at a target of the incident, or at nothing in particular. */
  readonly service?: string;
  /** For a probe that looks at all services at once: their names, nearest first. */
  readonly services?: readonly string[];
}

/** The probes to run, and the runbooks that were skipped, and why. */
export interface ProbeSelection {
  readonly probes: readonly SelectedProbe[];
  readonly runbooks: readonly string[];
  /**
   * Human-readable sentences: "tls-expiry: no target is an https URL", "runbook payments: label service=payments does not
   * match".
   */
  readonly leftOut: readonly string[];
  /** The services around the incident; absent if none matches. */
  readonly scope?: ServiceScope;
}

/** The result of one probe. `unknown` means it did not run or could not decide. */
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
  readonly asksSource?: true;
  readonly status: FindingStatus;
  /** One sentence, at most 300 characters. */
  readonly summary: string;
  /** Lines as the probe printed them: at most 10 lines of 300 characters. Untrusted text. */
  readonly evidence: readonly string[];
  readonly recommendations: readonly string[];
  readonly startedAt: string;
  readonly durationMs: number;
  /** The attempt of the activity that answered; 0 if there was none. */
  readonly attempt: number;
  /** True if the probe saw the failure twice; absent if it did not check again. */
  readonly reproduced?: boolean;
  /** True if the target used up the probe's time without an answer; absent if it answered, even with a refusal. */
  readonly silent?: boolean;
  /** The service that it is about; absent if it names none. */
  readonly service?: string;
  /** What causes are inferred from; absent if the probe reported only its status. */
  readonly facts?: readonly Fact[];
  /** Where to look further. */
  readonly link?: string;
  /** The metrics that it is about, around the trouble; absent if it has none to show. */
  readonly series?: readonly Series[];
  /** The probe's whole output, of which `evidence` is an excerpt; absent if there is none, or it could not be kept. */
  readonly artifact?: ArtifactRef;
  /** Why the whole output could not be kept, as a clause; absent if it was, or if there is none. */
  readonly artifactProblem?: string;
}

/** What refers to an artifact that is kept outside the history. */
export interface ArtifactRef {
  /** A file name, unique within the incident. */
  readonly name: string;
  readonly sha256: string;
  readonly bytes: number;
}

/** A probe that says something else than in the round before. */
export interface FindingChange {
  /** Key of the finding. */
  readonly finding: string;
  readonly title: string;
  readonly target: string | null;
  /** The service that it is about; absent if it names none. */
  readonly service?: string;
  readonly before: FindingStatus;
  readonly now: FindingStatus;
  /** What it says now. */
  readonly summary: string;
  /** What it said before, if only that differs; absent if the status does. */
  readonly said?: string;
}

/** A service that is looked at elsewhere than in the round before. */
export interface AddressChange {
  readonly service: string;
  readonly before: string;
  readonly now: string;
}

/** The statements of the most likely cause, then and now; null if none was named. */
export interface CauseChange {
  readonly before: string | null;
  readonly now: string | null;
}

/** The confidence of a most likely cause that is still the same one, then and now. */
export interface ConfidenceChange {
  readonly before: number;
  readonly now: number;
}

export interface Recommendation {
  readonly text: string;
  /** Key of the finding it follows from. */
  readonly finding: string;
}

/** The assessment of all findings; every figure comes with its inputs. */
export interface Investigation {
  /** `completed`: all conclusive; `partial`: some; `inconclusive`: none, though some ran; `not_run`: nothing ran. */
  readonly status: 'completed' | 'partial' | 'inconclusive' | 'not_run';
  /** Component → worst known status; `unknown` without a conclusive probe. Always has api, database and network. */
  readonly systemHealth: Readonly<Record<string, FindingStatus>>;
  /** 0–100, or null if too little was observed. */
  readonly health: number | null;
  /** 0–95: how well the state was observed, not whether a cause is right. */
  readonly confidence: number;
  /** 0–1: weight of the conclusive probes over the weight of the selected ones. */
  readonly coverage: number;
  /** "7 of 9 probes conclusive, 4 aspects, 2 of 3 failures reproduced". */
  readonly confidenceInputs: string;
  readonly counts: Readonly<Record<FindingStatus, number>>;
  readonly findings: readonly Finding[];
  readonly recommendations: readonly Recommendation[];
  /** Hypothesis based on a finding; null means "no cause found". */
  readonly hypothesis: string | null;
  /** Possible causes, most likely first. Older code left them out. */
  readonly hypotheses?: readonly Hypothesis[];
  /** Older code left it out. */
  readonly conclusion?: Conclusion;
  /**
   * Keys of the findings of earlier rounds that still stand, because this round was limited to some runbooks and did not run
   * their probes again; absent if there are none.
   */
  readonly standing?: readonly string[];
  /** The probes that say something else than in the round before; absent in the first round. */
  readonly changes?: readonly FindingChange[];
  /** Other open incidents, of the nearest service first; absent if none is known. */
  readonly alsoOpen?: readonly OtherIncident[];
  /** Absent if no service is looked at elsewhere. */
  readonly addressChanges?: readonly AddressChange[];
  /** Absent if the most likely cause is the same as in the round before. */
  readonly causeChange?: CauseChange;
  /** Set if the same cause is notably more or less likely than in the round before. */
  readonly confidenceChange?: ConfidenceChange;
  readonly leftOut: readonly string[];
}

/** What one investigation of the incident came to, in short. */
export interface Look {
  readonly at: string;
  readonly conclusion: Conclusion;
  /** Null if none was named. */
  readonly cause: Pick<Hypothesis, 'statement' | 'confidence'> | null;
}

/** The same on the timeline. */
export interface Investigated extends Omit<Look, 'at'> {
  readonly kind: 'investigated';
}

/** Another open incident, and the service that it is about, by title. */
export interface OtherIncident {
  readonly incidentId: string;
  readonly service: string;
}

/** The findings in short. */
export interface Gist {
  /** What fails, or else what warns; null if no probe saw anything wrong. It is never about the prober itself. */
  readonly worst: (Pick<Finding, 'title' | 'target' | 'service' | 'summary'> & { readonly status: 'fail' | 'warn' }) | null;
  /** How many other probes have the same status as the worst one. */
  readonly others: number;
  /** How many of the probes could tell. As in `Investigation`, control probes are not counted. */
  readonly conclusive: number;
  readonly probes: number;
  /** The most likely cause; absent if none is named, and in results of older code. */
  readonly cause?: Pick<Hypothesis, 'statement' | 'confidence'>;
}

/** What the headline shows of an investigation. Older code left it without its gist and without what to do first. */
export type ShownResult = Pick<Investigation, 'counts' | 'health' | 'confidence'> & {
  readonly gist?: Gist;
  /** The most urgent recommendation; absent if there is none. */
  readonly firstAction?: string;
};
